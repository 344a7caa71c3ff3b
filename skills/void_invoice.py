"""Void an invoice or bill."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.documents.transitions import move
from atom_xero_plugin.accounting.inputs import InvoiceName
from atom_xero_plugin.accounting.invoice_voids import refuse_unvoidable, void_warnings
from atom_xero_plugin.accounting.kinds.invoices import InvoiceResult, invoice_view, named, stored_invoice
from atom_xero_plugin.accounting.resolve.documents import one_invoice
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
    stored = stored_invoice(ctx, invoice)
    refuse_unvoidable(stored)
    approved = invoice.status == "AUTHORISED"
    how = "Void" if approved else "Delete (it was never approved)"
    return move(
        stored,
        "voided",
        summary=f"{how} the {named(invoice)} over {invoice.currency_code} {invoice.total}. This is final.",
        warnings=void_warnings(stored),
    )


@void_invoice.verified
def voided(ctx: Context, invoice: Invoice) -> InvoiceResult:
    """The invoice as Xero has it now."""
    return InvoiceResult(invoice_view(ctx, invoice))
