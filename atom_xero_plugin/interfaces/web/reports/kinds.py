"""The reports there are: what each is called, which skill answers it, and what may be chosen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final, Literal

from msgspec import Struct

from atom_xero_plugin.core.periods import ONE_DAY, Period, month_end, shifted
from atom_xero_plugin.interfaces.web.reports.asked import Asked, Columns
from atom_xero_plugin.interfaces.web.reports.spans import whole_months

Usual = Callable[[date], Period]
_UNITS: Final = {1: "month", 3: "quarter", 12: "year"}
_MOST_COLUMNS: Final = 12


class ReportKind(Struct, frozen=True):
    """One report."""

    name: str
    """In its address."""
    title: str
    group: str
    words: str
    """What it answers, in one line."""
    skill: str
    arguments: Callable[[Asked], dict[str, Any]]
    usual: Usual
    of: Literal["range", "day"] = "range"
    columns: tuple[Columns, ...] = ()
    """What its columns may be; the first is usual."""
    basis: bool = False
    tracking: bool = False
    needs: Literal["contact", "account", "saved"] | None = None
    sides: bool = False


def months_back(count: int) -> Usual:
    """So many whole months, the last of them the present one."""
    return lambda today: Period(shifted(today.replace(day=1), 1 - count), month_end(today))


def _last_month(today: date) -> Period:
    last = today.replace(day=1) - ONE_DAY
    return Period(last.replace(day=1), last)


def _three_before(today: date) -> Period:
    last = today.replace(day=1) - ONE_DAY
    return Period(shifted(last.replace(day=1), -2), last)


def _today(today: date) -> Period:
    return Period(today, today)


def _ninety_days(today: date) -> Period:
    return Period(date.fromordinal(today.toordinal() - 89), today)


def _dates(asked: Asked) -> dict[str, str]:
    return {"from": asked.days.first.isoformat(), "to": asked.days.last.isoformat()}


def _profit_and_loss(asked: Asked) -> dict[str, Any]:
    """Months of a span that consists of them, the span alone, or next to the one before or a year before."""
    given: dict[str, Any] = {"report": "profit_and_loss", "dates": _dates(asked), "cash_basis": asked.cash}
    months = whole_months(asked.days)
    if asked.tracking:
        given["tracking"] = list(asked.tracking)
    if asked.columns == "month" and 1 < months <= _MOST_COLUMNS:
        given["compare_by"] = "month"
    elif asked.columns == "year":
        given |= {"compare_by": "year", "compare_periods": 1}
    elif asked.columns == "before":
        given |= {"compare_by": _UNITS.get(months, "month"), "compare_periods": 1}
    return given


def _of_day(report: str) -> Callable[[Asked], dict[str, Any]]:
    def arguments(asked: Asked) -> dict[str, Any]:
        given: dict[str, Any] = {
            "report": report,
            "dates": {"to": asked.days.last.isoformat()},
            "cash_basis": asked.cash,
        }
        if report == "balance_sheet" and asked.columns != "total":
            by, count = ("year", 1) if asked.columns == "year" else ("month", 5)
            given |= {"compare_by": by, "compare_periods": count}
        return given

    return arguments


def _aged(side: str) -> Callable[[Asked], dict[str, Any]]:
    return lambda asked: {"side": side, "as_of": asked.days.last.isoformat(), "age_by": asked.age_by}


CUSTOM: Final = "custom"
"""The report whose rows people chose; saved ones are listed by their names."""
_MONEY, _OWED, _BOOKS = "Profit and position", "Owed and owing", "Accounts and tax"
KINDS: Final = {
    each.name: each
    for each in (
        ReportKind("profit-and-loss", "Profit and loss", _MONEY, "What was earned and spent, and what is left of it.",
                   "show_report", _profit_and_loss, months_back(6), columns=("month", "total", "before", "year"),
                   basis=True, tracking=True),
        ReportKind("balance-sheet", "Balance sheet", _MONEY, "What is owned and owed on a day.",
                   "show_report", _of_day("balance_sheet"), _today, of="day", columns=("total", "month", "year"),
                   basis=True),
        ReportKind("cash-flow", "Cash flow", _MONEY, "Money in and out of the bank, by what it was for.",
                   "show_cash_flow", lambda a: {"dates": _dates(a), "by_month": a.columns == "month"}, months_back(6),
                   columns=("month", "total")),
        ReportKind("budget", "Budget against actual", _MONEY, "What was planned, next to what came of it.",
                   "show_budget_comparison", lambda a: {"dates": _dates(a)}, _last_month),
        ReportKind("executive-summary", "Executive summary", _MONEY, "A month in ratios, next to the month before.",
                   "show_executive_summary", lambda a: {"month": a.days.last.isoformat()}, _last_month),
        ReportKind("aged-receivables", "Aged receivables", _OWED, "Who owes us, how much and for how long.",
                   "show_aged_balances", _aged("receivables"), _today, of="day"),
        ReportKind("aged-payables", "Aged payables", _OWED, "Whom we owe, how much and for how long.",
                   "show_aged_balances", _aged("payables"), _today, of="day"),
        ReportKind("statement-of-account", "Statement of account", _OWED,
                   "What one contact owed, was charged and paid, and still owes.", "show_statement_of_account",
                   lambda a: {"contact": a.contact, "side": a.side, "dates": _dates(a)}, _ninety_days,
                   needs="contact", sides=True),
        ReportKind("bank-summary", "Bank summary", _BOOKS, "Each bank account: before, in, out, after.",
                   "show_report", lambda a: {"report": "bank_summary", "dates": _dates(a)}, months_back(1)),
        ReportKind("trial-balance", "Trial balance", _BOOKS, "Every account's debit or credit on a day.",
                   "show_report", _of_day("trial_balance"), _today, of="day", basis=True),
        ReportKind("account-transactions", "Account transactions", _BOOKS, "Each debit and credit of one account.",
                   "show_account_transactions", lambda a: {"account": a.account, "dates": _dates(a), "limit": 100},
                   months_back(1), needs="account"),
        ReportKind(CUSTOM, "Saved report", _BOOKS, "Rows of your own choice from the profit and loss.",
                   "show_custom_report", lambda a: {"saved": a.saved, "dates": _dates(a)}, _last_month,
                   needs="saved"),
        ReportKind("tax-summary", "Tax summary", _BOOKS, "Sales tax by rate, and what is to pay.",
                   "show_tax_summary", lambda a: {"dates": _dates(a)}, _three_before),
    )
}  # fmt: skip
GROUPS: Final = (_MONEY, _OWED, _BOOKS)
