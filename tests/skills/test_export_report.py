"""What export_report promises: files with the figures of the skill, to the cent, read back by other libraries."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pypdf
import pytest
from support.asking import done, paths, refused, result

from atom_xero_plugin.catalogue.context import Caller, Limits
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
YEAR = {"report": "profit_and_loss", "period": "last_month", "compare_by": "month", "compare_periods": 11}
CHINESE = "张伟国际贸易深圳有限公司"
LINE = {"description": "Design", "unit_amount": "1234.56", "account": "200"}


async def exported(house: House, report: str, form: str, /, **arguments: Any) -> bytes:
    """The bytes of the file of a skill's answer."""
    file = (await result(house, "export_report", report=report, format=form, arguments=json.dumps(arguments)))["file"]
    return await house.runtime.files.content("default", file["id"])


def by_label(rows: list[dict[str, Any]]) -> dict[str, list[Decimal]]:
    return {row["label"]: [Decimal(value) for value in row["values"]] for row in rows}


def evaluated(sheet: Any, cell: Any) -> Decimal:
    """A cell's figure, reckoned from the cells that its formula names: what the file says is not believed."""
    value = cell.value
    if not isinstance(value, str) or not value.startswith("="):
        return Decimal(repr(value))
    words = value.removeprefix("=")
    if words.startswith("SUM("):
        block = sheet[words.removeprefix("SUM(").removesuffix(")")]
        cells = [each for row in (block if isinstance(block, tuple) else ((block,),)) for each in row]
        return sum((evaluated(sheet, each) for each in cells), Decimal(0))
    terms = words.replace("-", "+-").split("+")
    return sum(((-1 if t.startswith("-") else 1) * evaluated(sheet, sheet[t.removeprefix("-")]) for t in terms if t),
               Decimal(0))  # fmt: skip


async def test_a_workbook_holds_the_figures_and_its_sums_are_formulas(house: House) -> None:
    """Twelve months of profit and loss: every figure, and every sum reckoned again from the cells above."""
    shown = (await result(house, "show_report", **YEAR))["report"]
    sheet = openpyxl.load_workbook(io.BytesIO(await exported(house, "show_report", "xlsx", **YEAR))).active
    written = {row[0].value: row for row in sheet.iter_rows() if row[0].value}

    for label, values in by_label(shown["rows"]).items():
        assert [evaluated(sheet, cell) for cell in written[label][1 : 1 + len(values)]] == values
    sums = [row["label"] for row in shown["rows"] if row.get("kind") == "total"]
    assert sums
    assert all(str(written[label][1].value).startswith("=") for label in sums)
    assert sheet.freeze_panes == f"B{written['Income'][0].row}"
    assert written["Sales"][1].number_format == "#,##0.00_);(#,##0.00)"


async def test_what_a_sheet_shows_before_it_is_reckoned_is_the_same(house: House) -> None:
    """Programs that do not reckon read what was stored next to each formula."""
    shown = (await result(house, "show_report", **YEAR))["report"]
    content = io.BytesIO(await exported(house, "show_report", "xlsx", **YEAR))
    sheet = openpyxl.load_workbook(content, data_only=True).active

    net = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "Net Profit")
    assert [Decimal(repr(value)) for value in net[1:13]] == by_label(shown["rows"])["Net Profit"]


async def test_a_csv_holds_the_figures_of_the_skill(house: House) -> None:
    """Below zero too, as numbers; with the section of each row."""
    shown = (await result(house, "show_report", **YEAR))["report"]
    text = (await exported(house, "show_report", "csv", **YEAR)).decode("utf-8-sig")
    _, *lines = csv.reader(io.StringIO(text))

    assert {line[1]: [Decimal(each) for each in line[2:14]] for line in lines} == by_label(shown["rows"])
    assert {line[0] for line in lines if line[1] == "Sales"} == {"Income"}


async def test_a_pdf_shows_the_figures_the_chart_and_chinese_names(house: House) -> None:
    """With fonts of its own, whatever the machine has."""
    await done(house, "create_contact", name=CHINESE)
    await done(house, "create_invoice", contact=CHINESE, approve=True, due_in_days=7, lines=[LINE])
    aged = pypdf.PdfReader(io.BytesIO(await exported(house, "show_aged_balances", "pdf", side="receivables")))
    year = pypdf.PdfReader(io.BytesIO(await exported(house, "show_report", "pdf", **YEAR)))
    shown = (await result(house, "show_report", **YEAR))["report"]

    assert CHINESE in " ".join(page.extract_text() for page in aged.pages)
    fonts = [font.get_object() for font in year.pages[0]["/Resources"]["/Font"].values()]
    assert fonts
    assert all("/FontFile2" in str(font) or font["/Subtype"] == "/Type0" for font in fonts)
    text = year.pages[0].extract_text()
    for values in by_label(shown["rows"]).values():
        assert all((f"({-value:,.2f})" if value < 0 else f"{value:,.2f}") in text for value in values)
    assert year.metadata is not None
    assert year.metadata.title == "Profit and loss, Harbour Street Studio Limited"
    assert year.trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize("name", ["ร้านกาแฟ", "مقهى", "😀 Bakery"])
