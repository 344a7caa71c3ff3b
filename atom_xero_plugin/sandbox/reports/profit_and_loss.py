"""GET Reports/ProfitAndLoss."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.error_responses import bad_argument
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.table import Row
from atom_xero_plugin.sandbox.reports.layout import (
    day_of,
    header,
    long_day,
    months_before,
    months_of,
    periods_of,
    printed,
    row,
    same_day_before,
    section,
    short_day,
    sums,
)
from atom_xero_plugin.sandbox.reports.tracking import columns_of, tracked

INCOME: Final = ("REVENUE", "SALES")
OTHER_INCOME: Final = ("OTHERINCOME",)
COSTS: Final = ("DIRECTCOSTS",)
EXPENSES: Final = ("EXPENSE", "OVERHEADS", "DEPRECIATN", "WAGESEXPENSE", "SUPERANNUATIONEXPENSE")
Amounts = list[Decimal]


def profit_and_loss(books: Books, call: Call) -> Result:
    """Income, costs and what is left, for a span and as many earlier ones as were asked for."""
    today = books.today()
    dated = "todate" in call.query or "fromdate" in call.query
    first = day_of(call, "fromDate", today.replace(day=1))
    last = day_of(call, "toDate", today.replace(day=monthrange(today.year, today.month)[1]))
    if first > last:
        raise bad_argument("The fromDate parameter must be before the toDate parameter")
    months = months_of(call)
    spans = [(months_before(first, months * n), _ended(last, months * n, dated)) for n in range(periods_of(call) + 1)]
    cash, asked = call.flag("paymentsOnly"), tracked(books, call)
    if asked is None:
        heads = [short_day(span[1]) for span in spans]
        columns = [sums(books, *span, cash=cash) for span in spans]
    elif len(asked.choices) == 1 and not asked.whole:
        heads = [short_day(span[1]) for span in spans]
        columns = [columns_of(books, asked, *span, cash=cash)[1][0] for span in spans]
    else:  # what Xero makes of several options and several periods is not verified: here the first period counts
        heads, columns = columns_of(books, asked, *spans[0], cash=cash)
    rows = [header("", *heads), *_body(books, columns)]
    subtitle = f"{long_day(first)} to {long_day(last)}"
    return printed(call, books, "ProfitAndLoss", "Profit and Loss", subtitle, rows)


def _ended(last: date, months: int, dated: bool) -> date:
    """Where a compared span ends: on the same day of its month, also where that is not the month's last.

    A span of 30 days is compared with 30 days of a month of 31; without dates, whole months are compared.
    Source: developer.xero.com, Reports, Profit And Loss.
    """
    return same_day_before(last, months) if dated else months_before(last, months)


def _body(books: Books, columns: Sequence[dict[str, Decimal]]) -> list[Row]:
    income, income_rows = _group(books, columns, INCOME, -1)
    costs, cost_rows = _group(books, columns, COSTS, 1)
    other, other_rows = _group(books, columns, OTHER_INCOME, -1)
    expenses, expense_rows = _group(books, columns, EXPENSES, 1)
    gross = [a - b for a, b in zip(income, costs, strict=True)]
    net = [g + o - e for g, o, e in zip(gross, other, expenses, strict=True)]
    body = [section("Income", [*income_rows, row("Total Income", income, kind="SummaryRow")])]
    if cost_rows:
        body.append(section("Less Cost of Sales", [*cost_rows, row("Total Cost of Sales", costs, kind="SummaryRow")]))
        body.append(section("", [row("Gross Profit", gross)]))
    if other_rows:
        body.append(section("Plus Other Income", [*other_rows, row("Total Other Income", other, kind="SummaryRow")]))
    total = row("Total Operating Expenses", expenses, kind="SummaryRow")
    body.append(section("Less Operating Expenses", [*expense_rows, total]))
    body.append(section("", [row("Net Profit", net)]))
    return body


def _group(
    books: Books, columns: Sequence[dict[str, Decimal]], types: tuple[str, ...], sign: int
) -> tuple[Amounts, list[Row]]:
    """The lines of accounts of these types by name, and their totals."""
    totals, rows = [Decimal("0.00")] * len(columns), []
    accounts = sorted(books["Accounts"].rows.values(), key=lambda account: account["Name"])
    for account in accounts:
        identity = account["AccountID"]
        if account["Type"] not in types or not any(identity in column for column in columns):
            continue
        amounts = [sign * column.get(identity, Decimal("0.00")) for column in columns]
        totals = [a + b for a, b in zip(totals, amounts, strict=True)]
        rows.append(row(account["Name"], amounts, identity))
    return totals, rows
