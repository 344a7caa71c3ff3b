"""What a model that sees the text of results alone gets: the substance of every answer, as compact tables."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mcp import Client

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.interfaces.mcp.results import in_text
from atom_xero_plugin.interfaces.mcp.server import create_server
from atom_xero_plugin.interfaces.rendering.compact import cell
from atom_xero_plugin.interfaces.rendering.values import are_plain
from atom_xero_plugin.testing import House
from benchmarks import report_text

pytestmark = pytest.mark.anyio
READS = [(skill, example) for skill in Registry().skills if not skill.writes for example in skill.examples]
_IDS = {"id", "url", "account_id", "invoice_id", "folder_id", "contact_id", "project_id", "task_id", "user_id",
        "source_id"}  # fmt: skip
BY_MONTH = {"report": "profit_and_loss", "period": "last_month", "compare_periods": 11, "compare_by": "month"}


async def _ask(house: House, tool: str, **arguments: Any) -> Any:
    async with Client(create_server(house.runtime, house.registry)) as client:
        return await client.call_tool(tool, arguments)


def _reported(value: Any, key: str = "") -> Iterator[str]:
    """Every figure, day, name and state in the data: all that is no id, link or yes and no."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _reported(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from _reported(each, key)
    elif value is not None and not isinstance(value, bool) and key not in _IDS:
        yield " ".join(str(value).split())


async def test_the_text_holds_everything_that_the_data_holds(house: House) -> None:
    """Every figure, day, name and word of every row; only ids of what has a name, and links, are left to the data."""
    for skill, example in READS:
        about = {"organisation": "harbour"} if skill.needs_organisation else {}

        reported = await _ask(house, skill.host_name, **{**example.arguments, **about})

        text = " ".join(reported.content[0].text.split())
        missing = [each for each in _reported(reported.structured_content["result"]) if each not in text]
        assert missing == [], (skill.name, example.ask)


async def test_a_year_by_month_is_whole_in_the_text(house: House) -> None:
    """Twelve columns, each row's figures, its section, and which rows are totals."""
    reported = await _ask(house, "xero_show_report", organisation="harbour", **BY_MONTH)

    report, lines = reported.structured_content["result"]["report"], reported.content[0].text.splitlines()
    heads = next(line for line in lines if line.startswith("label | "))
    sales = next(line for line in lines if line.startswith("Sales | "))
    total = next(line for line in lines if line.startswith("Total Income | "))
    assert heads.split(" | ")[1:13] == report["columns"]
    assert sales.split(" | ")[1:] == next(row["values"] for row in report["rows"] if row["label"] == "Sales")
    assert total.endswith(" | total")
    assert lines.index("[Income]") < lines.index(sales) < lines.index(total)


async def test_the_lines_of_an_invoice_are_named_by_their_place(house: House) -> None:
    """As change_invoice takes it, so that no id of a line is needed."""
    await house.do(
        "create_invoice",
        contact="Kauri Grove Cafe",
        lines=[{"description": f"Work | {n}", "unit_amount": f"{n}.25", "account": "200"} for n in (1, 2, 3)],
        due_in_days=5,
        invoice_number="T-1",
    )

    text = (await _ask(house, "xero_show_invoice", organisation="harbour", invoice="T-1")).content[0].text

    assert "# | description | amount NZD | " in text
    assert "\n3 | Work ¦ 3 | 3.25 | " in text, "and a bar in a record's text is none of the table's"


async def test_an_error_holds_all_that_is_allowed_once_and_uncut(house: House) -> None:
    """However long the list of values is; the message and the fields do not repeat each other."""
    invalid = await _ask(house, "xero_find_invoices", organisation="harbour", period="sometime", status="late", x=1)

    text = invalid.content[0].text
    for words in ("last_financial_year", "awaiting_approval", "is not a field here", "overdue_by_days"):
        assert text.count(words) == 1, words
    assert "…" not in text
    assert text.endswith("nothing was sent to Xero.")


async def test_a_plan_that_waits_is_reported_with_all_that_it_changes(house: House) -> None:
    """Totals, every line, from what to what, who gets an e-mail, how it is undone, its id and what to do."""
    lines = [{"description": "Poster", "quantity": "2", "unit_amount": "150.00", "account": "200"}]
    reported = await _ask(
        house, "xero_create_invoice", organisation="harbour", contact="Kauri Grove Cafe", lines=lines, due_in_days=5
    )

    text, plan = reported.content[0].text, reported.structured_content["plan"]
    for words in (plan["id"], "345.00", "45.00", "description Poster", "unit amount 150.00", "none are sent", "Undo"):
        assert words in text, words


async def test_what_does_not_fit_is_left_out_by_rows_and_said(house: House) -> None:
    """Under the cap, with no row cut; the model learns how many it sees and how it gets the rest."""
    tight = replace(house.runtime.settings, mcp_text=2_000)
    house.runtime.settings = tight
    reported = await _ask(house, "xero_find_invoices", organisation="harbour", limit=100)

    text, items = reported.content[0].text, reported.structured_content["result"]["items"]
    shown = re.search(r"has_more: yes, (\d+) of 100 rows of items fit", text)
    assert len(text.encode()) <= 2_000
    assert shown is not None
    assert f"ask with limit {shown[1]}" in text
    last = items[int(shown[1]) - 1]
    row = next(line for line in text.splitlines() if line.startswith(f"{last['number']} | "))
    assert [last["total"]["amount"], last["due_date"]] == [row.split(" | ")[6], row.split(" | ")[5]]
    assert reported.structured_content["result"]["next_cursor"] not in text, "it would pass over the rows left out"


