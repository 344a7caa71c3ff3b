"""Find lines of invoices and bills."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.assumed import Assumptions
from atom_xero_plugin.accounting.inputs import Cursor, Limit
from atom_xero_plugin.accounting.listing import Position, begin, cursor_to
from atom_xero_plugin.reports.collected import ReadFrom, books_of
from atom_xero_plugin.reports.invoice_line_inputs import LineSearchFields, line_search
from atom_xero_plugin.reports.invoice_lines import InvoiceLineRow, LineSum, line_rows, line_sums
from atom_xero_plugin.xero.records.invoices import INVOICES


class Input(LineSearchFields, forbid_unknown_fields=True):
    """What find_invoice_lines takes."""

    limit: Limit = 50
    cursor: Cursor = None


class Output(Struct, omit_defaults=True):
    """What find_invoice_lines answers."""

    first_day: Annotated[dt.date, Meta(description="First day of issue that was looked through.")]
    last_day: Annotated[dt.date, Meta(description="Last day.")]
    total: Annotated[int, Meta(description="How many lines fit in all.")]
    sums: Annotated[list[LineSum], Meta(description="Sums a kind and currency over all that fits.")]
    items: Annotated[list[InvoiceLineRow], Meta(description="The lines, of the newest documents first.")]
    has_more: Annotated[bool, Meta(description="Whether more follow.")]
    next_cursor: Annotated[str | None, Meta(description="What to give as cursor for what follows.")]
    read_from: Annotated[ReadFrom, Meta(description="Where the lines come from.")]
    assumed: Assumptions = []


@skill(
    effect="read",
    scopes=["accounting.invoices.read", "accounting.contacts.read"],
    examples=[
        Example("What did we sell of poster design?", {"kind": "sales", "text": "poster", "limit": 20}),
        Example("What went to account 445 last quarter?", {"account": "445", "period": "last_quarter"}),
    ],
)
async def find_invoice_lines(ctx: Context, input: Input) -> Output:
    """Find lines of Xero invoices and bills as rows, by account, item, tracking, contact, words and time, with sums.

    Days are those of issue, the financial year to date if none are given. Amounts are without tax.
    """
    start = begin(input.cursor, ctx.organisation.id, input).skip
    search = await line_search(ctx, input)
    books = await books_of(ctx, [INVOICES])
    rows = line_rows(ctx, await books.records(search.wanted), search.test)
    end = start + input.limit
    return Output(
        first_day=search.days.first,
        last_day=search.days.last,
        total=len(rows),
        sums=line_sums(rows),
        items=rows[start:end],
        has_more=end < len(rows),
        next_cursor=cursor_to(Position(1, end) if end < len(rows) else None, ctx.organisation.id, input),
        read_from=books.read_from,
        assumed=search.assumed,
    )
