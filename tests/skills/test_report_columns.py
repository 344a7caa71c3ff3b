"""Each column of a report is of exactly the days that it says, and no column overlaps another."""

from __future__ import annotations

import calendar
import itertools
import json
import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.altered_answers import alter
from support.asking import paths, refused, result

from atom_xero_plugin.core.periods import Period
from atom_xero_plugin.reports.spans import MONTHS_OF, compared, day_in, groups, parts
from atom_xero_plugin.reports.tables import table_of
from atom_xero_plugin.testing import House
from atom_xero_plugin.xero.decoding.base import decode_one
from atom_xero_plugin.xero.records.reports import Report, ReportCell

PROFIT: dict[str, Any] = {"report": "profit_and_loss"}


def dates(first: str, last: str) -> dict[str, Any]:
    return {"dates": {"from": first, "to": last}}


async def shown(house: House, **asking: Any) -> dict[str, Any]:
    found: dict[str, Any] = (await result(house, "show_report", **PROFIT, **asking))["report"]
    return found


def asked(house: House) -> list[httpx2.URL]:
    """The questions that reach Xero, as they come."""
    urls: list[httpx2.URL] = []

    def on(request: httpx2.Request, answer: httpx2.Response) -> httpx2.Response:
        urls.append(request.url)
        return answer

    alter(house, "/Reports/", on)
    return urls


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("days", "by", "earlier", "calls"),
    [
        (("2026-05-01", "2026-05-31"), "month", 11, 1),
        (("2026-04-01", "2026-04-30"), "month", 11, 2),
        (("2026-02-01", "2026-02-28"), "month", 3, 2),
        (("2026-01-01", "2026-03-31"), "quarter", 3, 1),
        (("2026-04-01", "2026-06-30"), "quarter", 3, 2),
        (("2025-07-01", "2025-09-30"), "quarter", 4, 2),
        (("2025-04-01", "2026-03-31"), "year", 2, 1),
        (("2025-03-01", "2026-02-28"), "year", 2, 2),
        (("2026-06-01", "2026-06-16"), "month", 2, 1),
        (("2026-04-01", "2026-06-16"), "year", 1, 1),
    ],
)  # fmt: skip
async def test_each_column_is_whole_and_says_its_days(
    house: House, days: tuple[str, str], by: str, earlier: int, calls: int
) -> None:
    """From a month of 30 days Xero makes 30 days of each, and the 31st is nowhere."""
    urls = asked(house)

    reported = await shown(house, **dates(*days), compare_periods=earlier, compare_by=by)

    assert len(urls) == calls
    assert len(reported["columns"]) == len(reported["column_days"]) == earlier + 1
    assert all(len(row["values"]) == earlier + 1 for row in reported["rows"])
    for place, column in enumerate(reported["column_days"]):
        alone = await shown(house, **dates(column["first_day"], column["last_day"]))
        sums = {(row.get("section"), row["label"]): row["values"][0] for row in alone["rows"]}
        for row in reported["rows"]:
            value = sums.get((row.get("section"), row["label"]))
            reckoned = value is None and "account_id" not in row  # a sum that Xero prints where its parts are
            assert row["values"][place] == (value or "0.00") or reckoned
        assert alone["columns"] == [reported["columns"][place]]


