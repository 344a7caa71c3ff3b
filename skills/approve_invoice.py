"""Approve an invoice or bill."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.documents.preflight import APPROVED, preflight, refuse_incomplete, state_of
from atom_xero_plugin.accounting.documents.transitions import move, refuse_unless
from atom_xero_plugin.accounting.inputs import InvoiceName
from atom_xero_plugin.accounting.invoice_emails import contact_of, refuse_approving_and_sending, then_email
from atom_xero_plugin.accounting.kinds.invoices import InvoiceResult, invoice_view, stored_invoice
from atom_xero_plugin.accounting.resolve.documents import one_invoice
from atom_xero_plugin.accounting.warnings import refuse_closed
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.invoices import Invoice


class Input(Struct, forbid_unknown_fields=True):
    """What approve_invoice takes."""

    invoice: InvoiceName
    email: Annotated[
        bool,
        Meta(
            description="True e-mails it to the customer then; sales invoices alone.",
            extra=aliases.SENDING,
        ),
    ] = False


@skill(
    effect="write",
    scopes=["accounting.invoices"],
    undo="void_invoice",
    examples=[
        Example("Approve the draft invoice INV-0156", {"invoice": "INV-0156"}),
        Example("Approve INV-0156 and send it to the customer", {"invoice": "INV-0156", "email": True}),
    ],
)
async def approve_invoice(ctx: Context, input: Input) -> Proposal:
    """Approve a draft Xero invoice or Xero bill, so that it counts in the books and awaits payment.

    A person approves first; without email nothing is sent. void_invoice undoes it while nothing is paid on it.
    """
    invoice = await one_invoice(ctx.xero, input.invoice)
    stored = stored_invoice(ctx, invoice)
    if input.email:
        refuse_approving_and_sending(invoice)
    refuse_unless(stored, "approved")
    refuse_incomplete(stored)
    refuse_closed(ctx.organisation, stored.record.date or ctx.today, what=f"The {stored.label}")
    total = stored.record.total
    plan = move(
        stored,
        "approved",
        summary=f"Approve the {stored.label} over {stored.record.currency_code} {total}.",
        warnings=(await preflight(state_of(stored), APPROVED)).warnings,
        shows="PAID" if total == 0 else None,
    )
    if not input.email:
        return plan
    sent = bool(invoice.sent_to_contact)
    return await then_email(ctx, plan, contact_id=contact_of(invoice), label=f"approve the {stored.label}", sent=sent)


@approve_invoice.verified
def approved(ctx: Context, *invoices: Invoice) -> InvoiceResult:
    """The invoice as Xero has it now."""
    return InvoiceResult(invoice_view(ctx, invoices[-1]))
