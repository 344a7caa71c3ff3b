"""Create a quote."""

from __future__ import annotations

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.documents.create import propose_document
from atom_xero_plugin.accounting.documents.inputs import OfferInput
from atom_xero_plugin.accounting.kinds import quotes
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.quotes import Quote


class Input(OfferInput, forbid_unknown_fields=True, kw_only=True):
    """What create_quote takes."""

    number: quotes.Number | None = None
    reference: quotes.Reference | None = None
    title: quotes.Title | None = None
    summary: quotes.Summary | None = None
    terms: quotes.Terms | None = None


POSTERS = {"description": "Posters", "quantity": "50", "unit_amount": "4.20", "account": "200"}


@skill(
    effect="write",
    scopes=["accounting.invoices", "accounting.contacts.read", "accounting.settings.read"],
    undo="delete_quote",
    examples=[
        Example("Quote Kauri Grove Cafe 50 posters at 4.20", {"contact": "Kauri Grove Cafe", "lines": [POSTERS]}),
    ],
)
async def create_quote(ctx: Context, input: Input) -> Proposal:
    """Create a Xero quote for a customer, as a draft.

    A person approves the plan first: totals, tax, likely duplicates. Nothing is sent. delete_quote undoes it.
    """
    texts = {name: getattr(input, name) for name in ("reference", "title", "summary", "terms")}
    return await propose_document(ctx, quotes.DOCUMENT, input, number=input.number, **texts)


@create_quote.verified
def created(ctx: Context, quote: Quote) -> quotes.QuoteResult:
    """The quote as Xero has it now."""
    return quotes.QuoteResult(quotes.quote_view(ctx, quote))
