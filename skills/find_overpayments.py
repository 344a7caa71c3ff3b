"""Find overpayments."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.assumed import Assumptions, contact_assumed
from atom_xero_plugin.accounting.inputs import ContactName, Cursor, DatesField, Limit, PeriodField, resolve_days
from atom_xero_plugin.accounting.kinds.bank_credits import (
    TYPES,
    XERO_STATUS,
    BankCreditRow,
    Status,
    bank_credit_row,
)
from atom_xero_plugin.accounting.kinds.credit_notes import KindField
from atom_xero_plugin.accounting.listing import begin, collect, cursor_to
from atom_xero_plugin.accounting.resolve.contacts import likely_contact
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.pages import Page
from atom_xero_plugin.xero.records.overpayments import OVERPAYMENTS, Overpayment, OverpaymentFilter


class Input(Struct, forbid_unknown_fields=True):
    """What find_overpayments takes."""

    kind: KindField | None = None
    status: Annotated[
        Status | None,
        Meta(
            description="Left out, all but voided. approved has something left; used has nothing.", extra=aliases.STATUS
        ),
    ] = None
    contact: ContactName | None = None
    period: PeriodField = None
    dates: DatesField = None
    sort: Annotated[Literal["newest", "oldest"], Meta(description="Order of the answer.")] = "newest"
    limit: Limit = 20
    cursor: Cursor = None


class Output(Struct, omit_defaults=True):
    """What find_overpayments answers."""

    items: Annotated[list[BankCreditRow], Meta(description="The overpayments.")]
    has_more: Annotated[bool, Meta(description="Whether there may be more.")]
    next_cursor: Annotated[str | None, Meta(description="What to give as cursor for what follows.")]
    assumed: Assumptions = []


@skill(
    effect="read",
    scopes=["accounting.payments.read", "accounting.contacts.read"],
    examples=[Example("Which customers have paid too much?", {"kind": "customer", "status": "approved"})],
)
async def find_overpayments(ctx: Context, input: Input) -> Output:
    """Find each Xero overpayment, by status, contact or day: money paid above what was due, and what is left of it.

    Prepayments and credit notes are others.
    """
    start = begin(input.cursor, ctx.organisation.id, input)
    days = resolve_days(input.period, input.dates, ctx.organisation, ctx.today)
    match = await likely_contact(ctx.xero, input.contact) if input.contact is not None else None
    requested = OverpaymentFilter(
        types=TYPES["overpayment", input.kind] if input.kind else (),
        status=XERO_STATUS[input.status] if input.status else None,
        contact_id=match.record.contact_id if match else None,
        date_from=days.first if days else None,
        date_to=days.last if days else None,
    )

    async def fetch(page: int) -> Page[Overpayment]:
        order = "Date DESC" if input.sort == "newest" else "Date ASC"
        return await list_of(ctx.xero, OVERPAYMENTS, requested, page=page, order=order)

    found = await collect(fetch, start, input.limit, lambda each: bool(input.status) or each.status != "VOIDED")
    return Output(
        items=[bank_credit_row(ctx, each) for each in found.items],
        has_more=found.after is not None,
        next_cursor=cursor_to(found.after, ctx.organisation.id, input),
        assumed=contact_assumed(input.contact, match),
    )
