"""Reverse a payment."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.documents.inputs import snapshot
from atom_xero_plugin.accounting.kinds.payment_steps import reversing
from atom_xero_plugin.accounting.kinds.payments import PaymentName, PaymentResult, payment_view, reversed_view
from atom_xero_plugin.accounting.resolve.documents import one_payment
from atom_xero_plugin.accounting.warnings import day_warnings
from atom_xero_plugin.core.errors import Conflict
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.proposal import PlanWarning, Proposal
from atom_xero_plugin.xero.records.payments import Payment


class Input(Struct, forbid_unknown_fields=True):
    """What reverse_payment takes."""

    payment: PaymentName


@skill(
    effect="destructive",
    scopes=["accounting.payments", "accounting.invoices.read"],
    examples=[Example("Undo the payment of invoice INV-0001", {"payment": "INV-0001"})],
)
async def reverse_payment(ctx: Context, input: Input) -> Proposal:
    """Reverse a payment of a Xero invoice or Xero bill, so that it awaits payment again.

    A person approves first. It moves no money and sends nothing. record_payment undoes it.
    """
    payment = await one_payment(ctx.xero, input.payment)
    _refuse(payment)
    shown = payment_view(ctx, payment)
    before, after = snapshot(shown), snapshot(reversed_view(shown))
    number = payment.invoice.invoice_number if payment.invoice else None
    of = f" of {in_sentence(number)}" if number else ""
    return Proposal(
        summary=f"Reverse the payment{of} of {shown.amount} from {payment.date}.",
        party=shown.invoice.contact.name if shown.invoice and shown.invoice.contact else None,
        amount=shown.amount,
        steps=[reversing(payment)],
        before=before,
        after=after,
        warnings=_warnings(ctx, payment),
    )


@reverse_payment.verified
def reversed_(ctx: Context, payment: Payment) -> PaymentResult:
    """The payment as Xero has it now."""
    return PaymentResult(payment_view(ctx, payment))


def _refuse(payment: Payment) -> None:
    if payment.status == "DELETED":
        raise Conflict("The payment is reversed already.", hint="Nothing needs to be done.")
    if payment.in_batch:
        raise Conflict(
            "The payment is part of a batch, so Xero does not let it be reversed alone.",
            hint=f"delete_batch_payment deletes the whole batch {payment.batch_id or ''}".rstrip() + ".",
        )


def _warnings(ctx: Context, payment: Payment) -> list[PlanWarning]:
    found = day_warnings(ctx.organisation, payment.date or ctx.today, ctx.today, what="The payment")
    if payment.is_reconciled:
        found.append(PlanWarning("reconciled", "It is matched with the bank; the statement line will be open again."))
    return found
