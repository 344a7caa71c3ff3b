"""Find invoices and bills."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct
from msgspec.structs import replace

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.assumed import Assumptions, contact_assumed
from atom_xero_plugin.accounting.documents.search_terms import ORDERS, Sort, Status, filter_of
from atom_xero_plugin.accounting.inputs import Amount, ContactName, Cursor, DatesField, Limit, PeriodField
from atom_xero_plugin.accounting.kinds.invoices import InvoiceRow, NearInvoice, invoice_row, near_invoice
from atom_xero_plugin.accounting.listing import begin, collect, cursor_to
from atom_xero_plugin.accounting.resolve import likely_contact, near_invoices
from atom_xero_plugin.accounting.sums import DocumentSum, sums_over
from atom_xero_plugin.catalogue.skill import OBVIOUS, also
from atom_xero_plugin.core.money import amount_or
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.pages import Page
from atom_xero_plugin.xero.records.invoices import INVOICES, Invoice

SCANNED = 500
"""Rows of a page while we filter by total, which Xero does not do on big books."""


class Input(Struct, forbid_unknown_fields=True):
    """What find_invoices takes."""

    kind: Annotated[
        Literal["sales", "bill", "both"],
        Meta(
            description="Sales invoices, bills, or both. Bills are those of suppliers.",
            extra=also("type invoice_type document_type sales_or_bills"),
        ),
    ] = "both"
    status: Annotated[
        Status | None,
        Meta(
            description="Left out, all but voided and deleted; unpaid is approved and not fully paid.",
            extra=also("state invoice_status is_overdue paid unpaid"),
        ),
    ] = None
    due_within_days: (
        Annotated[
            int,
            Meta(
                description="Unpaid ones due from today to this many days ahead.",
                ge=0,
                le=3650,
                extra=also("due_in_days due_soon due_in due_next_days") | OBVIOUS,
            ),
        ]
        | None
    ) = None
    overdue_by_days: (
        Annotated[
            int,
            Meta(
                description="Unpaid ones that were due at least this many days ago.",
                ge=0,
                le=3650,
                extra=also("days_overdue overdue overdue_days min_days_overdue") | OBVIOUS,
            ),
        ]
        | None
    ) = None
    contact: ContactName | None = None
    number: (
        Annotated[
            str,
            Meta(
                description="The whole number.",
                max_length=255,
                extra=also("invoice_number invoice_no bill_number invoice invoice_id"),
            ),
        ]
        | None
    ) = None
    reference: (
        Annotated[
            str, Meta(description="The whole reference.", max_length=255, extra=also("ref po po_number purchase_order"))
        ]
        | None
    ) = None
    text: (
        Annotated[
            str,
            Meta(
                description="Part of the number or reference.",
                max_length=255,
                extra=also("query search q keyword contains words search_term"),
            ),
        ]
        | None
    ) = None
    min_amount: Annotated[
        Amount | None,
        Meta(
            description="Total of at least this, decimal text.",
            extra=also("min_total amount_from at_least minimum amount_min total_from amount"),
        ),
    ] = None
    max_amount: Annotated[
        Amount | None,
        Meta(
            description="Total of at most this, decimal text.",
            extra=also("max_total amount_to at_most maximum amount_max total_to amount") | OBVIOUS,
        ),
    ] = None
    period: PeriodField = None
    dates: DatesField = None
    date_field: Annotated[
        Literal["issue", "due"],
        Meta(
            description="Whether period and dates mean the day of issue or the due day.",
            extra=also("date_type which_date") | OBVIOUS,
        ),
    ] = "issue"
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

    keep = (lambda each: _fits(each, input)) if by_total else None
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
        near=[] if found.items else await _near(ctx, input),
    )


async def _near(ctx: Context, input: Input) -> list[NearInvoice]:
    """What a number that nothing has may mean."""
    if input.number is None or input.cursor is not None:
        return []
    kind = None if input.kind == "both" else input.kind
    return [near_invoice(each) for each in await near_invoices(ctx.xero, input.number.strip(), kind=kind)]


def _fits(invoice: Invoice, input: Input) -> bool:
    total = amount_or(invoice.total)
    return (input.min_amount is None or total >= input.min_amount) and (
        input.max_amount is None or total <= input.max_amount
    )
