"""GET Reports/TrialBalance."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.table import Row
from atom_xero_plugin.sandbox.reports.balance_sheet import RESULT_CLASSES
from atom_xero_plugin.sandbox.reports.layout import day_of, header, long_day, printed, row, section, sums, year_start

_TITLES: Final = {
    "REVENUE": "Revenue", "EXPENSE": "Expenses", "ASSET": "Assets", "LIABILITY": "Liabilities", "EQUITY": "Equity",
}  # fmt: skip


def trial_balance(books: Books, call: Call) -> Result:
    """Every account's debit or credit: the month's, and the year's to the day."""
    day = day_of(call, "date", books.today())
    cash = call.flag("paymentsOnly")
    month = sums(books, day.replace(day=1), day, cash=cash)
    year = sums(books, year_start(books, day), day, cash=cash)
    ever = sums(books, None, day, cash=cash)
    to_date = {i: year.get(i, Decimal(0)) if _is_result(books, i) else ever[i] for i in ever}
    earlier = sum((ever[i] - to_date[i] for i in ever), Decimal("0.00"))
    rows = [header("Account", "Debit", "Credit", "YTD Debit", "YTD Credit")]
    for kind, title in _TITLES.items():
        lines = [_line(account, month, to_date) for account in _accounts(books, kind, to_date)]
        if kind == "EQUITY" and earlier:
            lines.append(row("Retained Earnings", (*_sides(Decimal(0)), *_sides(earlier))))
        if lines:
            rows.append(section(title, lines))
    columns = [_total(rows, column) for column in (1, 2, 3, 4)]
    rows.append(section("", [row("Total", columns, kind="SummaryRow")]))
    return printed(call, books, "TrialBalance", "Trial Balance", f"As at {long_day(day)}", rows)


def _is_result(books: Books, identity: str) -> bool:
    return books["Accounts"].rows[identity]["Class"] in RESULT_CLASSES


def _accounts(books: Books, kind: str, amounts: dict[str, Decimal]) -> list[Row]:
    mine = [a for a in books["Accounts"].rows.values() if a["Class"] == kind and amounts.get(a["AccountID"])]
    return sorted(mine, key=lambda account: account["Code"] or "")


def _line(account: Row, month: dict[str, Decimal], to_date: dict[str, Decimal]) -> Row:
    identity = account["AccountID"]
    title = f"{account['Name']} ({account['Code']})"
    amounts = (*_sides(month.get(identity, Decimal(0))), *_sides(to_date[identity]))
    return row(title, amounts, identity)


def _sides(amount: Decimal) -> tuple[Decimal | None, Decimal | None]:
    """Debit and credit: the one that is empty has no value."""
    if not amount:
        return None, None
    return (amount, None) if amount > 0 else (None, -amount)


def _total(rows: list[Row], column: int) -> Decimal:
    values = (line["Cells"][column]["Value"] for part in rows for line in part.get("Rows", ()))
    return sum((Decimal(value) for value in values if value), Decimal("0.00"))
