"""Show one bank account."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.assumed import Assumptions, assumed
from atom_xero_plugin.accounting.kinds.accounts import AccountView, account_view
from atom_xero_plugin.accounting.kinds.bank_account_inputs import BankAccountName
from atom_xero_plugin.accounting.kinds.bank_balances import WithBalance, balances_today
from atom_xero_plugin.accounting.recent_lists import chart_of
from atom_xero_plugin.accounting.resolve.chart import likely_bank_account


class Input(Struct, forbid_unknown_fields=True):
    """What show_bank_account takes."""

    account: BankAccountName
    with_balance: WithBalance = False


class Output(Struct, omit_defaults=True):
    """What show_bank_account answers."""

    account: Annotated[AccountView, Meta(description="The bank account.")]
    assumed: Assumptions = []


@skill(
    effect="read",
    scopes=["accounting.settings.read"],
    examples=[
        Example("Show me the bank account 090", {"account": "090"}),
        Example("How much is in our cheque account?", {"account": "090", "with_balance": True}),
    ],
)
async def show_bank_account(ctx: Context, input: Input) -> Output:
    """Show one Xero bank account or credit card: code, number, currency, balance, whether it is archived, its page."""
    account, exact = likely_bank_account(await chart_of(ctx), input.account)
    taken = assumed("account", input.account, account.account_id, account.name, exact=exact)
    balances = await balances_today(ctx) if input.with_balance else None
    return Output(account_view(ctx, account, balances), taken)