async def test_a_name_in_letters_that_no_font_has_costs_no_figure(house: House, name: str) -> None:
    """The file is made all the same, with every figure."""
    await done(house, "create_contact", name=name)
    await done(house, "create_invoice", contact=name, approve=True, due_in_days=7, lines=[LINE])
    content = await exported(house, "show_aged_balances", "pdf", side="receivables")

    assert "1,419.74" in " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


async def test_the_same_question_keeps_the_same_file(house: House) -> None:
    """No second copy of the same bytes."""
    asked = {"report": "show_report", "format": "pdf", "arguments": '{"report": "trial_balance"}'}

    first, second = [(await result(house, "export_report", **asked))["file"] for _ in range(2)]
    assert first["id"] == second["id"]


async def test_json_is_the_answer_itself(house: House) -> None:
    """Not only what a table shows of it."""
    answer = await result(house, "show_report", **YEAR)

    assert json.loads(await exported(house, "show_report", "json", **YEAR)) == answer


async def test_a_list_is_read_to_its_end(house: House) -> None:
    """Page by page; its sums stay once, at the end."""
    first = await result(house, "find_invoices", limit=100)
    assert first["has_more"]
    sheet = openpyxl.load_workbook(io.BytesIO(await exported(house, "find_invoices", "xlsx"))).active
    heads = next(row for row in sheet.iter_rows(values_only=True) if "Number" in row)
    place = heads.index("Number")
    rows = list(sheet.iter_rows(values_only=True))
    numbers = [row[place] for row in rows[rows.index(heads) + 1 :]]

    assert len(numbers) > 100
    assert len(numbers) == len(json.loads(await exported(house, "find_invoices", "json"))["items"])
    aged = await exported(house, "show_aged_balances", "csv", side="receivables", detail="documents")
    assert aged.decode().count("Total,") == 1


async def test_a_day_is_a_day_and_an_id_is_for_programs(house: House) -> None:
    """In a sheet; a CSV keeps the ids."""
    sheet = openpyxl.load_workbook(io.BytesIO(await exported(house, "find_invoices", "xlsx", contact="Bayside"))).active
    heads = next(row for row in sheet.iter_rows(values_only=True) if "Number" in row)
    rows = [row for row in sheet.iter_rows(values_only=True) if isinstance(row[heads.index("Date")], datetime)]

    assert rows
    assert "Id" not in heads
    assert (await exported(house, "find_invoices", "csv", contact="Bayside")).decode("utf-8-sig").startswith("Id,")


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\uff1d1+1", " =1+1"])
async def test_no_name_becomes_a_formula(house: House, name: str) -> None:
    """A contact's name comes from anybody."""
    await done(house, "create_contact", name=name)
    await done(house, "create_invoice", contact=name.strip(), approve=True, due_in_days=7, lines=[LINE])
    text = (await exported(house, "show_aged_balances", "csv", side="receivables")).decode("utf-8-sig")
    sheet = openpyxl.load_workbook(
        io.BytesIO(await exported(house, "show_aged_balances", "xlsx", side="receivables"))
    ).active

    [cell] = [row[0] for row in csv.reader(io.StringIO(text)) if name.strip() in row[0]]
    assert cell == f"'{name.strip()}"
    [written] = [row[0] for row in sheet.iter_rows() if row[0].value == name.strip()]
    assert written.data_type == "s"


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ({"report": "create_contact", "arguments": '{"name": "x"}'}, "/report"),
        ({"report": "export_report"}, "/report"),
        ({"report": "nope"}, "/report"),
        ({"report": "show_organisation"}, "/report"),
        ({"report": "show_report", "arguments": '{"report": "profit"}'}, "/arguments/report"),
        ({"report": "show_report", "arguments": '{"report": "aged_payables"}'}, "/arguments/contact"),
        ({"report": "find_invoices", "arguments": '{"cursor": "x"}'}, "/arguments/cursor"),
        ({"report": "find_invoices", "arguments": "[1]"}, "/arguments"),
        ({"report": "find_invoices", "arguments": "{"}, "/arguments"),
        ({"report": "show_report", "format": "docx"}, "/format"),
    ],
)
async def test_what_is_no_report_is_refused_by_its_field(house: House, asked: dict[str, Any], path: str) -> None:
    """A skill that writes above all: nothing is planned."""
    error = await refused(house, "export_report", **asked)

    assert (error["code"], paths(error)) == ("invalid_arguments", [path])


async def test_who_may_not_run_a_skill_gets_no_file_of_it(house: House) -> None:
    """The limits of a token hold for what is written as a file, too."""
    limited = Caller("default", "workflow:w", "workflow", frozenset({"read"}),
                     limits=Limits(skills=frozenset({"export_report"})))  # fmt: skip
    answer = await house.ask("export_report", {"report": "find_contacts"}, caller=limited)

    assert answer["error"]["code"] == "not_allowed"
