"""Show one quote."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.assumed import Assumptions, assumed
from atom_xero_plugin.accounting.kinds.quotes import DOCUMENT, QuoteName, QuoteView, quote_view
from atom_xero_plugin.accounting.resolve.documents import likely_document


class Input(Struct, forbid_unknown_fields=True):
    """What show_quote takes."""

    quote: QuoteName


class Output(Struct, omit_defaults=True):
    """What show_quote answers."""

    quote: Annotated[QuoteView, Meta(description="The quote.")]
    assumed: Assumptions = []


@skill(
    effect="read",
    scopes=["accounting.invoices.read"],
    examples=[Example("Show me quote QU-0003", {"quote": "QU-0003"})],
)
async def show_quote(ctx: Context, input: Input) -> Output:
    """Show one Xero quote: its lines with their ids, tax, terms, status, until when it holds, its page."""
    stored, exact = await likely_document(ctx, DOCUMENT, input.quote)
    taken = assumed("quote", input.quote, stored.id, stored.number, exact=exact)
    return Output(quote_view(ctx, stored.record), taken)
