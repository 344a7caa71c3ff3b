"""Mark a quote as declined."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.documents.transitions import move, refuse_unless
from atom_xero_plugin.accounting.kinds.quotes import DOCUMENT, QuoteName, QuoteResult, quote_view
from atom_xero_plugin.accounting.resolve.documents import one_document
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.quotes import Quote


class Input(Struct, forbid_unknown_fields=True):
    """What decline_quote takes."""

    quote: QuoteName


@skill(
    effect="write",
    scopes=["accounting.invoices"],
    undo="send_quote",
    examples=[Example("The customer declined quote QU-0004", {"quote": "QU-0004"})],
)
async def decline_quote(ctx: Context, input: Input) -> Proposal:
    """Mark a Xero quote that was sent as declined by the customer.

    A person approves first; nothing is sent. send_quote undoes it.
    """
    stored = await one_document(ctx, DOCUMENT, input.quote)
    refuse_unless(stored, "declined")
    return move(stored, "declined", summary=f"Mark the {stored.label} over {stored.totals.total} as declined.")


@decline_quote.verified
def declined(ctx: Context, quote: Quote) -> QuoteResult:
    """The quote as Xero has it now."""
    return QuoteResult(quote_view(ctx, quote))
