"""Where the money is: in the bank, owed by customers and owed to suppliers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin.core.errors import UnexpectedAnswer
from atom_xero_plugin.core.money import ZERO, Money
from atom_xero_plugin.reports.open_balances import OpenItem
from atom_xero_plugin.reports.tables import table_of
from atom_xero_plugin.xero import reports
from atom_xero_plugin.xero.client import XeroClient


class BankBalance(Struct):
    """What a bank account holds."""

    account: Annotated[str, Meta(description="Name of the bank account.")]
    balance: Annotated[Money, Meta(description="Balance in the books, which a statement may not show yet.")]
    id: Annotated[str | None, Meta(description="Xero's id of the account.")]


class OwedSum(Struct):
    """What is owed on one side."""

    total: Annotated[Money, Meta(description="All that is owed.")]
    overdue: Annotated[Money, Meta(description="Of that, what was due before the day.")]
    due_in_7_days: Annotated[Money, Meta(description="Of that, what is due on the day or within 7 days.")]
    due_in_30_days: Annotated[Money, Meta(description="Of that, what is due on the day or within 30 days.")]
    documents: Annotated[int, Meta(description="How many documents.")]


async def bank_balances(xero: XeroClient, day: date, currency: str) -> list[BankBalance]:
    """Each bank account's balance at the end of a day, in the organisation's currency.

    Scope accounting.reports.banksummary.read. Raises UnexpectedAnswer for an account without an amount.
    """
    table = table_of(await reports.bank_summary(xero, from_date=day, to_date=day))
    found = []
    for row in table.rows:
        if row.kind == "row" and row.account_id is not None:
            if row.values[-1] is None:
                raise UnexpectedAnswer(f"Xero gives no closing balance of the bank account {row.label}.")
            found.append(BankBalance(row.label, Money.of(Decimal(row.values[-1]), currency), row.account_id))
    return found


def owed(items: Sequence[OpenItem], day: date, currency: str) -> OwedSum:
    """What documents come to, by when they are due; one without a due date is due on its own day."""

    def within(first: date, last: date) -> Money:
        due = (each for each in items if first <= (each.due or each.day) <= last)
        return Money.of(sum((each.base for each in due), ZERO), currency)

    return OwedSum(
        total=within(date.min, date.max),
        overdue=within(date.min, day - timedelta(days=1)),
        due_in_7_days=within(day, day + timedelta(days=7)),
        due_in_30_days=within(day, day + timedelta(days=30)),
        documents=len(items),
    )
