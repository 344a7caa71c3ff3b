"""Delete a batch payment."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds.batch_payment_plans import propose_deleting
from atom_xero_plugin.accounting.kinds.batch_payments import BatchPaymentName, BatchPaymentResult, batch_payment_view
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.batch_payments import BatchPayment


class Input(Struct, forbid_unknown_fields=True):
    """What delete_batch_payment takes."""

    batch_payment: BatchPaymentName


@skill(
    effect="destructive",
    scopes=["accounting.payments", "accounting.invoices.read", "accounting.settings.read"],
    undo="create_batch_payment",
    examples=[Example("Undo that batch of bills", {"batch_payment": "aca69097-dbe2-436c-8841-68bb4b9299b5"})],
)
async def delete_batch_payment(ctx: Context, input: Input) -> Proposal:
    """Delete a Xero batch payment with all its payments: its bills or sales invoices await payment again.

    A person approves first. It moves no money. create_batch_payment undoes it.
    """
    return await propose_deleting(ctx, input.batch_payment)


@delete_batch_payment.verified
def deleted(ctx: Context, record: BatchPayment) -> BatchPaymentResult:
    """The batch payment as Xero has it now."""
    return BatchPaymentResult(batch_payment_view(ctx, record))
