"""Delete a quote."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.documents.transitions import move, refuse_unless
from atom_xero_plugin.accounting.kinds.quotes import DOCUMENT, QuoteName, QuoteResult, quote_view
from atom_xero_plugin.accounting.resolve.documents import one_document
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.quotes import Quote


class Input(Struct, forbid_unknown_fields=True):
    """What delete_quote takes."""

    quote: QuoteName


@skill(
    effect="destructive",
    scopes=["accounting.invoices"],
    examples=[Example("Delete quote QU-0005", {"quote": "QU-0005"})],
)
async def delete_quote(ctx: Context, input: Input) -> Proposal:
    """Delete a Xero quote, whatever its status. This cannot be undone.

    A person approves first; nothing is sent.
    """
    stored = await one_document(ctx, DOCUMENT, input.quote)
    refuse_unless(stored, "deleted")
    return move(stored, "deleted", summary=f"Delete the {stored.label} over {stored.totals.total}. This is final.")


@delete_quote.verified
def deleted(ctx: Context, quote: Quote) -> QuoteResult:
    """The quote as Xero has it now."""
    return QuoteResult(quote_view(ctx, quote))
