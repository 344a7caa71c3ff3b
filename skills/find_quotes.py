"""Find quotes."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.assumed import Assumptions, contact_assumed
from atom_xero_plugin.accounting.inputs import ContactName, Cursor, DatesField, Limit, PeriodField, resolve_days
from atom_xero_plugin.accounting.kinds.quotes import Number, QuoteRow, quote_row
from atom_xero_plugin.accounting.listing import answer_page
from atom_xero_plugin.accounting.resolve.contacts import likely_contact
from atom_xero_plugin.xero.records.quotes import QUOTES, Quote, QuoteFilter

Status = Literal["draft", "sent", "accepted", "declined", "invoiced", "deleted", "expired"]
_ORDERS: Final = {"newest": "Date DESC", "oldest": "Date ASC", "number": "QuoteNumber ASC"}


class Input(Struct, forbid_unknown_fields=True):
    """What find_quotes takes."""

    status: Annotated[
        Status | None,
        Meta(description="Left out, all but deleted; expired is sent and no longer valid.", extra=aliases.STATUS),
    ] = None
    contact: ContactName | None = None
    number: Annotated[Number, Meta(description="Part of the number.")] | None = None
    period: PeriodField = None
    dates: DatesField = None
    sort: Annotated[Literal["newest", "oldest", "number"], Meta(description="Order of the answer.")] = "newest"
    limit: Limit = 20
    cursor: Cursor = None


class Output(Struct, omit_defaults=True):
    """What find_quotes answers."""

    items: Annotated[list[QuoteRow], Meta(description="The quotes.")]
    has_more: Annotated[bool, Meta(description="Whether there may be more.")]
    next_cursor: Annotated[str | None, Meta(description="What to give as cursor for what follows.")]
    assumed: Assumptions = []


@skill(
    effect="read",
    scopes=["accounting.invoices.read", "accounting.contacts.read"],
    examples=[Example("Which quotes are with customers?", {"status": "sent"})],
)
async def find_quotes(ctx: Context, input: Input) -> Output:
    """Find each Xero quote by status (sent, accepted, expired), contact, number or day of issue."""
    days = resolve_days(input.period, input.dates, ctx.organisation, ctx.today)
    match = await likely_contact(ctx.xero, input.contact) if input.contact is not None else None
    expired = input.status == "expired"
    requested = QuoteFilter(
        status="SENT" if expired else input.status and input.status.upper(),
        contact_id=match.record.contact_id if match else None,
        number=input.number,
        date_from=days.first if days else None,
        date_to=days.last if days else None,
        expiry_to=ctx.today - timedelta(days=1) if expired else None,
    )

    def keep(quote: Quote) -> bool:
        return input.status is not None or quote.status != "DELETED"

    found, cursor = await answer_page(ctx, QUOTES, requested, input, order=_ORDERS[input.sort], keep=keep)
    taken = contact_assumed(input.contact, match)
    return Output([quote_row(ctx, each) for each in found], cursor is not None, cursor, taken)
