"""GET Reports/BalanceSheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.table import Row
from atom_xero_plugin.sandbox.reports.layout import (
    day_of,
    header,
    long_day,
    month_end,
    months_before,
    months_of,
    periods_of,
    printed,
    row,
    section,
    sums,
    year_start,
)

_GROUPS: Final = (
    ("Bank", ("BANK",), 1),
    ("Current Assets", ("CURRENT", "INVENTORY", "PREPAYMENT"), 1),
    ("Fixed Assets", ("FIXED",), 1),
    ("Non-current Assets", ("NONCURRENT",), 1),
)
_LIABILITIES: Final = (
    (
        "Current Liabilities",
        ("CURRLIAB", "PAYG", "PAYGLIABILITY", "SUPERANNUATIONLIABILITY", "WAGESPAYABLELIABILITY"),
        -1,
    ),
    ("Non-current Liabilities", ("TERMLIAB", "LIABILITY"), -1),
)
RESULT_CLASSES: Final = frozenset({"REVENUE", "EXPENSE"})
Amounts = list[Decimal]


def balance_sheet(books: Books, call: Call) -> Result:
    """What the organisation has, owes and is worth on a day."""
    day = month_end(day_of(call, "date", books.today()))
    compared = months_of(call) if call.query.get("periods") or call.query.get("timeframe") else 12
    days = [months_before(day, compared * n) for n in range((periods_of(call) if call.query.get("periods") else 1) + 1)]
    cash = call.flag("paymentsOnly")
    columns = [sums(books, None, each, cash=cash) for each in days]
    rows = [header("", *(long_day(each) for each in days)), section("Assets", [])]
    assets, asset_rows = _all(books, columns, _GROUPS)
    rows += [*asset_rows, section("", [row("Total Assets", assets, kind="SummaryRow")]), section("Liabilities", [])]
    owed, owed_rows = _all(books, columns, _LIABILITIES)
    rows += [*owed_rows, section("", [row("Total Liabilities", owed, kind="SummaryRow")])]
    net = [a - b for a, b in zip(assets, owed, strict=True)]
    rows += [section("", [row("Net Assets", net)]), _equity(books, columns, days, cash=cash)]
    return printed(call, books, "BalanceSheet", "Balance Sheet", f"As at {long_day(day)}", rows)


def _all(
    books: Books, columns: Sequence[dict[str, Decimal]], groups: Sequence[tuple[str, tuple[str, ...], int]]
) -> tuple[Amounts, list[Row]]:
    totals, rows = [Decimal("0.00")] * len(columns), []
    for title, types, sign in groups:
        group, lines = _lines(books, columns, types, sign)
        if lines:
            rows.append(section(title, [*lines, row(f"Total {title}", group, kind="SummaryRow")]))
            totals = [a + b for a, b in zip(totals, group, strict=True)]
    return totals, rows


def _lines(
    books: Books, columns: Sequence[dict[str, Decimal]], types: tuple[str, ...], sign: int
) -> tuple[Amounts, list[Row]]:
    totals, rows = [Decimal("0.00")] * len(columns), []
    for account in sorted(books["Accounts"].rows.values(), key=lambda each: each["Name"]):
        identity = account["AccountID"]
        if account["Type"] not in types or not any(identity in column for column in columns):
            continue
        amounts = [sign * column.get(identity, Decimal("0.00")) for column in columns]
        totals = [a + b for a, b in zip(totals, amounts, strict=True)]
        rows.append(row(account["Name"], amounts, identity))
    return totals, rows


def _equity(books: Books, columns: Sequence[dict[str, Decimal]], days: Sequence[date], *, cash: bool) -> Row:
    """The owner's accounts, this year's profit, and the profit of all years before."""
    owners, lines = _lines(books, columns, ("EQUITY",), -1)
    this_year = [-_result(books, sums(books, year_start(books, day), day, cash=cash)) for day in days]
    ever = [-_result(books, column) for column in columns]
    before = [a - b for a, b in zip(ever, this_year, strict=True)]
    total = [a + b for a, b in zip(owners, ever, strict=True)]
    lines += [row("Current Year Earnings", this_year), row("Retained Earnings", before)]
    return section("Equity", [*lines, row("Total Equity", total, kind="SummaryRow")])


def _result(books: Books, amounts: dict[str, Decimal]) -> Decimal:
    accounts = books["Accounts"].rows
    of_result = (amount for identity, amount in amounts.items() if accounts[identity]["Class"] in RESULT_CLASSES)
    return sum(of_result, Decimal("0.00"))
