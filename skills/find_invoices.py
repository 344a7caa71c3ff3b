"""Find invoices and bills."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct
from msgspec.structs import replace

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.assumed import Assumptions, contact_assumed
from atom_xero_plugin.accounting.documents.search_inputs import InvoiceSearchFields
from atom_xero_plugin.accounting.documents.search_terms import ORDERS, Sort, filter_of, has_total_between, near_numbers
from atom_xero_plugin.accounting.inputs import Cursor, Limit
from atom_xero_plugin.accounting.kinds.invoices import InvoiceRow, NearInvoice, invoice_row
from atom_xero_plugin.accounting.listing import begin, collect, cursor_to
from atom_xero_plugin.accounting.resolve.contacts import likely_contact
from atom_xero_plugin.accounting.sums import DocumentSum, sums_over
from atom_xero_plugin.catalogue.skill import OBVIOUS, also
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.pages import Page
from atom_xero_plugin.xero.records.invoices import INVOICES, Invoice

SCANNED = 500
"""Rows of a page while we filter by total, which Xero does not do on big books."""


class Input(InvoiceSearchFields, forbid_unknown_fields=True):
    """What find_invoices takes."""

    sort: Annotated[
        Sort, Meta(description="Order of the answer.", extra=also("order order_by sort_by ordering orderby") | OBVIOUS)
    ] = "newest"
    limit: Limit = 20
    cursor: Cursor = None


class Output(Struct, omit_defaults=True):
    """What find_invoices answers."""

    total: Annotated[int | None, Meta(description="How many fit in all, where Xero can say.")]
    sums: Annotated[
        list[DocumentSum],
        Meta(description="Sums a currency and kind over all that fits, also what is on later pages; or none."),
    ]
    sums_cover: Annotated[
        Literal["all", "none"],
        Meta(description="all; or none where there are no sums: on later pages, and where more fit than are added up."),
    ]
    items: Annotated[list[InvoiceRow], Meta(description="The invoices and bills.")]
    has_more: Annotated[bool, Meta(description="Whether there may be more.")]
    next_cursor: Annotated[str | None, Meta(description="What to give as cursor for what follows.")]
    assumed: Assumptions = []
    near: Annotated[list[NearInvoice], Meta(description="Numbers near the one asked for, where none fits.")] = []


@skill(
    effect="read",
    scopes=["accounting.invoices.read", "accounting.contacts.read"],
    examples=[
        Example("Which invoices are overdue?", {"kind": "sales", "status": "overdue", "sort": "due_first"}),
        Example("Which bills are due this week?", {"kind": "bill", "due_within_days": 7}),
        Example("What did we invoice last quarter?", {"kind": "sales", "period": "last_quarter", "limit": 100}),
    ],
)
async def find_invoices(ctx: Context, input: Input) -> Output:
    """Find each Xero invoice or Xero bill by status (overdue, unpaid), contact, number, amount or time, sums first."""
    start = begin(input.cursor, ctx.organisation.id, input)
    requested = filter_of(ctx, input)
    match = await likely_contact(ctx.xero, input.contact) if input.contact is not None else None
    by_total = input.min_amount is not None or input.max_amount is not None
    if match is not None:
        requested = replace(requested, contact_ids=(match.record.contact_id,))

    async def fetch(page: int) -> Page[Invoice]:
        size = SCANNED if by_total else input.limit
        return await list_of(ctx.xero, INVOICES, requested, page=page, page_size=size, order=ORDERS[input.sort])

    keep = (lambda each: has_total_between(each, input.min_amount, input.max_amount)) if by_total else None
    found = await collect(fetch, start, input.limit, keep)
    sums = None
    if input.cursor is None:
        sums = await sums_over(ctx, requested, found, keep)
    return Output(
        total=found.total if sums is None else sum(each.count for each in sums),
        sums=sums or [],
        sums_cover="none" if sums is None else "all",
        items=[invoice_row(ctx, each) for each in found.items],
        has_more=found.after is not None,
        next_cursor=cursor_to(found.after, ctx.organisation.id, input),
        assumed=contact_assumed(input.contact, match),
        near=[] if found.items or input.cursor is not None else await near_numbers(ctx, input.number, input.kind),
    )
