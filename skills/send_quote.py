"""Mark a quote as sent."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.documents.transitions import move, refuse_unless
from atom_xero_plugin.accounting.kinds.quotes import DOCUMENT, QuoteName, QuoteResult, quote_view
from atom_xero_plugin.accounting.resolve.documents import one_document
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.quotes import Quote


class Input(Struct, forbid_unknown_fields=True):
    """What send_quote takes."""

    quote: QuoteName


@skill(
    effect="write",
    scopes=["accounting.invoices"],
    examples=[Example("Quote QU-0005 went to the customer", {"quote": "QU-0005"})],
)
async def send_quote(ctx: Context, input: Input) -> Proposal:
    """Mark a Xero quote as sent, so that it can be accepted or declined; or one that was answered, as open again.

    A person approves first. Xero e-mails nothing: send it to the customer yourself, or from Xero.
    """
    stored = await one_document(ctx, DOCUMENT, input.quote)
    refuse_unless(stored, "sent")
    summary = f"Mark the {stored.label} over {stored.totals.total} as sent; nothing is e-mailed."
    return move(stored, "sent", summary=summary)


@send_quote.verified
def sent(ctx: Context, quote: Quote) -> QuoteResult:
    """The quote as Xero has it now."""
    return QuoteResult(quote_view(ctx, quote))
