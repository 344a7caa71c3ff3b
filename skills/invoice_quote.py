"""Make an invoice of a quote."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.documents.conversion import propose_like, then_move
from atom_xero_plugin.accounting.documents.transitions import refuse_unless
from atom_xero_plugin.accounting.inputs import one_line, sane_day
from atom_xero_plugin.accounting.kinds.invoices import SALES_INVOICE, InvoiceView, invoice_view
from atom_xero_plugin.accounting.kinds.quotes import DOCUMENT, QuoteName, QuoteView, invoice_reference, quote_view
from atom_xero_plugin.accounting.resolve.documents import one_document, refuse_existing_invoice
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.invoices import Invoice
from atom_xero_plugin.xero.records.quotes import Quote


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What invoice_quote takes."""

    quote: QuoteName
    invoice_number: (
        Annotated[
            str,
            Meta(
                description="Left out, Xero gives the next number.", min_length=1, max_length=255, extra=also("number")
            ),
        ]
        | None
    ) = None
    date: Annotated[
        dt.date | None, Meta(description="Day of issue, YYYY-MM-DD; today if left out.", extra=aliases.ISSUE_DATE)
    ] = None
    due_date: Annotated[
        dt.date | None,
        Meta(description="Day it is due, YYYY-MM-DD; by payment terms if left out.", extra=aliases.DUE_DATE),
    ] = None


class Output(Struct):
    """What invoice_quote answers."""

    invoice: Annotated[InvoiceView, Meta(description="The new draft invoice.")]
    quote: Annotated[QuoteView, Meta(description="The quote, invoiced.")]


@skill(
    effect="write",
    scopes=["accounting.invoices", "accounting.contacts.read", "accounting.settings.read"],
    undo="void_invoice",
    examples=[Example("Invoice the quote QU-0002 that they accepted", {"quote": "QU-0002"})],
)
async def invoice_quote(ctx: Context, input: Input) -> Proposal:
    """Make a draft Xero invoice of an accepted Xero quote, and mark the quote as invoiced.

    The invoice has the quote's lines, and its reference names the quote. A person approves both as one plan; nothing is
    sent. void_invoice deletes the invoice; send_quote opens the quote again.
    """
    number = one_line(input.invoice_number, "/invoice_number")
    sane_day(input.date, "/date")
    sane_day(input.due_date, "/due_date")
    stored = await one_document(ctx, DOCUMENT, input.quote)
    refuse_unless(stored, "invoiced")
    reference = invoice_reference(stored)
    await refuse_existing_invoice(stored, reference)
    texts = {"reference": reference}
    invoice = await propose_like(stored, SALES_INVOICE, day=input.date, due=input.due_date, number=number, texts=texts)
    total = invoice.totals and invoice.totals.total
    summary = f"Create a draft invoice over {total} of the {stored.label}, and mark the quote as invoiced."
    return then_move(invoice, stored, "invoiced", summary=summary)


@invoice_quote.verified
def invoiced(ctx: Context, invoice: Invoice, quote: Quote) -> Output:
    """Both as Xero has them now."""
    return Output(invoice_view(ctx, invoice), quote_view(ctx, quote))
