"""GET Reports/BudgetSummary: the overall budget, from the month of `date` on.

Source: OpenAPI 16.1.0, whose example has a column for each period, named by its last month, and no section but those of
the sums. Not verified: the sections with accounts, and the words of the refusals.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from atom_xero_plugin.sandbox.api import wire
from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.error_responses import bad_argument
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.json_values import encode
from atom_xero_plugin.sandbox.books.table import Row, fold
from atom_xero_plugin.sandbox.reports.layout import day_of, header, long_day, row, same_day_before, section

MOST_PERIODS: Final = 12
_LENGTHS: Final = (1, 3, 12)
_COSTS: Final = "DIRECTCOSTS"
_ZERO: Final = Decimal("0.00")


def budget_summary(books: Books, call: Call) -> Result:
    """What is budgeted for each of up to 12 periods of a month, a quarter or a year."""
    first = day_of(call, "date", books.today()).replace(day=1)
    periods = _whole(call, "periods", MOST_PERIODS, range(1, MOST_PERIODS + 1))
    length = _whole(call, "timeframe", 1, _LENGTHS)
    last_months = [same_day_before(first, -(length * number - 1)) for number in range(1, periods + 1)]
    rows = list(_rows(books, length, periods))
    titles = header("Account", *(f"{month:%b-%y}" for month in last_months))
    return _printed(call, books, first, last_months[-1], [titles, *rows])


def _rows(books: Books, length: int, periods: int) -> Iterator[Row]:
    """Income, what it cost, what else is spent, each with its accounts; the sums between them."""
    monthly = _monthly(books)
    income, costs, spent = (_of(books, monthly, each) for each in ("REVENUE", _COSTS, "EXPENSE"))

    def columns(amount: Decimal) -> list[Decimal]:
        return [amount * length] * periods

    def group(title: str, accounts: Mapping[str, Decimal], total: str) -> Iterator[Row]:
        if accounts:
            rows = [row(name, columns(amount)) for name, amount in accounts.items()]
            yield section(title, [*rows, row(total, columns(sum(accounts.values(), _ZERO)), kind="SummaryRow")])

    def summed(title: str, amount: Decimal) -> Row:
        return section("", [row(title, columns(amount), kind="SummaryRow")])

    gross = sum(income.values(), _ZERO) - sum(costs.values(), _ZERO)
    yield from group("Income", income, "Total Income")
    yield from group("Less Cost of Sales", costs, "Total Cost of Sales")
    yield summed("Gross Profit", gross)
    yield from group("Less Operating Expenses", spent, "Total Expenses")
    yield summed("Net Profit", gross - sum(spent.values(), _ZERO))


def _monthly(books: Books) -> Mapping[str, str]:
    overall = next((each for each in books["Budgets"].rows.values() if each["Type"] == "OVERALL"), None)
    found: Mapping[str, str] = {} if overall is None else overall["Monthly"]
    return found


def _of(books: Books, monthly: Mapping[str, str], kind: str) -> dict[str, Decimal]:
    """What is budgeted a month for the accounts of a kind, by their names."""
    found = {}
    for code, amount in monthly.items():
        account = books["Accounts"].find("code", fold(code))
        if account is None:
            continue
        is_cost = account["Type"] == _COSTS
        if (kind == _COSTS and is_cost) or (account["Class"] == kind and not is_cost):
            found[account["Name"]] = Decimal(amount)
    return found


def _printed(call: Call, books: Books, first: date, last: date, rows: list[Row]) -> Result:
    """The whole answer; the first of its titles is the budget's name."""
    report: Row = {
        "ReportName": "Budget Summary",
        "ReportType": "BudgetSummary",
        "ReportTitles": [
            "Overall Budget", "Budget Summary", books.organisation["Name"], f"{first:%B %Y} to {last:%B %Y}",
        ],
        "ReportDate": long_day(books.today()),
        "UpdatedDateUTC": call.now,
        "Fields": [],
        "Rows": rows,
    }  # fmt: skip
    return Result(wire.envelope("Reports", [encode(report)], now=call.now, provider=call.provider))


def _whole(call: Call, name: str, otherwise: int, known: range | tuple[int, ...]) -> int:
    text = call.query.get(name, str(otherwise))
    if not text.isdecimal() or int(text) not in known:
        words = "a whole number from 1 to 12" if isinstance(known, range) else "1, 3 or 12"
        raise bad_argument(f"The {name} parameter must be {words}")
    return int(text)