@pytest.mark.anyio
async def test_a_xero_that_says_other_days_than_were_asked_for_is_asked_for_each_by_itself(house: House) -> None:
    """Its heads say so."""

    def shifted(request: httpx2.Request, answer: httpx2.Response) -> httpx2.Response:
        reported = json.loads(answer.content)
        if "periods" in request.url.params:
            reported["Reports"][0]["Rows"][0]["Cells"][2]["Value"] = "29 Apr 26"
        return httpx2.Response(200, headers={"content-type": "application/json"}, content=json.dumps(reported))

    alter(house, "/Reports/ProfitAndLoss", shifted)
    urls = asked(house)

    reported = await result(house, "show_report", **PROFIT, **dates("2026-05-01", "2026-05-31"), compare_periods=1)

    assert [str(each["last_day"]) for each in reported["report"]["column_days"]] == ["2026-05-31", "2026-04-30"]
    assert len(urls) == 3


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("asking", "hint"),
    [
        ({"period": "last_financial_year", "compare_periods": 11, "compare_by": "month"}, "compare_periods out"),
        ({"period": "last_financial_year", "compare_periods": 3}, "compare_by year"),
        ({"period": "last_year", "compare_periods": 3, "compare_by": "quarter"}, "compare_periods out"),
        ({"period": "last_quarter", "compare_periods": 3, "compare_by": "month"}, "compare_by quarter"),
        ({"period": "year_to_date", "compare_periods": 2, "compare_by": "month"}, "compare_by"),
        ({"period": "last_90_days", "compare_periods": 2, "compare_by": "month"}, '"from": "2026-06-01"'),
        ({"period": "last_week", "compare_periods": 2}, '"to": "2026-06-30"'),
        ({**dates("2026-01-15", "2026-03-20"), "compare_periods": 1, "compare_by": "quarter"}, '"from": "2026-03-01"'),
    ],
)  # fmt: skip
async def test_a_span_that_is_not_what_it_is_compared_by_is_refused_with_the_right_question(
    house: House, asking: dict[str, Any], hint: str
) -> None:
    """Rolling sums of twelve months were reported as months."""
    error = await refused(house, "show_report", **PROFIT, **asking)

    assert paths(error) == ["/compare_by"]
    assert hint in error["hint"]


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("period", "by", "columns"),
    [("last_financial_year", "month", 12), ("last_financial_year", "quarter", 4), ("last_quarter", "month", 3)],
)
async def test_a_span_is_split_into_its_months_or_quarters(house: House, period: str, by: str, columns: int) -> None:
    """Which come to what the whole comes to."""
    reported = await shown(house, period=period, compare_by=by)
    whole = await shown(house, period=period)

    assert len(reported["column_days"]) == columns
    assert reported["column_days"][-1]["first_day"] == whole["first_day"]
    assert reported["column_days"][0]["last_day"] == whole["last_day"]
    net, total = (
        next(row["values"] for row in each["rows"] if row["label"] == "Net Profit") for each in (reported, whole)
    )
    assert sum(map(Decimal, net)) == Decimal(total[0])


@pytest.mark.anyio
async def test_the_columns_of_a_balance_sheet_are_days(house: House) -> None:
    """Ends of months, and the year before next to it where nothing else is asked for."""
    reported = (await result(house, "show_report", report="balance_sheet"))["report"]
    assert [each["last_day"] for each in reported["column_days"]] == ["2026-06-30", "2025-06-30"]
    assert reported["last_day"] == "2026-06-30"
    reported = (await result(house, "show_report", report="balance_sheet", compare_periods=2))["report"]
    assert [each["last_day"] for each in reported["column_days"]] == ["2026-06-30", "2026-05-31", "2026-04-30"]


STARTS = st.builds(date, st.integers(1990, 2060), st.integers(1, 12), st.integers(1, 28))


@given(STARTS, st.sampled_from(["month", "quarter", "year"]), st.integers(0, 11))
def test_whole_spans_touch_and_are_asked_for_so_that_xero_makes_them(first: date, unit: Any, earlier: int) -> None:
    """No day is twice or nowhere, and what Xero makes of each question is what is reported."""
    span = parts(Period(first, _after(first, MONTHS_OF[unit]) - timedelta(days=1)), unit)[0]

    spans = compared(span, unit, earlier)

    assert all(later.first - timedelta(days=1) == before.last for later, before in itertools.pairwise(spans))
    made = []
    for group in groups(spans, unit):
        base = spans[group.first]
        for number in range(group.columns):
            back = -MONTHS_OF[unit] * number
            made.append(Period(_after(base.first, back), _after(base.last, back)))
    assert made == spans
    assert len(groups(spans, unit)) <= 4 + (unit == "year") * 4


