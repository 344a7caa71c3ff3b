"""Show one bank transfer."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.bank_transfers import (
    BankTransferName,
    BankTransferView,
    bank_transfer_view,
    one_transfer,
)


class Input(Struct, forbid_unknown_fields=True):
    """What show_bank_transfer takes."""

    bank_transfer: BankTransferName


class Output(Struct):
    """What show_bank_transfer answers."""

    bank_transfer: Annotated[BankTransferView, Meta(description="The bank transfer.")]


@skill(
    effect="read",
    scopes=["accounting.banktransactions.read"],
    examples=[Example("Show me that transfer", {"bank_transfer": "1f5e0aad-5536-4e50-8c41-89ccc8fc9b32"})],
)
async def show_bank_transfer(ctx: Context, input: Input) -> Output:
    """Show one Xero bank transfer: both accounts, amount, day, whether each half is reconciled."""
    return Output(bank_transfer_view(ctx, await one_transfer(ctx.xero, input.bank_transfer)))
