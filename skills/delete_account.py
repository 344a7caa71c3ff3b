"""Delete an account."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.inputs import AccountName
from atom_xero_plugin.accounting.kinds.account_inputs import AccountDetails, account_details
from atom_xero_plugin.accounting.kinds.account_plans import propose_deleting
from atom_xero_plugin.accounting.resolve.chart import chart
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.accounts import Account


class Input(Struct, forbid_unknown_fields=True):
    """What delete_account takes."""

    account: AccountName


class Output(Struct):
    """What delete_account answers."""

    account: Annotated[AccountDetails, Meta(description="The account as Xero had it last; it is gone.")]


@skill(
    effect="destructive",
    scopes=["accounting.settings"],
    examples=[Example("Delete the account 473, we never used it", {"account": "473"})],
)
async def delete_account(ctx: Context, input: Input) -> Proposal:
    """Delete a Xero account on which nothing was ever booked, of any type; Xero deletes no other.

    A person approves first. It cannot be brought back: archive_account hides one that was used.
    """
    return await propose_deleting(ctx, (await chart(ctx.xero)).one(input.account, path="/account"))


@delete_account.verified
def deleted(ctx: Context, account: Account) -> Output:
    """The account as it was."""
    return Output(account_details(ctx, account))