def _after(day: date, months: int) -> date:
    """As Xero shifts: the same day of another month, or its last."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@pytest.mark.parametrize(
    ("head", "day"),
    [("30 Jun 26", date(2026, 6, 30)), ("28 Feb 2018", date(2018, 2, 28)), ("30 June 2026", date(2026, 6, 30)),
     ("Jan-20", None), ("31 Feb 26", None), ("YTD Debit", None), ("", None)],
)  # fmt: skip
def test_a_head_says_its_day(head: str, day: date | None) -> None:
    """As Xero prints them."""
    assert day_in(head) == day


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("(1,234.50)", "-1234.50"), ("1,234,567.00", "1234567.00"), ("-0.00", "0.00"), ("(0.00)", "0.00"),
        ("\u2212 5", None), ("\u22125.00", "-5.00"), ("-5", "-5"), ("200.0", "200.0"), ("1E+2", "1E+2"), ("12.", None),
        ("007", None), ("1,23", None), ("(5", None), ("5)", None), ("7.3%", None), ("NaN", None), ("Infinity", None),
        ("1_000", None), ("\uff11", None), ("", None), ("181 days overdue", None), ("2026-06-30", None),
    ],
)  # fmt: skip
def test_a_cell_is_a_number_or_is_not(cell: str, amount: str | None) -> None:
    """Accountants write an amount below zero between parentheses; a code is no number."""
    found = ReportCell(value=cell).amount

    assert (None if found is None else str(found)) == amount


def test_nested_sections_keep_their_path_and_sums_are_reported_as_sums() -> None:
    """Accounts of one name stand in several sections; the last row of a profit and loss is a plain row."""

    def cells(label: str, value: str, account: str | None = None) -> dict[str, Any]:
        reported = [{"Id": "account", "Value": account}] if account else []
        return {
            "RowType": "Row",
            "Cells": [{"Value": label, "Attributes": reported}, {"Value": value, "Attributes": reported}],
        }

    total = {"RowType": "SummaryRow", "Cells": [{"Value": "Total ATM"}, {"Value": "(7.00)"}]}
    atm = {"RowType": "Section", "Title": "ATM", "Rows": [cells("0800", "-0.00", "a1"), total]}
    expenses = {
        "RowType": "Section",
        "Title": "Less Operating Expenses",
        "Rows": [atm, cells("Rent", "1,000.00", "a2")],
    }
    last = {
        "RowType": "Section",
        "Title": "",
        "Rows": [{"RowType": "Row", "Cells": [{"Value": "NET PROFIT"}, {"Value": "1E+2"}]}],
    }
    report = decode_one(Report, json.dumps({"Reports": [{"Rows": [expenses, last]}]}))

    reported = [(row.section, row.label, row.values, row.kind) for row in table_of(report).rows]

    assert reported == [
        ("Less Operating Expenses \u203a ATM", "0800", ["0.00"], "row"),
        ("Less Operating Expenses \u203a ATM", "Total ATM", ["-7.00"], "total"),
        ("Less Operating Expenses", "Rent", ["1000.00"], "row"),
        (None, "NET PROFIT", ["100"], "total"),
    ]


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("asked", "why", "right"),
    [
        ({"period": "year_to_date"}, "no whole number", {"from": "2026-04-01", "to": "2026-06-30"}),
        ({"dates": {"from": "2025-05-01", "to": "2026-06-30"}}, "than 12", {"from": "2025-05-01", "to": "2026-04-30"}),
        ({"dates": {"from": "2026-01-15", "to": "2026-03-02"}}, "no whole", {"from": "2026-01-01", "to": "2026-03-31"}),
    ],
)  # fmt: skip
async def test_a_span_that_cannot_be_split_names_the_nearest_that_can(
    house: House, asked: dict[str, Any], why: str, right: dict[str, str]
) -> None:
    """With the true reason; obeyed, the hint answers."""
    answer = await house.call("show_report", report="profit_and_loss", compare_by="month", **asked)
    reported = answer["error"]
    hint = json.loads(re.search(r"\{.*\}", reported["hint"]).group())
    again = await house.call("show_report", report="profit_and_loss", compare_by="month", **hint)

    assert why in reported["message"]
    assert hint == {"dates": right}
    assert (again["result"]["report"]["first_day"], again["result"]["report"]["last_day"]) == tuple(right.values())
