"""What bank accounts hold by the books: one report gives the balances of all of them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Final

from msgspec import Meta

from atom_xero_plugin.accounting.scopes import require
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.catalogue.skill import OBVIOUS, also
from atom_xero_plugin.xero.reports import bank_summary

BALANCES: Final = also("balance balances with_balances include_balance") | OBVIOUS
WithBalance = Annotated[bool, Meta(description="What it holds today by the books, too.", extra=BALANCES)]
SCOPE: Final = "accounting.reports.banksummary.read"


async def balances_today(ctx: Context) -> Mapping[str, Decimal]:
    """The closing balance of each bank account by its id, in the organisation's own currency; one request.

    Xero names the account on cells as `accountID` or `account`; the last cell is the closing balance. Raises
    ScopeMissing where the connection was not given the report.
    """
    require(ctx, SCOPE)
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
