"""Show what an account held at the end of each day."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.assumed import Assumptions, assumed
from atom_xero_plugin.accounting.inputs import AccountName, DatesField, PeriodField, invalid_argument, resolve_days
from atom_xero_plugin.accounting.kinds.accounts import AccountRef, account_ref
from atom_xero_plugin.accounting.resolve.chart import chart
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.reports.account_transactions import account_history
from atom_xero_plugin.reports.daily_balances import DayBalance, by_day


class Input(Struct, forbid_unknown_fields=True):
    """What show_daily_balances takes."""

    account: AccountName
    period: PeriodField = None
    dates: DatesField = None


class Output(Struct, omit_defaults=True):
    """What show_daily_balances answers."""

    account: Annotated[AccountRef, Meta(description="The account.")]
    first: Annotated[dt.date, Meta(description="First day.")]
    last: Annotated[dt.date, Meta(description="Last day.")]
    opening_balance: Annotated[Money, Meta(description="Before the first day; a debit balance is above zero.")]
    days: Annotated[list[DayBalance], Meta(description="Days with a transaction, in order; between them none.")]
    closing_balance: Annotated[Money, Meta(description="At the end of the last day.")]
    proven: Annotated[bool, Meta(description="Whether that is what Xero's trial balance says.")]
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
    examples=[Example("How low was the cheque account in the last 90 days?",
                      {"account": "090", "period": "last_90_days"})],
)  # fmt: skip
async def show_daily_balances(ctx: Context, input: Input) -> Output:
    """Show the Xero balance of one account, such as a bank account, at the end of each day: its line over time.

    Rebuilt from documents and compared with the trial balance; last 30 days if no days are given.
    """
    days = resolve_days(input.period, input.dates, ctx.organisation, ctx.today, otherwise="last_30_days")
    if days is None:  # never: there is always a word
        raise invalid_argument("/period", "is required")
    account, exact = (await chart(ctx.xero)).likely(input.account, path="/account")
    history = await account_history(ctx, account, days)
    currency = ctx.organisation.base_currency
    return Output(
        account=account_ref(account),
        first=days.first,
        last=days.last,
        opening_balance=Money.of(history.opening, currency),
        days=by_day(history),
        closing_balance=Money.of(history.closing, currency),
        proven=history.closing == history.trial_balance,
        assumed=assumed("account", input.account, account.account_id, account.name, exact=exact),
    )
