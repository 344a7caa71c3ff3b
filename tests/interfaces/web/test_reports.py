"""Reports in the browser: every figure is the skill's, every figure opens, and a file holds what the page shows."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from html import unescape
from typing import Any

import openpyxl
import pytest
from support.browsing import browser_of
from support.service import Served, words_of

from atom_xero_plugin.interfaces.web.reports.kinds import CUSTOM, KINDS

pytestmark = pytest.mark.anyio
NEEDS = {"statement-of-account": "contact=Northland+Bakery", "account-transactions": "account=200"}
SPAN = "from=2026-01-01&to=2026-06-30"
FILE_TYPES = {"xlsx": b"PK", "pdf": b"%PDF", "csv": b"\xef\xbb\xbf", "json": b"{"}


async def result(served: Served, skill: str, **arguments: Any) -> dict[str, Any]:
    answer = await served.house.call(skill, **arguments)
    assert answer["success"], answer["error"]
    found: dict[str, Any] = answer["result"]
    return found


def address(served: Served, name: str, query: str = "") -> str:
    return f"/o/{served.house.organisation}/reports/{name}" + (f"?{query}" if query else "")


def written(value: str) -> str:
    """An amount as a page writes it."""
    amount = Decimal(value)
    return f"({-amount:,.2f})" if amount < 0 else f"{amount:,.2f}"


async def test_the_index_leads_to_every_report(served: Served) -> None:
    async with browser_of(served) as browser:
        page = await browser.get(f"/o/{served.house.organisation}/reports")

    assert page.status_code == 200
    for kind in (each for each in KINDS.values() if each.name != CUSTOM):
        assert f"/reports/{kind.name}" in page.text
        assert kind.title in words_of(page)


@pytest.mark.parametrize("name", sorted(KINDS.keys() - {CUSTOM}))
async def test_each_report_opens_and_is_written_in_every_format(served: Served, name: str) -> None:
    """With its usual days; the file is one of its kind."""
    query = NEEDS.get(name, "")
    async with browser_of(served) as browser:
        page = await browser.get(address(served, name, query))
        assert page.status_code == 200, words_of(page)
        assert KINDS[name].title in words_of(page)
        links = [unescape(each) for each in re.findall(r'href="([^"]+)" download', page.text)]
        assert len(links) == len(FILE_TYPES)
        for link in links:
            file = await browser.get(link)
            form = link.partition("?")[0].rsplit("/", 1)[-1]
            assert file.content.startswith(FILE_TYPES[form]), (link, file.text[:200])
            assert file.headers["content-disposition"].startswith("attachment;")


@pytest.mark.parametrize(
    ("name", "query", "skill", "arguments"),
    [
        ("profit-and-loss", SPAN, "show_report",
         {"report": "profit_and_loss", "dates": {"from": "2026-01-01", "to": "2026-06-30"}, "compare_by": "month"}),
        ("profit-and-loss", f"{SPAN}&columns=total&basis=cash", "show_report",
         {"report": "profit_and_loss", "dates": {"from": "2026-01-01", "to": "2026-06-30"}, "cash_basis": True}),
        ("profit-and-loss", "from=2026-05-01&to=2026-05-31&columns=year", "show_report",
         {"report": "profit_and_loss", "dates": {"from": "2026-05-01", "to": "2026-05-31"}, "compare_by": "year",
          "compare_periods": 1}),
        ("balance-sheet", "to=2026-05-31", "show_report", {"report": "balance_sheet", "dates": {"to": "2026-05-31"}}),
        ("trial-balance", "to=2026-05-31", "show_report", {"report": "trial_balance", "dates": {"to": "2026-05-31"}}),
        ("cash-flow", SPAN, "show_cash_flow", {"dates": {"from": "2026-01-01", "to": "2026-06-30"}}),
        ("tax-summary", SPAN, "show_tax_summary", {"dates": {"from": "2026-01-01", "to": "2026-06-30"}}),
        ("budget", "from=2026-05-01&to=2026-05-31", "show_budget_comparison", {"period": "last_month"}),
        ("bank-summary", SPAN, "show_report",
         {"report": "bank_summary", "dates": {"from": "2026-01-01", "to": "2026-06-30"}}),
        ("aged-payables", "to=2026-05-31", "show_aged_balances",
         {"side": "payables", "as_of": "2026-05-31", "limit": 100}),
    ],
)  # fmt: skip
async def test_every_figure_is_the_skills(
    served: Served, name: str, query: str, skill: str, arguments: dict[str, Any]
) -> None:
    """To the cent, as many times as the skill has it."""
    report = (await result(served, skill, **arguments))["report"]
    async with browser_of(served) as browser:
        page = await browser.get(address(served, name, query))
    said = words_of(page).replace("minus ", "")

    figures = [v for row in report["rows"] for v in row["values"] if v and re.fullmatch(r"-?\d+\.\d\d", v)]
    assert len(figures) > 4
    for value in set(figures):
        if Decimal(value) != 0:
            assert said.count(written(value)) >= figures.count(value), value


async def test_a_figure_opens_to_its_documents_and_their_sum(served: Served) -> None:
    """Beside the report; the panel repeats the figure, and its lines add up to it."""
    async with browser_of(served) as browser:
        page = await browser.get(address(served, "profit-and-loss", SPAN))
        row = re.search(r"<tr><th scope=\"row\">Sales</th>(.*?)</tr>", page.text, re.DOTALL)
        assert row
        link, figure = re.findall(r'href="([^"]+)">([\d,.]+)<', row[1])[0]
        opened = await browser.get(unescape(link))
    panel = opened.text.partition('<aside class="panel"')[2]
    body = panel.partition("<tbody>")[2].partition("</tbody>")[0]
    parts = [Decimal(each.replace(",", "")) for each in re.findall(r'<td class="money">([\d,.]+)</td>', body)]

    assert len(parts) > 5
    assert sum(parts) == Decimal(figure.replace(",", ""))
    assert figure in panel.partition("<tfoot>")[2]
    assert "Not from documents" not in panel


async def test_a_cash_figure_does_not_open_to_documents_that_do_not_make_it(served: Served) -> None:
    """On cash basis the ledger would show another sum."""
    async with browser_of(served) as browser:
        page = await browser.get(address(served, "profit-and-loss", f"{SPAN}&basis=cash"))

    assert "open=" not in page.text


async def test_the_column_of_all_months_is_the_report_of_the_whole(served: Served) -> None:
    """Not a sum of months, of which some leave a row out."""
    dates = {"from": "2026-01-01", "to": "2026-06-30"}
    whole = (await result(served, "show_report", report="profit_and_loss", dates=dates))["report"]
    async with browser_of(served) as browser:
        page = await browser.get(address(served, "profit-and-loss", SPAN))
    body = page.text.partition("<tbody>")[2]

    for row in whole["rows"]:
        line = next(each for each in body.split("<tr") if f">{row['label'].replace('&', '&amp;')}</th>" in each)
        assert written(row["values"][0]) in re.sub(r"<[^>]+>", "", line.rpartition("<td")[2].replace("minus ", ""))


async def test_the_file_holds_the_figures_of_the_page(served: Served) -> None:
    """As a spreadsheet and as CSV, of exactly the days and the basis that were chosen."""
    query = f"{SPAN}&columns=total&basis=cash"
    dates = {"from": "2026-01-01", "to": "2026-06-30"}
    asked = {"report": "profit_and_loss", "dates": dates, "cash_basis": True}
    rows = (await result(served, "show_report", **asked))["report"]["rows"]
    async with browser_of(served) as browser:
        sheet = await browser.get(f"{address(served, 'profit-and-loss')}/xlsx?{query}")
        text = await browser.get(f"{address(served, 'profit-and-loss')}/csv?{query}")

    lines = {line[1]: line[2] for line in csv.reader(io.StringIO(text.content.decode("utf-8-sig")))}
    cells = openpyxl.load_workbook(io.BytesIO(sheet.content), data_only=True).active
    found = {row[0]: row[1] for row in cells.iter_rows(values_only=True) if row[0]}
    for row in rows:
        assert lines[row["label"]] == row["values"][0]
        assert Decimal(repr(found[row["label"]])) == Decimal(row["values"][0])


async def test_search_opens_reports_by_their_names(served: Served) -> None:
    """Also by the name that the skill has."""
    async with browser_of(served) as browser:
        hits = await browser.get(f"/o/{served.house.organisation}/search", params={"q": "aged"})
        assert "/reports/aged-receivables" in hits.text
        old = await browser.get(address(served, "trial_balance"))

    assert old.status_code == 200
    assert "Trial balance" in words_of(old)


async def test_periods_move_by_their_own_length(served: Served) -> None:
    """Half a year earlier is the half year before, whole months of whatever length."""
    async with browser_of(served) as browser:
        page = await browser.get(address(served, "profit-and-loss", SPAN))

    assert 'aria-label="Half a year earlier"' in page.text
    assert "from=2025-07-01&amp;to=2025-12-31" in page.text
    assert "from=2026-07-01&amp;to=2026-12-31" in page.text


async def test_the_aged_report_leads_to_statements(served: Served) -> None:
    """Each contact's name opens what it owes, line by line, and ends at the same balance."""
    async with browser_of(served) as browser:
        page = await browser.get(address(served, "aged-receivables"))
        link = re.search(r'href="([^"]+statement-of-account[^"]+)">Northland Bakery', page.text)
        assert link
        statement = await browser.get(unescape(link[1]))

    assert "4,864.50" in words_of(statement)
    assert "cannot e-mail statements" in words_of(statement)


