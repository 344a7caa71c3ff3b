"""Delete a bank transfer."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.bank_transfers import (
    BankTransferName,
    BankTransferResult,
    bank_transfer_view,
    propose_deleting,
)
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.bank_transfers import BankTransfer


class Input(Struct, forbid_unknown_fields=True):
    """What delete_bank_transfer takes."""

    bank_transfer: BankTransferName


@skill(
    effect="destructive",
    scopes=["accounting.banktransactions"],
    undo="create_bank_transfer",
    examples=[Example("Delete that transfer", {"bank_transfer": "1f5e0aad-5536-4e50-8c41-89ccc8fc9b32"})],
)
async def delete_bank_transfer(ctx: Context, input: Input) -> Proposal:
    """Delete a Xero bank transfer with both its halves. create_bank_transfer records it again.

    A person approves first. It moves no money.
    """
    return await propose_deleting(ctx, input.bank_transfer)


@delete_bank_transfer.verified
def deleted(ctx: Context, record: BankTransfer) -> BankTransferResult:
    """The bank transfer as Xero has it now."""
    return BankTransferResult(bank_transfer_view(ctx, record))
