"""Change an invoice or bill."""

from __future__ import annotations

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.documents.change import propose_change
from atom_xero_plugin.accounting.documents.change_inputs import InvoiceChanges
from atom_xero_plugin.accounting.documents.document import StoredDocument
from atom_xero_plugin.accounting.kinds.invoices import SALES_INVOICE, InvoiceResult, invoice_view, stored_invoice
from atom_xero_plugin.accounting.resolve.documents import one_invoice
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.invoices import Invoice


class Input(InvoiceChanges, forbid_unknown_fields=True, kw_only=True):
    """What change_invoice takes."""


@skill(
    effect="write",
    scopes=["accounting.invoices", "accounting.contacts.read", "accounting.settings.read"],
    undo="change_invoice",
    examples=[
        Example("Draft INV-0156 is due at the end of July and carries PO 4711",
                {"invoice": "INV-0156", "due_date": "2026-07-31", "reference": "PO 4711"}),
        Example("Add an hour of travel at 90 to draft INV-0156",
                {"invoice": "INV-0156",
                 "add_lines": [{"description": "Travel", "unit_amount": "90.00", "account": "200"}]}),
    ],
)  # fmt: skip
async def change_invoice(ctx: Context, input: Input) -> Proposal:
    """Change a Xero invoice or Xero bill: only the fields and lines given change.

    A person approves first; nothing is sent. show_invoice lists lines with their ids. Once something is paid or
    credited, amounts, tax and issue date stay. A paid, voided or deleted one takes no change.
    """

    async def find() -> StoredDocument:
        return stored_invoice(ctx, await one_invoice(ctx.xero, input.invoice))

    return await propose_change(SALES_INVOICE, input, find)


@change_invoice.verified
def changed(ctx: Context, invoice: Invoice) -> InvoiceResult:
    """The invoice as Xero has it now."""
    return InvoiceResult(invoice_view(ctx, invoice))