@pytest.mark.parametrize(
    ("name", "query", "status", "said"),
    [
        ("profit-and-loss", "from=2026-06-01&to=2026-01-01", 400, "is before"),
        ("profit-and-loss", "columns=week", 400, "must be one of"),
        ("profit-and-loss", "from=yesterday", 400, "must be a day"),
        ("tax-summary", "columns=month", 400, "no columns of that kind"),
        ("statement-of-account", "contact=Nobody+at+all", 200, "Nobody at all"),
        ("budget", "from=2026-05-02&to=2026-05-31", 200, "whole months"),
        ("statement-of-account", "", 200, "Whose?"),
        ("account-transactions", "", 200, "Which account?"),
        ("nothing", "", 404, "no such report"),
    ],
)
async def test_what_cannot_be_shown_says_what_to_do(
    served: Served, name: str, query: str, status: int, said: str
) -> None:
    async with browser_of(served) as browser:
        page = await browser.get(address(served, name, query))

    assert page.status_code == status, words_of(page)
    assert said in unescape(words_of(page))


async def test_a_saved_report_is_listed_opened_and_written(served: Served) -> None:
    """By its name, with the figures of the profit and loss."""
    rows = [{"label": "Rent", "accounts": ["469"]}, {"label": "<i>S</i>", "accounts": ["income"], "total": True}]
    async with await served.program("read", "write") as program:
        await program.post("/api/saved-reports", json={"name": "Rent & sales", "rows": rows},
                           params={"organisation": "harbour"})  # fmt: skip
    async with browser_of(served) as browser:
        index = await browser.get(f"/o/{served.house.organisation}/reports")
        link = re.search(r'href="([^"]+)">Rent &amp; sales<', index.text)
        assert link
        page = await browser.get(unescape(link[1]))
        file = await browser.get(f"{address(served, CUSTOM)}/csv?saved=Rent+%26+sales")

    assert page.status_code == 200, words_of(page)
    assert "2,450.00" in words_of(page)
    assert "63,158.04" in words_of(page)
    assert "<i>S" not in page.text
    assert "2450.00" in file.text


async def test_documents_lead_to_their_pages(served: Served) -> None:
    """From the ledger of an account, and from a statement: a payment leads to what it paid."""
    await served.hear()
    async with browser_of(served) as browser:
        ledger = await browser.get(address(served, "account-transactions", "account=200&from=2026-04-01&to=2026-06-30"))
        statement = await browser.get(address(served, "statement-of-account", "contact=Northland+Bakery"))
        for page in (ledger, statement):
            link = re.search(r'<th scope="row">(?:Invoice |Payment )?<a href="([^"]+)">INV-', page.text)
            assert link, page.text[-3000:]
            assert (await browser.get(unescape(link[1]))).status_code == 200


async def test_a_name_is_no_markup(served: Served) -> None:
    """A contact's name comes from anybody."""
    line = {"description": "x", "unit_amount": "10.00", "account": "200"}
    await served.house.do("create_contact", name="<b>Evil</b> & Co")
    await served.house.do("create_invoice", contact="<b>Evil</b> & Co", approve=True, due_in_days=7, lines=[line])
    async with browser_of(served) as browser:
        page = await browser.get(address(served, "aged-receivables"))

    assert "&lt;b&gt;Evil&lt;/b&gt;" in page.text
    assert "<b>Evil" not in page.text
