"""Archive an account."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.inputs import AccountName
from atom_xero_plugin.accounting.kinds.account_inputs import AccountDetailsResult, account_details
from atom_xero_plugin.accounting.kinds.account_plans import propose_archiving
from atom_xero_plugin.accounting.resolve.chart import chart
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.accounts import Account


class Input(Struct, forbid_unknown_fields=True):
    """What archive_account takes."""

    account: AccountName


@skill(
    effect="destructive",
    scopes=["accounting.settings"],
    undo="restore_account",
    examples=[Example("Archive the account 420 Entertainment", {"account": "420"})],
)
async def archive_account(ctx: Context, input: Input) -> Proposal:
    """Archive a Xero account, of any type, so that no new line is booked on it; its history and reports stay.

    A person approves first. restore_account takes it into use again.
    """
    return await propose_archiving(ctx, (await chart(ctx.xero)).one(input.account, path="/account"))


@archive_account.verified
def archived(ctx: Context, account: Account) -> AccountDetailsResult:
    """The account as Xero has it now."""
    return AccountDetailsResult(account_details(ctx, account))
