"""What bank accounts hold by the books: one report gives the balances of all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Final

from msgspec import Meta

from atom_xero_plugin.accounting.movements import movement_of
from atom_xero_plugin.accounting.recent_reads import RecentReads
from atom_xero_plugin.accounting.scopes import require
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.catalogue.skill import OBVIOUS, also
from atom_xero_plugin.core.money import ZERO
from atom_xero_plugin.xero.decoding.base import XeroRecord
from atom_xero_plugin.xero.reports import bank_summary

BALANCES: Final = also("balance balances with_balances include_balance") | OBVIOUS
WithBalance = Annotated[bool, Meta(description="What it holds today by the books, too.", extra=BALANCES)]
_MADE_OF: Final = ("Payments", "BankTransactions", "BankTransfers", "BatchPayments")
SCOPE: Final = "accounting.reports.banksummary.read"


async def balances_today(ctx: Context) -> Mapping[str, Decimal]:
    """The closing balance of each bank account by its id, in the organisation's own currency; one request.

    Where a reading of a short while ago will do, what plans recorded since is added to it. Raises ScopeMissing where
    the connection was not given the report.
    """
    require(ctx, SCOPE)

    def carry(balances: Mapping[str, Decimal], made: Sequence[XeroRecord]) -> Mapping[str, Decimal] | None:
        return _with_recorded(balances, made, ctx.today)

    found = await ctx.services.get(RecentReads).get(
        (ctx.organisation.id, "balances", ctx.today.isoformat()), lambda: _read(ctx), lists=_MADE_OF, carry=carry
    )
    return found.value


def _with_recorded(
    balances: Mapping[str, Decimal], made: Sequence[XeroRecord], today: date
) -> Mapping[str, Decimal] | None:
    """The balances with payments and bank transactions up to today; None where one has a rate, or is another record."""
    found = dict(balances)
    for each in made:
        moved = movement_of(each)
        if moved is None or moved.day is None or moved.in_foreign_currency:
            return None
        if moved.day <= today:
            found[moved.account_id.lower()] = found.get(moved.account_id.lower(), ZERO) + moved.amount
    return found


async def _read(ctx: Context) -> Mapping[str, Decimal]:
    """Xero names the account on cells as `accountID` or `account`; the last cell is the closing balance."""
    report = await bank_summary(ctx.xero, from_date=ctx.today, to_date=ctx.today)
    found: dict[str, Decimal] = {}
    for row in report.walk():
        cells = row.cells or []
        named = (each.attribute("accountID") or each.attribute("account") for each in cells)
        account = next((each for each in named if each), None)
        amount = cells[-1].amount if cells else None
        if account is not None and amount is not None:
            found[account.lower()] = amount
    return found
