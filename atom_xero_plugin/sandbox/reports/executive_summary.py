"""GET Reports/ExecutiveSummary: the month of a date next to the month before.

The formulas were found by working out the figures of the example in OpenAPI 16.1.0, getReportExecutiveSummary: days are
those of the month, a return is a year's, a ratio without a divisor is empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, NamedTuple

from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.postings import LIVE, in_base
from atom_xero_plugin.sandbox.books.table import Row
from atom_xero_plugin.sandbox.reports.layout import day_of, header, month_end, printed, row, section, sums
from atom_xero_plugin.sandbox.reports.profit_and_loss import COSTS, EXPENSES, INCOME, OTHER_INCOME

ZERO: Final = Decimal("0.00")
_YEAR: Final = 12
_CURRENT_ASSETS: Final = ("BANK", "CURRENT", "INVENTORY", "PREPAYMENT")
_TERM_ASSETS: Final = ("FIXED", "NONCURRENT")
_CURRENT_OWED: Final = ("CURRLIAB", "PAYGLIABILITY", "WAGESPAYABLELIABILITY", "SUPERANNUATIONLIABILITY", "PAYG")
_TERM_OWED: Final = ("TERMLIAB", "LIABILITY")
Figures = dict[str, Decimal | str]
_NONE: Final = ""


class _Month(NamedTuple):
    """What was booked in a month, and what stood at its end: debits positive, by account."""

    books: Books
    last: date
    moved: dict[str, Decimal]
    standing: dict[str, Decimal]

    def sum(self, types: Sequence[str], *, standing: bool = False) -> Decimal:
        """What the accounts of these types came to."""
        accounts, amounts = self.books["Accounts"].rows, self.standing if standing else self.moved
        return sum((amount for key, amount in amounts.items() if accounts[key]["Type"] in types), ZERO)

    def system(self, kind: str) -> Decimal:
        """What a system account stood at."""
        found = self.books["Accounts"].find("system", kind)
        return self.standing.get(found["AccountID"], ZERO) if found is not None else ZERO


def executive_summary(books: Books, call: Call) -> Result:
    """Cash, profit, position and ratios of a month."""
    last = month_end(day_of(call, "date", books.today()))
    months = [last, last.replace(day=1) - timedelta(days=1)]
    columns = [_figures(books, each) for each in months]
    head = header("", *(f"{each:%b %Y}" for each in months), "Variance")
    rows = [
        section(title, [_line(name, [column[name] for column in columns]) for name in names])
        for title, names in _SECTIONS.items()
    ]
    subtitle = f"For the month of {last:%B %Y}"
    return printed(call, books, "ExecutiveSummary", "Executive Summary", subtitle, [head, *rows])


_PERCENT: Final = frozenset({"Gross profit margin", "Net profit margin", "Return on investment (p.a.)"})
_PLAIN: Final = frozenset({
    "Number of invoices issued", "Average debtors days", "Average creditors days", "Current assets to liabilities",
    "Term assets to liabilities",
})  # fmt: skip
"""Figures that are no amounts: they come with all their digits."""
_SECTIONS: Final = {
    "Cash": ("Cash received", "Cash spent", "Cash surplus (deficit)", "Closing bank balance"),
    "Profitability": (
        "Income", "Direct costs", "Gross profit (loss)", "Other Income", "Expenses", "Profit (loss)",
    ),
    "Balance Sheet": ("Debtors", "Creditors", "Net assets"),
    "Income": ("Number of invoices issued", "Average value of invoices"),
    "Performance": ("Gross profit margin", "Net profit margin", "Return on investment (p.a.)"),
    "Position": (
        "Average debtors days", "Average creditors days", "Short term cash forecast", "Current assets to liabilities",
        "Term assets to liabilities",
    ),
}  # fmt: skip


def _figures(books: Books, last: date) -> Figures:
    month = _Month(books, last, sums(books, last.replace(day=1), last), sums(books, None, last))
    income, costs = -month.sum(INCOME), month.sum(COSTS)
    other, expenses = -month.sum(OTHER_INCOME), month.sum(EXPENSES)
    gross = income - costs
    profit = gross + other - expenses
    debtors, creditors = month.system("DEBTORS"), -month.system("CREDITORS")
    assets = month.sum((*_CURRENT_ASSETS, *_TERM_ASSETS), standing=True)
    net_assets = assets + month.sum((*_CURRENT_OWED, *_TERM_OWED), standing=True)
    received, spent = _cash(month)
    issued = [
        in_base(each, each["SubTotal"])
        for each in books["Invoices"].rows.values()
        if each["Type"] == "ACCREC" and each["Status"] in LIVE and last.replace(day=1) <= each["Date"] <= last
    ]
    owed = [-month.sum(types, standing=True) for types in (_CURRENT_OWED, _TERM_OWED)]
    return {
        "Cash received": received,
        "Cash spent": spent,
        "Cash surplus (deficit)": received - spent,
        "Closing bank balance": month.sum(("BANK",), standing=True),
        "Income": income,
        "Direct costs": costs,
        "Gross profit (loss)": gross,
        "Other Income": other,
        "Expenses": expenses,
        "Profit (loss)": profit,
        "Debtors": debtors,
        "Creditors": creditors,
        "Net assets": net_assets,
        "Number of invoices issued": Decimal(len(issued)),
        "Average value of invoices": sum(issued, ZERO) / len(issued) if issued else ZERO,
        "Gross profit margin": _ratio(gross, income),
        "Net profit margin": _ratio(profit, income),
        "Return on investment (p.a.)": _ratio(profit * _YEAR, net_assets),
        "Average debtors days": _ratio(debtors * last.day, income, otherwise=Decimal(0)),
        "Average creditors days": _ratio(creditors * last.day, costs + expenses, otherwise=Decimal(0)),
        "Short term cash forecast": debtors - creditors,
        "Current assets to liabilities": _ratio(month.sum(_CURRENT_ASSETS, standing=True), owed[0]),
        "Term assets to liabilities": _ratio(month.sum(_TERM_ASSETS, standing=True), owed[1]),
    }


def _cash(month: _Month) -> tuple[Decimal, Decimal]:
    """What came to and went from all bank accounts in the month."""
    banks = {each["AccountID"] for each in month.books["Accounts"].rows.values() if each["Type"] == "BANK"}
    first = month.last.replace(day=1)
    moved = [p.amount for p in month.books.ledger.postings() if p.account_id in banks and first <= p.date <= month.last]
    return sum((each for each in moved if each > 0), ZERO), -sum((each for each in moved if each < 0), ZERO)


def _ratio(amount: Decimal, of: Decimal, *, otherwise: Decimal | str = _NONE) -> Decimal | str:
    return amount / of if of else otherwise


def _line(name: str, values: Sequence[Decimal | str]) -> Row:
    return row(name, [*(_shown(name, value) for value in values), _variance(*values)])


def _shown(name: str, value: Decimal | str) -> Decimal | str:
    if isinstance(value, str):
        return value
    return f"{value:.1%}" if name in _PERCENT else str(value) if name in _PLAIN else value


def _variance(now: Decimal | str, before: Decimal | str) -> str:
    """The change in per cent of what was; nothing, where nothing was."""
    if isinstance(now, str) or isinstance(before, str) or not before:
        return "0.0%"
    return f"{(now - before) / abs(before):.1%}"
