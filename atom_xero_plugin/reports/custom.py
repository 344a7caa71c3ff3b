"""A report whose rows people choose: accounts and groups of the profit and loss, added up and taken away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.inputs import invalid_argument
from atom_xero_plugin.accounting.resolve.chart import Chart
from atom_xero_plugin.catalogue.skill import OBVIOUS, also
from atom_xero_plugin.core.money import ZERO
from atom_xero_plugin.reports.ageing import amounts
from atom_xero_plugin.reports.spans import Unit
from atom_xero_plugin.reports.tables import Table, TableRow
from atom_xero_plugin.xero.records.accounts import Account

MOST_ROWS: Final = 60
_INCOME: Final = frozenset({"REVENUE", "SALES"})
_OTHER: Final = frozenset({"OTHERINCOME"})
_COST: Final = frozenset({"DIRECTCOSTS"})
GROUPS: Final = ("income", "other_income", "cost_of_sales", "expenses")
"""Words for all accounts of a kind; an account of the same name is meant by its code."""
_Name = Annotated[str, Meta(min_length=1, max_length=150)]


class CustomRow(Struct, forbid_unknown_fields=True):
    """One row: what it adds up, and what it takes away."""

    label: Annotated[str, Meta(description="What the row is called.", min_length=1, max_length=100)]
    accounts: Annotated[
        list[_Name],
        Meta(
            description="Codes or names of profit and loss accounts, or income, other_income, cost_of_sales, expenses "
            "for all of those.",
            min_length=1,
            max_length=100,
            extra=also("account codes add plus"),
        ),
    ]
    less: Annotated[
        list[_Name], Meta(description="What is taken away.", max_length=100, extra=also("minus subtract") | OBVIOUS)
    ] = []
    total: Annotated[bool, Meta(description="Show it as a sum.", extra=also("is_total bold") | OBVIOUS)] = False


class CustomDefinition(Struct, forbid_unknown_fields=True):
    """What is kept of a report: everything but its days."""

    rows: list[CustomRow]
    compare_by: Unit | None = None
    compare_periods: int | None = None
    cash_basis: bool = False
    tracking: list[str] = []


def custom_table(report: Table, rows: Sequence[CustomRow], chart: Chart, title: str) -> Table:
    """The chosen rows of a profit and loss. Raises NotFound, Ambiguous and InvalidArguments by the row's field."""
    count = len(report.columns)
    known = {
        row.account_id: [Decimal(value or 0) for value in row.values]
        for row in report.rows
        if row.account_id is not None
    }
    made = [_row(place, row, known, chart, count) for place, row in enumerate(rows)]
    return Table([title], report.columns, made)


def _row(place: int, row: CustomRow, known: Mapping[str, list[Decimal]], chart: Chart, count: int) -> TableRow:
    sums = [ZERO] * count
    for field, names, sign in (("accounts", row.accounts, 1), ("less", row.less, -1)):
        for number, name in enumerate(names):
            for account in accounts_of(name, chart, f"/rows/{place}/{field}/{number}"):
                for column, amount in enumerate(known.get(account.account_id, ())):
                    sums[column] += sign * amount
    return TableRow(row.label, amounts(sums), kind="total" if row.total is True else "row")


def accounts_of(name: str, chart: Chart, path: str) -> list[Account]:
    """The accounts that a name means: all of a group, or one of the profit and loss."""
    group = name.strip().casefold().replace(" ", "_")
    if group in GROUPS:
        return [each for each in chart.accounts if _group(each) == group]
    account = chart.one(name, path=path)
    if _group(account) is None:
        raise invalid_argument(path, "is an account of the balance sheet; a custom report is of the profit and loss")
    return [account]


def _group(account: Account) -> str | None:
    if account.type in _INCOME:
        return "income"
    if account.type in _OTHER:
        return "other_income"
    if account.type in _COST:
        return "cost_of_sales"
    return "expenses" if account.class_ == "EXPENSE" else "income" if account.class_ == "REVENUE" else None
