"""List imported statements."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.inputs import AccountName, Limit
from atom_xero_plugin.accounting.kinds.accounts import AccountRef, account_ref
from atom_xero_plugin.accounting.recent_lists import chart_of
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.reconciliation.imported_lines import ImportedStatement
from atom_xero_plugin.reconciliation.imported_of_accounts import ImportedOfAccount, imported_of_accounts
from atom_xero_plugin.xero.records.accounts import Account


class Input(Struct, forbid_unknown_fields=True):
    """What list_statements takes."""

    account: Annotated[AccountName | None, Meta(description="Only of this bank account: code, name or id.")] = None
    limit: Limit = 20


class KeptStatement(Struct, omit_defaults=True):
    """A file whose lines were kept."""

    id: Annotated[str, Meta(description="Our id of it.")]
    account: Annotated[AccountRef, Meta(description="The bank account.")]
    name: Annotated[str, Meta(description="Name of the file.")]
    format: Annotated[str, Meta(description="Format of the file, such as ofx.")]
    first: Annotated[dt.date, Meta(description="Earliest day of a line.")]
    last: Annotated[dt.date, Meta(description="Latest day of a line.")]
    lines: Annotated[int, Meta(description="Lines that were new.")]
    imported_by: Annotated[str, Meta(description="Who kept it.")]
    imported_at: Annotated[dt.datetime, Meta(description="When, UTC.")]
    closing_balance: Annotated[Money | None, Meta(description="Balance at its end, if the file states it.")] = None


class Output(Struct):
    """What list_statements answers."""

    accounts: Annotated[list[ImportedOfAccount], Meta(description="Bank accounts of which lines were kept.")]
    items: Annotated[list[KeptStatement], Meta(description="The statements, the newest first.")]
    total: Annotated[int, Meta(description="How many there are in all.")]


@skill(
    effect="read",
    scopes=["accounting.settings.read"],
    examples=[Example("Which bank accounts have lines that wait?", {})],
)
async def list_statements(ctx: Context, input: Input) -> Output:
    """List bank statements kept of Xero bank accounts by read_statement, and how many lines of each account wait.

    Where lines stand is as suggest_matches last compared them with the books.
    """
    known = await chart_of(ctx)
    only = known.bank_account(input.account) if input.account is not None else None
    by_id = {each.account_id: each for each in known.accounts if only is None or each.account_id == only.account_id}
    accounts, statements = await imported_of_accounts(ctx, by_id)
    return Output(
        accounts=accounts,
        items=[_row(ctx, each, by_id[each.account_id]) for each in statements[: input.limit]],
        total=len(statements),
    )


def _row(ctx: Context, statement: ImportedStatement, account: Account) -> KeptStatement:
    balance: Decimal | None = statement.closing_balance
    currency = account.currency_code or ctx.organisation.base_currency
    return KeptStatement(
        id=statement.id,
        account=account_ref(account),
        name=statement.name,
        format=statement.format,
        first=dt.date.fromisoformat(statement.first_day),
        last=dt.date.fromisoformat(statement.last_day),
        lines=statement.lines,
        imported_by=statement.imported_by,
        imported_at=statement.imported_at,
        closing_balance=None if balance is None else Money.of(balance, currency),
    )
