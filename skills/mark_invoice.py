"""Mark a sales invoice as sent."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.documents.inputs import snapshot
from atom_xero_plugin.accounting.inputs import InvoiceName
from atom_xero_plugin.accounting.kinds.invoices import (
    InvoiceResult,
    invoice_row,
    invoice_view,
    named,
    status_of,
    stored_invoice,
)
from atom_xero_plugin.accounting.resolve.documents import one_invoice
from atom_xero_plugin.core.errors import Conflict
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.invoices import Invoice


class Input(Struct, forbid_unknown_fields=True):
    """What mark_invoice takes."""

    invoice: InvoiceName


@skill(
    effect="write",
    scopes=["accounting.invoices"],
    examples=[Example("I posted INV-0153 by letter, mark it as sent", {"invoice": "INV-0153"})],
)
async def mark_invoice(ctx: Context, input: Input) -> Proposal:
    """Mark a Xero invoice as sent to the customer; nothing is e-mailed, email_invoice does that.

    A person approves first. Approved sales invoices alone, as long as they are not paid. It cannot be undone here.
    """
    invoice = await one_invoice(ctx.xero, input.invoice, kind="sales")
    if invoice.sent_to_contact:
        raise Conflict(f"The {named(invoice)} is marked as sent already.", hint="Nothing needs to be done.")
    if invoice.status != "AUTHORISED":
        hint = "Approve it first with approve_invoice." if invoice.status in {"DRAFT", "SUBMITTED"} else "It is final."
        raise Conflict(f"The {named(invoice)} is {status_of(invoice)}; it cannot be marked as sent.", hint=hint)
    shown = snapshot(invoice_row(ctx, invoice))
    return Proposal(
        summary=f"Mark the {named(invoice)} as sent; nothing is e-mailed.",
        steps=[stored_invoice(ctx, invoice).update({"SentToContact": True}, {"SentToContact": str(True)})],
        before={**shown, "sent": False},
        after={**shown, "sent": True},
        party=invoice.contact.name if invoice.contact else None,
    )


@mark_invoice.verified
def marked(ctx: Context, invoice: Invoice) -> InvoiceResult:
    """The invoice as Xero has it now."""
    return InvoiceResult(invoice_view(ctx, invoice))