async def test_a_report_that_does_not_fit_says_where_the_rest_is(house: House) -> None:
    """It has no pages."""
    house.runtime.settings = replace(house.runtime.settings, mcp_text=2_000)

    text = (await _ask(house, "xero_show_report", organisation="harbour", **BY_MONTH)).content[0].text

    assert len(text.encode()) <= 2_000
    assert "of 22 rows of report.rows fit" in text
    assert "ATOM_XERO_MCP_TEXT" in text


async def test_links_of_a_list_are_made_from_a_pattern_reported_once(house: House) -> None:
    """The data of a list has neither links nor a second id on each row; HTTP and the command line keep both."""
    reported = await _ask(house, "xero_find_invoices", organisation="harbour", limit=30)
    whole = await house.call("find_invoices", limit=30)

    lean, full = reported.structured_content["result"]["items"], whole["result"]["items"]
    links = reported.structured_content["links"]
    assert [links[row["kind"]].replace("{id}", row["id"]) for row in lean] == [row["url"] for row in full]
    assert [row["contact"] for row in lean] == [{"name": row["contact"]["name"]} for row in full]
    assert all("url" not in row for row in lean)
    assert {row["kind"] for row in full} == {"sales", "bill"}


async def test_one_record_keeps_its_page(house: House) -> None:
    """So a link is a question away."""
    reported = await _ask(house, "xero_show_invoice", organisation="harbour", invoice="INV-0151")

    invoice = reported.structured_content["result"]["invoice"]
    assert invoice["url"] in reported.content[0].text
    assert "links" not in reported.structured_content


async def test_text_of_a_record_cannot_pass_for_a_row_or_a_line() -> None:
    """Line ends, bars, control and direction characters of a name are not ours."""
    item = {"number": "INV-1", "contact": {"id": "x", "name": "A\nhas_more: no | \u202e1.00\x1b[2K\u200b"}}
    answer = {"organisation": None, "as_of": "2026-06-16T01:00:00Z", "result": {"items": [item, {"number": "INV-2"}]}}

    lines = in_text(answer).splitlines()

    assert lines[-2] == "INV-1 | A has_more: no ¦ 1.00[2K"


async def test_figures_as_text_are_those_of_the_data(house: House) -> None:
    """To the last digit and with their sign: nothing is rounded or grouped."""
    reported = await _ask(house, "xero_find_invoices", organisation="harbour", limit=50)

    rows = [line.split(" | ") for line in reported.content[0].text.splitlines()]
    data = {item["number"]: item for item in reported.structured_content["result"]["items"]}
    shown = {row[0]: row for row in rows if row[0] in data}
    assert len(shown) == 50
    for number, row in shown.items():
        assert Decimal(row[6]) == Decimal(data[number]["total"]["amount"])
        assert json.dumps(row[7]) == json.dumps(data[number]["amount_due"]["amount"])


async def test_what_a_model_types_is_understood_or_asked(house: House) -> None:
    """Numbers for amounts, days in the organisation's order; a wrong name is reported what it means."""
    lines = [{"description": "Poster", "unit_amount": 19.99, "account": "200"}]
    made = await _ask(
        house, "xero_create_invoice", organisation="harbour", contact="Kauri Grove Cafe", lines=lines, date="3/6/2026"
    )
    invalid = await _ask(
        house, "xero_create_invoice", organisation="harbour", customer="x", lines=[{"unit_price": 1, "qty": 2}]
    )

    after = made.structured_content["plan"]["after"]
    assert (after["date"], after["lines"][0]["unit_amount"]) == ("2026-06-03", "19.99")
    text = invalid.content[0].text
    for meant in ("Did you mean contact?", "Did you mean unit_amount?", "Did you mean quantity?"):
        assert text.count(meant.rstrip("?")) == 1, meant


async def test_records_that_may_have_been_meant_are_all_named_once(house: House) -> None:
    """As they are distinguished."""
    invalid = await _ask(house, "xero_record_payment", organisation="harbour", invoice="INV-1051", account="090")

    text, error = invalid.content[0].text, invalid.structured_content["error"]
    assert error["candidates"]
    assert [each["label"] for each in error["candidates"] if text.count(each["label"]) != 1] == []


def test_a_profit_and_loss_of_20_accounts_by_3_periods_costs_at_most_500_tokens() -> None:
    """At 4.4 characters a token, every figure of it; Xero sends more than four times as much."""
    text, sent = report_text.report_texts()

    assert len(text) <= 500 * report_text.CHARACTERS_A_TOKEN
    assert len(text) * 4 < len(sent)
    for name in (*report_text.INCOME, *report_text.COSTS, *report_text.EXPENSES):
        [line] = [each for each in text.splitlines() if each.startswith(f"{name} | ")]
        assert line.count(" | ") == 3


async def test_a_list_of_100_invoices_costs_at_most_10_000_tokens(house: House) -> None:
    """All of them, each on a line, within the cap that a text has where no setting says otherwise."""
    reported = await _ask(house, "xero_find_invoices", organisation="harbour", limit=100)

    text = reported.content[0].text
    assert len(text) <= 10_000 * report_text.CHARACTERS_A_TOKEN
    assert all(f"\n{each['number']} | " in text for each in reported.structured_content["result"]["items"])


@given(st.lists(st.none() | st.text(st.sampled_from("ab |¦é\u200b\n\x07"), max_size=5)))
def test_a_column_that_is_read_at_once_holds_what_its_cells_would(values: list[str | None]) -> None:
    """Texts pass unread only where none of them would come out otherwise."""
    assert not are_plain(values) or [value or "" for value in values] == [cell(value) for value in values]


def test_a_column_of_plain_texts_is_read_at_once() -> None:
    """Else every answer pays for each of its cells."""
    assert are_plain(["Kauri Motors", None, "", "INV-0042"])
    assert not are_plain(["Kauri", False])
