"""Show one invoice or bill."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.assumed import Assumptions, assumed
from atom_xero_plugin.accounting.inputs import InvoiceName
from atom_xero_plugin.accounting.kinds.invoices import InvoiceView, invoice_view
from atom_xero_plugin.accounting.resolve.documents import likely_invoice
from atom_xero_plugin.xero.records.invoice_emails import EMAILED, online_address
from atom_xero_plugin.xero.records.invoices import Kind


class Input(Struct, forbid_unknown_fields=True):
    """What show_invoice takes."""

    invoice: InvoiceName
    kind: Annotated[Kind | None, Meta(description="Distinguishes a sales invoice from a bill of the same number.")] = (
        None
    )
    online_url: Annotated[
        bool, Meta(description="Whether to show the address where the customer sees it; sales invoices, approved.")
    ] = False


class Output(Struct, omit_defaults=True):
    """What show_invoice answers."""

    invoice: Annotated[InvoiceView, Meta(description="The sales invoice or bill.")]
    assumed: Assumptions = []
    online_url: Annotated[
        str | None, Meta(description="Where the customer sees it and may pay it; whoever has the address can.")
    ] = None


@skill(
    effect="read",
    scopes=["accounting.invoices.read"],
    examples=[Example("Show me invoice INV-0001", {"invoice": "INV-0001"})],
)
async def show_invoice(ctx: Context, input: Input) -> Output:
    """Show one Xero invoice or Xero bill: lines, tax, payments, credits, what is due, its page."""
    invoice, exact = await likely_invoice(ctx.xero, input.invoice, kind=input.kind)
    name = invoice.invoice_number or invoice.reference
    taken = assumed("invoice", input.invoice, invoice.invoice_id, name, exact=exact)
    asked = input.online_url and not invoice.is_bill and invoice.status in EMAILED
    return Output(
        invoice_view(ctx, invoice), taken, await online_address(ctx.xero, invoice.invoice_id) if asked else None
    )
