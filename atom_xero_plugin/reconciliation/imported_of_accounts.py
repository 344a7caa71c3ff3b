"""What was imported of each bank account: up to which day, with which balance, and how much of it waits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.kinds.accounts import AccountRef, account_ref
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.reconciliation.imported_lines import (
    ImportedLine,
    ImportedLines,
    ImportedStatement,
    newest_balance,
)
from atom_xero_plugin.reconciliation.review import STATES
from atom_xero_plugin.xero.records.accounts import Account


class ImportedOfAccount(Struct, omit_defaults=True):
    """The imported lines of one bank account."""

    account: Annotated[AccountRef, Meta(description="The bank account.")]
    last: Annotated[dt.date, Meta(description="Latest day of a line.")]
    imported_at: Annotated[dt.datetime, Meta(description="When a statement was last imported, UTC.")]
    to_do: Annotated[int, Meta(description="Lines that wait.")]
    sure: Annotated[int, Meta(description="Of those, lines whose match is sure.")]
    not_compared: Annotated[int, Meta(description="Of those, lines not compared with the books yet.")]
    money_in: Annotated[Money, Meta(description="Sum of the lines above zero that wait.")]
    money_out: Annotated[Money, Meta(description="Sum of those below zero, without sign.")]
    balance: Annotated[Money | None, Meta(description="Balance at the bank by the newest statement stating it.")] = None
    balance_day: Annotated[dt.date | None, Meta(description="The latest day of that statement.")] = None


async def imported_of_accounts(
    ctx: Context, accounts: Mapping[str, Account]
) -> tuple[list[ImportedOfAccount], list[ImportedStatement]]:
    """Of these accounts, by their id: those of which lines were imported, by name; and the files, the newest first."""
    kept = ctx.services.get(ImportedLines)
    statements = [each for each in await kept.statements(ctx.organisation.id) if each.account_id in accounts]
    lines = await kept.of_organisation(ctx.organisation.id)
    found = []
    for account_id in dict.fromkeys(each.account_id for each in statements):
        mine = [each for each in statements if each.account_id == account_id]
        found.append(_of_account(ctx, accounts[account_id], mine, lines.get(account_id, [])))
    return sorted(found, key=lambda each: (each.account.name or "", each.account.id)), statements


def _of_account(
    ctx: Context, account: Account, statements: Sequence[ImportedStatement], lines: Sequence[ImportedLine]
) -> ImportedOfAccount:
    currency = account.currency_code or ctx.organisation.base_currency
    waiting = [each for each in lines if not each.dismissed and (each.judged is None or each.judged in STATES["open"])]
    amounts = [each.line.amount for each in waiting]
    stating = newest_balance(statements)
    balance = stating.closing_balance if stating else None
    return ImportedOfAccount(
        account=account_ref(account),
        last=dt.date.fromisoformat(max(each.last_day for each in statements)),
        imported_at=statements[0].imported_at,
        to_do=len(waiting),
        sure=sum(1 for each in waiting if each.judged == "ready"),
        not_compared=sum(1 for each in waiting if each.judged is None),
        money_in=Money.of(sum((each for each in amounts if each > 0), Decimal(0)), currency),
        money_out=Money.of(-sum((each for each in amounts if each < 0), Decimal(0)), currency),
        balance=None if balance is None else Money.of(balance, currency),
        balance_day=dt.date.fromisoformat(stating.last_day) if stating else None,
    )
