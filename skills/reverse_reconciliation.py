"""Reverse a reconciliation."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.core.errors import FieldError, InvalidArguments
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.reconciliation.result import ReconciliationResult, reconciliation_result
from atom_xero_plugin.reconciliation.undo import propose_taking_back
from atom_xero_plugin.xero.decoding.base import XeroRecord
from atom_xero_plugin.xero.where_clause import checked_text

PaymentName = Annotated[
    str,
    Meta(description="Id; or number of an invoice with one payment.", min_length=1, max_length=255),
]
TransactionId = Annotated[
    str,
    Meta(description="Id.", pattern="^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"),
]


class Input(Struct, forbid_unknown_fields=True):
    """What reverse_reconciliation takes."""

    payments: Annotated[
        list[PaymentName],
        Meta(
            description="Payments to reverse: ids, or numbers of invoices with one payment.",
            max_length=100,
            extra=also("payment payment_ids payment_id"),
        ),
    ] = []
    bank_transactions: Annotated[
        list[TransactionId],
        Meta(
            description="Ids of bank transactions to delete.",
            max_length=100,
            extra=also("transactions bank_transaction transaction_ids"),
        ),
    ] = []
    bank_transfers: Annotated[
        list[TransactionId],
        Meta(
            description="Ids of bank transfers to delete, with both halves.",
            max_length=100,
            extra=also("transfers bank_transfer transfer_ids"),
        ),
    ] = []


@skill(
    effect="destructive",
    scopes=["accounting.payments", "accounting.banktransactions", "accounting.invoices.read"],
    examples=[Example("Undo what was recorded from the bank statement", {"payments": ["INV-0001", "INV-0002"]})],
)
async def reverse_reconciliation(ctx: Context, input: Input) -> Proposal:
    """Undo what reconcile_statement recorded in Xero: reverse payments, delete bank transactions and transfers.

    A person approves the plan first. What Xero does not let go (reconciled transactions, batch payments) stays and is
    named.
    """
    if not input.payments and not input.bank_transactions and not input.bank_transfers:
        message = "needs payments, bank_transactions or bank_transfers"
        raise InvalidArguments(f"It {message}.", fields=[FieldError("", message)])
    for number, name in enumerate(input.payments):
        checked_text(name, f"/payments/{number}")
    return await propose_taking_back(ctx, input.payments, input.bank_transactions, input.bank_transfers)


@reverse_reconciliation.verified
def reversed_(ctx: Context, *records: XeroRecord) -> ReconciliationResult:
    """The records as Xero has them now."""
    return reconciliation_result(
        ctx, records, "Bank lines in Xero that were matched with these records are open again."
    )
