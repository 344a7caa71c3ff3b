"""Mark a quote as invoiced."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.documents.transitions import move, refuse_unless
from atom_xero_plugin.accounting.kinds.quotes import DOCUMENT, QuoteName, QuoteResult, quote_view
from atom_xero_plugin.accounting.resolve.documents import one_document
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.quotes import Quote


class Input(Struct, forbid_unknown_fields=True):
    """What mark_quote takes."""

    quote: QuoteName


@skill(
    effect="write",
    scopes=["accounting.invoices"],
    undo="send_quote",
    examples=[Example("The invoice for quote QU-0002 is in Xero already", {"quote": "QU-0002"})],
)
async def mark_quote(ctx: Context, input: Input) -> Proposal:
    """Mark an accepted Xero quote as invoiced, when its invoice is in Xero. It makes no invoice.

    invoice_quote makes the invoice and marks the quote. A person approves first; nothing is sent. send_quote opens it
    again.
    """
    stored = await one_document(ctx, DOCUMENT, input.quote)
    refuse_unless(stored, "invoiced")
    summary = f"Mark the {stored.label} over {stored.totals.total} as invoiced; no invoice is made."
    return move(stored, "invoiced", summary=summary)


@mark_quote.verified
def marked(ctx: Context, quote: Quote) -> QuoteResult:
    """The quote as Xero has it now."""
    return QuoteResult(quote_view(ctx, quote))
