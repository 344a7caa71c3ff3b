"""Show the transactions of an account."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.assumed import Assumptions, assumed
from atom_xero_plugin.accounting.inputs import (
    AccountName,
    Cursor,
    DatesField,
    Limit,
    PeriodField,
    invalid_argument,
    resolve_days,
)
from atom_xero_plugin.accounting.kinds.accounts import AccountRef, account_ref
from atom_xero_plugin.accounting.listing import begin, part_of
from atom_xero_plugin.accounting.resolve.chart import chart
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.reports.account_transactions import account_history
from atom_xero_plugin.reports.account_view import AccountRow, account_row


class Input(Struct, forbid_unknown_fields=True):
    """What show_account_transactions takes."""

    account: AccountName
    period: PeriodField = None
    dates: DatesField = None
    limit: Limit = 50
    cursor: Cursor = None


class Output(Struct, omit_defaults=True):
    """What show_account_transactions answers."""

    account: Annotated[AccountRef, Meta(description="The account.")]
    first: Annotated[dt.date, Meta(description="First day.")]
    last: Annotated[dt.date, Meta(description="Last day.")]
    opening_balance: Annotated[Money, Meta(description="By the trial balance before the first day; debits above zero.")]
    rows: Annotated[list[AccountRow], Meta(description="Debits and credits by day, in the same currency.")]
    closing_balance: Annotated[Money, Meta(description="After the last row of the period.")]
    trial_balance: Annotated[Money, Meta(description="By Xero's trial balance of the last day.")]
    difference: Annotated[Money, Meta(description="What no document explains; zero proves the rows.")]
    proven: Annotated[bool, Meta(description="Whether the difference is zero.")]
    built_from: Annotated[list[str], Meta(description="Xero's lists that the rows are worked out from.")]
    total: Annotated[int, Meta(description="How many rows there are in all.")]
    has_more: Annotated[bool, Meta(description="Whether there are more.")]
    next_cursor: Annotated[str | None, Meta(description="What to give as cursor for what follows.")] = None
    assumed: Assumptions = []


@skill(
    effect="read",
    scopes=[
        "accounting.invoices.read",
        "accounting.payments.read",
        "accounting.banktransactions.read",
        "accounting.manualjournals.read",
        "accounting.settings.read",
        "accounting.reports.trialbalance.read",
    ],
    examples=[Example("What went over the rent account this year?", {"account": "469", "period": "year_to_date"})],
)
async def show_account_transactions(ctx: Context, input: Input) -> Output:
    """Show each Xero transaction of one account with a running balance: its ledger; month to date if no days are given.

    Rebuilt from documents and proven against the trial balance; `difference` is what no document explains, such as
    older overpayments, the cost of stock sold, depreciation or pay runs.
    """
    days = resolve_days(input.period, input.dates, ctx.organisation, ctx.today, otherwise="month_to_date")
    if days is None:  # never: there is always a word
        raise invalid_argument("/period", "is required")
    begin(input.cursor, ctx.organisation.id, input)
    account, exact = (await chart(ctx.xero)).likely(input.account, path="/account")
    history = await account_history(ctx, account, days)

    async def read() -> list[AccountRow]:
        return [account_row(*each) for each in zip(history.postings, history.balances, strict=True)]

    rows, cursor, total = await part_of(ctx, input, read)
    currency = ctx.organisation.base_currency
    difference = history.trial_balance - history.closing
    return Output(
        account=account_ref(account),
        first=days.first,
        last=days.last,
        opening_balance=Money.of(history.opening, currency),
        rows=list(rows),
        closing_balance=Money.of(history.closing, currency),
        trial_balance=Money.of(history.trial_balance, currency),
        difference=Money.of(difference, currency),
        proven=difference == 0,
        built_from=history.sources,
        total=total,
        has_more=cursor is not None,
        next_cursor=cursor,
        assumed=assumed("account", input.account, account.account_id, account.name, exact=exact),
    )
