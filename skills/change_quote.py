"""Change a quote."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from msgspec import Meta

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.documents.change import propose_change
from atom_xero_plugin.accounting.documents.change_inputs import OfferChanges
from atom_xero_plugin.accounting.kinds import quotes
from atom_xero_plugin.accounting.resolve.documents import one_document
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.quotes import Quote


class Input(OfferChanges, forbid_unknown_fields=True, kw_only=True):
    """What change_quote takes."""

    quote: quotes.QuoteName
    number: Annotated[quotes.Number, Meta(description="New number.")] | None = None
    reference: quotes.Reference | None = None
    title: quotes.Title | None = None
    summary: quotes.Summary | None = None
    terms: quotes.Terms | None = None


@skill(
    effect="write",
    scopes=["accounting.invoices", "accounting.contacts.read", "accounting.settings.read"],
    undo="change_quote",
    examples=[Example("Quote QU-0005 holds until the end of July", {"quote": "QU-0005", "expiry_date": "2026-07-31"})],
)
async def change_quote(ctx: Context, input: Input) -> Proposal:
    """Change a Xero quote that is a draft or sent: only the fields and lines given change.

    A person approves first; nothing is sent. show_quote lists lines with their ids. One that the customer answered
    takes no change.
    """
    return await propose_change(quotes.DOCUMENT, input, partial(one_document, ctx, quotes.DOCUMENT, input.quote))


@change_quote.verified
def changed(ctx: Context, quote: Quote) -> quotes.QuoteResult:
    """The quote as Xero has it now."""
    return quotes.QuoteResult(quotes.quote_view(ctx, quote))
