"""Copy a quote."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.documents.change_inputs import NewContact
from atom_xero_plugin.accounting.documents.conversion import propose_copy
from atom_xero_plugin.accounting.documents.inputs import ExpiryDate, IssueDate
from atom_xero_plugin.accounting.inputs import one_line, sane_day
from atom_xero_plugin.accounting.kinds import quotes
from atom_xero_plugin.accounting.resolve.documents import one_document
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.quotes import Quote


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What copy_quote takes."""

    quote: quotes.QuoteName
    contact: NewContact = None
    date: IssueDate = None
    expiry_date: ExpiryDate = None
    number: quotes.Number | None = None


@skill(
    effect="write",
    scopes=["accounting.invoices", "accounting.contacts.read", "accounting.settings.read"],
    undo="delete_quote",
    examples=[Example("Make the same quote as QU-0001 again", {"quote": "QU-0001", "expiry_date": "2026-07-31"})],
)
async def copy_quote(ctx: Context, input: Input) -> Proposal:
    """Copy a Xero quote, whatever its status, to a new draft: lines, texts and currency.

    For the same contact or another.
    A person approves first; nothing is sent. delete_quote undoes it.
    """
    number = one_line(input.number, "/number")
    sane_day(input.date, "/date")
    sane_day(input.expiry_date, "/expiry_date")
    stored = await one_document(ctx, quotes.DOCUMENT, input.quote)
    return await propose_copy(stored, contact=input.contact, day=input.date, due=input.expiry_date, number=number)


@copy_quote.verified
def made(ctx: Context, quote: Quote) -> quotes.QuoteResult:
    """The new quote as Xero has it now."""
    return quotes.QuoteResult(quotes.quote_view(ctx, quote))
