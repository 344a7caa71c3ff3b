"""Which prepayments or overpayments a list shows: what can be asked of both, and how it is answered."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NamedTuple

from msgspec import Meta, Struct

from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.assumed import Assumptions, contact_assumed
from atom_xero_plugin.accounting.inputs import ContactName, Cursor, DatesField, Limit, PeriodField, resolve_days
from atom_xero_plugin.accounting.kinds.bank_credits import TYPES, XERO_STATUS, BankCreditRow, Status, bank_credit_row
from atom_xero_plugin.accounting.kinds.credit_notes import KindField
from atom_xero_plugin.accounting.kinds.credits import Credit
from atom_xero_plugin.accounting.listing import begin, collect, cursor_to
from atom_xero_plugin.accounting.resolve.contacts import likely_contact
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.pages import Page
from atom_xero_plugin.xero.records.bank_credits import BankCreditFilter


class BankCreditQuestion(Struct, forbid_unknown_fields=True):
    """What a list of prepayments or overpayments can be asked."""

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


class BankCreditList(NamedTuple):
    """What such a list answers, in the order of the fields of its skills."""

    items: list[BankCreditRow]
    has_more: bool
    next_cursor: str | None
    assumed: Assumptions


async def bank_credit_list(ctx: Context, credit: Credit, question: BankCreditQuestion) -> BankCreditList:
    """The prepayments or overpayments that are asked for. Raises InvalidArguments, NotFound, or Ambiguous."""
    start = begin(question.cursor, ctx.organisation.id, question)
    days = resolve_days(question.period, question.dates, ctx.organisation, ctx.today)
    match = await likely_contact(ctx.xero, question.contact) if question.contact is not None else None
    requested = BankCreditFilter(
        types=TYPES[credit.record_kind, question.kind] if question.kind else (),
        status=XERO_STATUS[question.status] if question.status else None,
        contact_id=match.record.contact_id if match else None,
        date_from=days.first if days else None,
        date_to=days.last if days else None,
    )

    async def fetch(page: int) -> Page[Any]:
        order = "Date DESC" if question.sort == "newest" else "Date ASC"
        return await list_of(ctx.xero, credit.endpoint, requested, page=page, order=order)

    found = await collect(fetch, start, question.limit, lambda each: bool(question.status) or each.status != "VOIDED")
    return BankCreditList(
        items=[bank_credit_row(ctx, each) for each in found.items],
        has_more=found.after is not None,
        next_cursor=cursor_to(found.after, ctx.organisation.id, question),
        assumed=contact_assumed(question.contact, match),
    )
