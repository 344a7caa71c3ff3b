"""`/Budgets`: figures a month and account; read only. A list leaves the figures out.

Source: developer.xero.com, Budgets: without dates three months, the one before today's to the one after; 24 at most.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from random import Random
from typing import Final

from atom_xero_plugin.sandbox.api import listing
from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.error_responses import bad_argument
from atom_xero_plugin.sandbox.api.kind import Kind, ListRules
from atom_xero_plugin.sandbox.api.request_body import NoSuchRecord
from atom_xero_plugin.sandbox.api.resource import Resource
from atom_xero_plugin.sandbox.api.where_fields import record_type
from atom_xero_plugin.sandbox.books import json_values
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.table import Row, fold
from atom_xero_plugin.sandbox.resources.outcomes import answer

MOST_MONTHS: Final = 24
_MONTHLY: Final = {"200": "12000.00", "400": "800.00", "469": "2450.00", "477": "5150.00"}
_YEAR: Final = 12


def _demo(books: Books, _random: Random) -> None:
    books["Budgets"].put({"BudgetID": books.new_id(), "Type": "OVERALL", "Description": "Overall Budget",
                          "Tracking": [], "Monthly": dict(_MONTHLY)})  # fmt: skip


def get(books: Books, call: Call) -> Result:
    """Every budget, or one with its figures."""
    if call.identity is None:
        return listing.answer(books, call, KIND)
    row = books["Budgets"].get(call.identity)
    if row is None or call.rest:
        raise NoSuchRecord(call.identity)
    months = list(_months(*_span(books, call)))
    if len(months) > MOST_MONTHS:
        raise bad_argument("The period between DateFrom and DateTo is longer than 24 months.")  # not verified
    lines = [line for code, amount in row["Monthly"].items() if (line := _line(books, code, amount, months))]
    return answer(call, "Budgets", [json_values.encode({**_show(books, row, "list"), "BudgetLines": lines})])


def _span(books: Books, call: Call) -> tuple[date, date]:
    today = books.today()
    try:
        first = date.fromisoformat(call.query.get("datefrom") or _shifted(today, -1).isoformat())
        last = date.fromisoformat(call.query.get("dateto") or _shifted(today, 1).isoformat())
    except ValueError:
        raise bad_argument("Supplied parameter 'DateFrom' cannot be parsed.") from None
    return first, last


def _shifted(day: date, months: int) -> date:
    place = day.year * _YEAR + day.month - 1 + months
    return date(place // _YEAR, place % _YEAR + 1, 1)


def _months(first: date, last: date) -> Iterator[date]:
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = _shifted(month, 1)


def _line(books: Books, code: str, amount: str, months: list[date]) -> Row | None:
    account = books["Accounts"].find("code", fold(code))
    if account is None:
        return None
    balances = [{"Period": f"{month:%Y-%m}", "Amount": Decimal(amount), "Notes": ""} for month in months]
    return {"AccountID": account["AccountID"], "AccountCode": code, "BudgetBalances": balances}


def _show(_books: Books, row: Row, _form: str) -> Row:
    return {name: value for name, value in row.items() if name != "Monthly"}


KIND: Final = Kind(
    plural="Budgets",
    id_field="BudgetID",
    type=record_type("Budget", Guid="BudgetID", String="Type Description", DateTime="UpdatedDateUTC"),
    lists=ListRules(where=False, ids=True),
    show=_show,
    demo=_demo,
)
ROUTES: Final = [Resource(path="Budgets", read_scopes=("accounting.budgets.read",), get=get)]
