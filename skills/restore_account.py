"""Restore an account."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.inputs import AccountName
from atom_xero_plugin.accounting.kinds.account_inputs import AccountDetailsResult, account_details
from atom_xero_plugin.accounting.kinds.account_plans import propose_restoring
from atom_xero_plugin.accounting.resolve.chart import chart
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.accounts import Account


class Input(Struct, forbid_unknown_fields=True):
    """What restore_account takes."""

    account: AccountName


@skill(
    effect="write",
    scopes=["accounting.settings"],
    undo="archive_account",
    examples=[Example("Take the archived account 437 into use again", {"account": "437"})],
)
async def restore_account(ctx: Context, input: Input) -> Proposal:
    """Restore an archived Xero account, of any type, so that lines can be booked on it again.

    A person approves first. archive_account archives it again.
    """
    return propose_restoring(ctx, (await chart(ctx.xero)).one(input.account, path="/account"))


@restore_account.verified
def restored(ctx: Context, account: Account) -> AccountDetailsResult:
    """The account as Xero has it now."""
    return AccountDetailsResult(account_details(ctx, account))
