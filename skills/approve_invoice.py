"""Approve an invoice or bill."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.documents.preflight import APPROVED, preflight, refuse_incomplete, state_of
from atom_xero_plugin.accounting.documents.transitions import move, refuse_unless
from atom_xero_plugin.accounting.inputs import InvoiceName
from atom_xero_plugin.accounting.kinds.invoices import InvoiceResult, invoice_view, stored_invoice
from atom_xero_plugin.accounting.resolve.documents import one_invoice
from atom_xero_plugin.accounting.warnings import refuse_closed
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.invoices import Invoice


class Input(Struct, forbid_unknown_fields=True):
    """What approve_invoice takes."""

    invoice: InvoiceName


@skill(
    effect="write",
    scopes=["accounting.invoices"],
    undo="void_invoice",
    examples=[Example("Approve the draft invoice INV-0156", {"invoice": "INV-0156"})],
)
async def approve_invoice(ctx: Context, input: Input) -> Proposal:
    """Approve a draft Xero invoice or Xero bill, so that it counts in the books and awaits payment.

    A person approves first; nothing is sent. void_invoice undoes it while nothing is paid on it.
    """
    stored = stored_invoice(ctx, await one_invoice(ctx.xero, input.invoice))
    refuse_unless(stored, "approved")
    refuse_incomplete(stored)
    refuse_closed(ctx.organisation, stored.record.date or ctx.today, what=f"The {stored.label}")
    total = stored.record.total
    return move(
        stored,
        "approved",
        summary=f"Approve the {stored.label} over {stored.record.currency_code} {total}.",
        warnings=(await preflight(state_of(stored), APPROVED)).warnings,
        shows="PAID" if total == 0 else None,
    )


@approve_invoice.verified
def approved(ctx: Context, invoice: Invoice) -> InvoiceResult:
    """The invoice as Xero has it now."""
    return InvoiceResult(invoice_view(ctx, invoice))
