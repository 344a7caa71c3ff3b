"""Copy an invoice or bill."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.documents.change_inputs import NewContact
from atom_xero_plugin.accounting.documents.conversion import propose_copy
from atom_xero_plugin.accounting.documents.inputs import IssueDate
from atom_xero_plugin.accounting.inputs import InvoiceName, one_line, sane_day
from atom_xero_plugin.accounting.kinds.invoices import InvoiceResult, invoice_view, stored_invoice
from atom_xero_plugin.accounting.resolve.documents import one_invoice
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.invoices import Invoice


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What copy_invoice takes."""

    invoice: InvoiceName
    contact: NewContact = None
    date: IssueDate = None
    due_date: Annotated[
        dt.date | None,
        Meta(description="Day it is due, YYYY-MM-DD; by payment terms if left out.", extra=aliases.DUE_DATE),
    ] = None
    number: (
        Annotated[
            str,
            Meta(
                description="Number of the copy; left out, a sales invoice gets the next one and a bill none.",
                min_length=1,
                max_length=255,
                extra=also("new_number"),
            ),
        ]
        | None
    ) = None


@skill(
    effect="write",
    scopes=["accounting.invoices", "accounting.contacts.read", "accounting.settings.read"],
    undo="void_invoice",
    examples=[Example("Invoice them the same as in INV-0151 again", {"invoice": "INV-0151"})],
)
async def copy_invoice(ctx: Context, input: Input) -> Proposal:
    """Copy a Xero invoice or Xero bill, whatever its status, to a new draft: lines, reference and currency.

    For the same contact or another; no files and no payments. A person approves first; nothing is sent. void_invoice
    undoes it.
    """
    number = one_line(input.number, "/number")
    sane_day(input.date, "/date")
    sane_day(input.due_date, "/due_date")
    stored = stored_invoice(ctx, await one_invoice(ctx.xero, input.invoice))
    return await propose_copy(stored, contact=input.contact, day=input.date, due=input.due_date, number=number)


@copy_invoice.verified
def made(ctx: Context, invoice: Invoice) -> InvoiceResult:
    """The new invoice or bill as Xero has it now."""
    return InvoiceResult(invoice_view(ctx, invoice))
