"""Show one bank transaction."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.bank_transaction_plans import one_transaction
from atom_xero_plugin.accounting.kinds.bank_transactions import (
    BankTransactionDetail,
    BankTransactionName,
    bank_transaction_detail,
)


class Input(Struct, forbid_unknown_fields=True):
    """What show_bank_transaction takes."""

    bank_transaction: BankTransactionName


class Output(Struct):
    """What show_bank_transaction answers."""

    bank_transaction: Annotated[BankTransactionDetail, Meta(description="The bank transaction.")]


@skill(
    effect="read",
    scopes=["accounting.banktransactions.read"],
    examples=[Example("Show me that bank transaction", {"bank_transaction": "12d2073a-c82c-4f53-9aed-dcddc3546052"})],
)
async def show_bank_transaction(ctx: Context, input: Input) -> Output:
    """Show one Xero bank transaction, money spent or received without an invoice: lines, tax, account, its page."""
    return Output(bank_transaction_detail(ctx, await one_transaction(ctx.xero, input.bank_transaction)))
