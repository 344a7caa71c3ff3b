"""Archive or delete a bank account."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.account_plans import propose_ending
from atom_xero_plugin.accounting.kinds.accounts import AccountView, account_view
from atom_xero_plugin.accounting.kinds.bank_account_inputs import BankAccountName
from atom_xero_plugin.accounting.resolve.chart import chart
from atom_xero_plugin.catalogue.skill import OBVIOUS
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.accounts import Account


class Input(Struct, forbid_unknown_fields=True):
    """What archive_bank_account takes."""

    account: BankAccountName
    delete: Annotated[
        bool,
        Meta(description="True deletes one that was never used; one that was is archived all the same.", extra=OBVIOUS),
    ] = False


class Output(Struct):
    """What archive_bank_account answers."""

    account: Annotated[AccountView, Meta(description="The bank account as Xero has it now, or had it last.")]
    deleted: Annotated[bool, Meta(description="Whether it is gone for good; else it is archived.")]


@skill(
    effect="destructive",
    scopes=["accounting.settings", "accounting.banktransactions.read", "accounting.payments.read"],
    undo="change_bank_account",
    examples=[Example("Close the savings account 091", {"account": "091"})],
)
async def archive_bank_account(ctx: Context, input: Input) -> Proposal:
    """Archive a Xero bank account or credit card, so that nothing new is booked on it; its history stays.

    A person approves first. With delete, one never used is deleted for good. change_bank_account
    restores an archived one.
    """
    account = (await chart(ctx.xero)).bank_account(input.account)
    return await propose_ending(ctx, account, delete=input.delete)


@archive_bank_account.verified
def ended(ctx: Context, account: Account) -> Output:
    """The bank account as Xero has it now; one that is gone as it was."""
    return Output(account_view(ctx, account), deleted=account.status == "DELETED")
