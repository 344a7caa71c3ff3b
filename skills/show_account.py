"""Show one account."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.assumed import Assumptions, assumed
from atom_xero_plugin.accounting.inputs import AccountName
from atom_xero_plugin.accounting.kinds.account_inputs import AccountDetails, account_details
from atom_xero_plugin.accounting.resolve.chart import chart


class Input(Struct, forbid_unknown_fields=True):
    """What show_account takes."""

    account: AccountName


class Output(Struct, omit_defaults=True):
    """What show_account answers."""

    account: Annotated[AccountDetails, Meta(description="The account.")]
    assumed: Assumptions = []


@skill(
    effect="read",
    scopes=["accounting.settings.read"],
    examples=[Example("What is account 200 set up as?", {"account": "200"})],
)
async def show_account(ctx: Context, input: Input) -> Output:
    """Show one account of the Xero chart of accounts: type, default tax rate, description, whether it takes payments.

    Its balance is in show_report.
    """
    account, exact = (await chart(ctx.xero)).likely(input.account, path="/account")
    taken = assumed("account", input.account, account.account_id, account.name, exact=exact)
    return Output(account_details(ctx, account), taken)
