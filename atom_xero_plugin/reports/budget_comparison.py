"""A budget next to the profit and loss of the same months: what was planned and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final, NamedTuple

from atom_xero_plugin.core.money import ZERO, amount_or, cents
from atom_xero_plugin.reports.ageing import amounts
from atom_xero_plugin.reports.tables import Table, TableRow
from atom_xero_plugin.xero.records.accounts import Account
from atom_xero_plugin.xero.records.budgets import Budget

HEADS: Final = ("actual", "budget", "variance", "variance %")
_HUNDRED: Final = Decimal(100)
_SECTIONS: Final = {
    "REVENUE": "Income", "SALES": "Income", "OTHERINCOME": "Other Income", "DIRECTCOSTS": "Less Cost of Sales",
}  # fmt: skip
_EXPENSES: Final = "Less Operating Expenses"
_INCOME: Final = frozenset({"REVENUE", "SALES", "OTHERINCOME"})


class _Figures(NamedTuple):
    actual: Decimal
    budget: Decimal

    def row(self, label: str, *, section: str | None, account_id: str | None = None, total: bool = False) -> TableRow:
        variance = self.actual - self.budget
        share = None if self.budget == 0 else f"{cents(variance * _HUNDRED / abs(self.budget)):f}"
        values = [*amounts([self.actual, self.budget, variance]), share]
        return TableRow(label, values, section=section, kind="total" if total else "row", account_id=account_id)


class BudgetComparison(NamedTuple):
    """The comparison, and its result by Xero's own report."""

    table: Table
    actual: Decimal
    budget: Decimal
    """Net profit as planned."""


def compared(report: Table, budget: Budget, accounts: Mapping[str, Account], title: str) -> BudgetComparison:
    """The budget next to a profit and loss of one column, section by section, as the report has them.

    An account without a budget, and one where nothing was booked, stands in it all the same.
    """
    planned = {
        line.account_id or "": sum((amount_or(each.amount) for each in line.budget_balances or ()), ZERO)
        for line in budget.budget_lines or ()
    }
    groups: dict[str, dict[str, tuple[str, _Figures]]] = {}
    section_of_type: dict[str, str] = {}
    for row in report.rows:
        if row.account_id is None or row.section is None:
            continue
        account = accounts.get(row.account_id)
        section_of_type.setdefault(account.type or "" if account else "", row.section)
        figures = _Figures(Decimal(row.values[0] or 0), planned.pop(row.account_id, ZERO))
        groups.setdefault(row.section, {})[row.account_id] = (row.label, figures)
    for account_id, amount in planned.items():
        account = accounts.get(account_id)
        kind = account.type or "" if account else ""
        section = section_of_type.get(kind) or _SECTIONS.get(kind, _EXPENSES)
        label = (account.name or account.code or account_id) if account else account_id
        groups.setdefault(section, {})[account_id] = (label, _Figures(ZERO, amount))
    rows = [row for section, members in groups.items() for row in _rows(section, members)]
    net = _net(groups, accounts)
    rows.append(net.row("Net Profit", section=None, total=True))
    return BudgetComparison(Table([title], list(HEADS), rows), net.actual, net.budget)


def _rows(section: str, members: Mapping[str, tuple[str, _Figures]]) -> Iterator[TableRow]:
    for account_id, (label, figures) in members.items():
        yield figures.row(label, section=section, account_id=account_id)
    whole = _added([figures for _, figures in members.values()])
    yield whole.row(f"Total {section.removeprefix('Less ')}", section=section, total=True)


def _net(groups: Mapping[str, Mapping[str, tuple[str, _Figures]]], accounts: Mapping[str, Account]) -> _Figures:
    """Income less everything else."""
    net = _Figures(ZERO, ZERO)
    for members in groups.values():
        for account_id, (_, figures) in members.items():
            account = accounts.get(account_id)
            sign = 1 if account is not None and account.type in _INCOME else -1
            net = _Figures(net.actual + sign * figures.actual, net.budget + sign * figures.budget)
    return net


def _added(figures: list[_Figures]) -> _Figures:
    return _Figures(sum((each.actual for each in figures), ZERO), sum((each.budget for each in figures), ZERO))
