"""Delete a bank transaction."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.bank_transaction_plans import propose_deleting
from atom_xero_plugin.accounting.kinds.bank_transactions import (
    BankTransactionName,
    BankTransactionResult,
    bank_transaction_detail,
)
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.bank_transactions import BankTransaction


class Input(Struct, forbid_unknown_fields=True):
    """What reverse_bank_transaction takes."""

    bank_transaction: BankTransactionName


@skill(
    effect="destructive",
    scopes=["accounting.banktransactions"],
    examples=[Example("Delete that bank transaction", {"bank_transaction": "12d2073a-c82c-4f53-9aed-dcddc3546052"})],
)
async def reverse_bank_transaction(ctx: Context, input: Input) -> Proposal:
    """Delete money spent or received on a Xero bank account. This cannot be undone.

    A person approves first. A reconciled one, a prepayment and an overpayment stay: Xero does not let them go.
    """
    return await propose_deleting(ctx, input.bank_transaction)


@reverse_bank_transaction.verified
def reversed_(ctx: Context, record: BankTransaction) -> BankTransactionResult:
    """The bank transaction as Xero has it now."""
    return BankTransactionResult(bank_transaction_detail(ctx, record))
