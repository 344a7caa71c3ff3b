"""Find credit notes."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.assumed import Assumptions, contact_assumed
from atom_xero_plugin.accounting.documents.document import GONE
from atom_xero_plugin.accounting.inputs import ContactName, Cursor, DatesField, Limit, PeriodField, resolve_days
from atom_xero_plugin.accounting.kinds.credit_notes import CreditNoteRow, KindField, Number, credit_note_row
from atom_xero_plugin.accounting.kinds.credits import CREDIT_STATUSES
from atom_xero_plugin.accounting.listing import begin, collect, cursor_to
from atom_xero_plugin.accounting.resolve.contacts import likely_contact
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.pages import Page
from atom_xero_plugin.xero.records.credit_notes import CREDIT_NOTES, CreditNote, CreditNoteFilter

Status = Literal["draft", "awaiting_approval", "approved", "used", "voided", "deleted"]
_XERO: Final = {word: status for status, word in CREDIT_STATUSES.items()}
_ORDERS: Final = {"newest": "Date DESC", "oldest": "Date ASC"}


class Input(Struct, forbid_unknown_fields=True):
    """What find_credit_notes takes."""

    kind: KindField | None = None
    status: Annotated[
        Status | None,
        Meta(
            description="Left out, all but voided and deleted. approved has something left; used has nothing.",
            extra=aliases.STATUS,
        ),
    ] = None
    contact: ContactName | None = None
    number: Annotated[Number, Meta(description="Its number, whole.")] | None = None
    period: PeriodField = None
    dates: DatesField = None
    sort: Annotated[Literal["newest", "oldest"], Meta(description="Order of the answer.")] = "newest"
    limit: Limit = 20
    cursor: Cursor = None


class Output(Struct, omit_defaults=True):
    """What find_credit_notes answers."""

    items: Annotated[list[CreditNoteRow], Meta(description="The credit notes.")]
    has_more: Annotated[bool, Meta(description="Whether there may be more.")]
    next_cursor: Annotated[str | None, Meta(description="What to give as cursor for what follows.")]
    assumed: Assumptions = []


@skill(
    effect="read",
    scopes=["accounting.invoices.read", "accounting.contacts.read"],
    examples=[Example("Which customers have credit left?", {"kind": "customer", "status": "approved"})],
)
async def find_credit_notes(ctx: Context, input: Input) -> Output:
    """Find each Xero credit note, to customers and from suppliers, by status, contact, number or day; and what is left.

    Prepayments and overpayments are others.
    """
    start = begin(input.cursor, ctx.organisation.id, input)
    days = resolve_days(input.period, input.dates, ctx.organisation, ctx.today)
    match = await likely_contact(ctx.xero, input.contact) if input.contact is not None else None
    requested = CreditNoteFilter(
        kind=input.kind,
        status=_XERO[input.status] if input.status else None,
        contact_id=match.record.contact_id if match else None,
        number=input.number,
        date_from=days.first if days else None,
        date_to=days.last if days else None,
    )

    async def fetch(page: int) -> Page[CreditNote]:
        return await list_of(ctx.xero, CREDIT_NOTES, requested, page=page, order=_ORDERS[input.sort])

    named = input.status is not None or input.number is not None
    found = await collect(fetch, start, input.limit, lambda each: named or each.status not in GONE)
    return Output(
        items=[credit_note_row(ctx, each) for each in found.items],
        has_more=found.after is not None,
        next_cursor=cursor_to(found.after, ctx.organisation.id, input),
        assumed=contact_assumed(input.contact, match),
    )
