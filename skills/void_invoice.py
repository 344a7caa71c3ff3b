"""Void an invoice or bill."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.documents.transitions import move, refuse_unless
from atom_xero_plugin.accounting.inputs import InvoiceName
from atom_xero_plugin.accounting.kinds.invoices import InvoiceResult, invoice_view, named, stored_invoice
from atom_xero_plugin.accounting.resolve.documents import one_invoice
from atom_xero_plugin.accounting.warnings import day_warnings, refuse_closed
from atom_xero_plugin.core.errors import Conflict
from atom_xero_plugin.core.money import amount_or
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.invoices import Invoice


class Input(Struct, forbid_unknown_fields=True):
    """What void_invoice takes."""

    invoice: InvoiceName


@skill(
    effect="destructive",
    scopes=["accounting.invoices"],
    examples=[Example("Void invoice INV-0151", {"invoice": "INV-0151"})],
)
async def void_invoice(ctx: Context, input: Input) -> Proposal:
    """Void an approved Xero invoice or Xero bill, or delete a draft. This cannot be undone.

    A person approves first; nothing is sent. Refused while payments or credits are on it: reverse_payment
    first.
    """
    invoice = await one_invoice(ctx.xero, input.invoice)
    _refuse_settled(invoice)
    stored = stored_invoice(ctx, invoice)
    refuse_unless(stored, "voided")
    approved = invoice.status == "AUTHORISED"
    how = "Void" if approved else "Delete (it was never approved)"
    day = invoice.date or ctx.today
    if approved:
        refuse_closed(ctx.organisation, day, what=f"The {named(invoice)}")
    return move(
        stored,
        "voided",
        summary=f"{how} the {named(invoice)} over {invoice.currency_code} {invoice.total}. This is final.",
        warnings=day_warnings(ctx.organisation, day, ctx.today, what=f"The {named(invoice)}") if approved else [],
    )


@void_invoice.verified
def voided(ctx: Context, invoice: Invoice) -> InvoiceResult:
    """The invoice as Xero has it now."""
    return InvoiceResult(invoice_view(ctx, invoice))


def _refuse_settled(invoice: Invoice) -> None:
    payments = [each.payment_id for each in invoice.payments or ()]
    credited = amount_or(invoice.amount_credited) != 0 or bool(invoice.credit_notes)
    if payments or amount_or(invoice.amount_paid) != 0:
        listed = f" ({', '.join(str(each) for each in payments)})" if payments else ""
        raise Conflict(
            f"The {named(invoice)} has payments on it{listed}, so Xero does not let it be voided.",
            hint="Remove its payments first with reverse_payment, then try again.",
        )
    if credited:
        raise Conflict(
            f"Credits are set against the {named(invoice)}, so Xero does not let it be voided.",
            hint="Take them off first, with unallocate_credit_note, unallocate_prepayment or unallocate_overpayment.",
        )
