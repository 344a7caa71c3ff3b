"""List the best customers or the largest suppliers."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.inputs import DatesField, Limit, PeriodField, invalid_argument, resolve_days
from atom_xero_plugin.catalogue.skill import OBVIOUS, also
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.reports.collected import ReadFrom, books_of
from atom_xero_plugin.reports.invoice_lines import invoices_wanted
from atom_xero_plugin.reports.top_contacts import TopContact, credit_notes_wanted, top_contacts
from atom_xero_plugin.xero.records.credit_notes import CREDIT_NOTES
from atom_xero_plugin.xero.records.invoices import INVOICES


class Input(Struct, forbid_unknown_fields=True):
    """What list_top_contacts takes."""

    kind: Annotated[
        Literal["sales", "bill"],
        Meta(
            description="sales: customers by what they were invoiced. bill: suppliers by what they billed.",
            extra=also("type side customers suppliers") | OBVIOUS,
        ),
    ] = "sales"
    period: PeriodField = None
    dates: DatesField = None
    limit: Limit = 10


class Output(Struct):
    """What list_top_contacts answers."""

    first_day: Annotated[dt.date, Meta(description="First day of issue that counts.")]
    last_day: Annotated[dt.date, Meta(description="Last day.")]
    total: Annotated[Money, Meta(description="Sum over all contacts, without tax.")]
    contacts: Annotated[int, Meta(description="How many contacts there are in all.")]
    items: Annotated[list[TopContact], Meta(description="The contacts, the largest sum first.")]
    read_from: Annotated[ReadFrom, Meta(description="Where the documents come from.")]


@skill(
    effect="read",
    scopes=["accounting.invoices.read"],
    examples=[
        Example("Who are our best customers this year?", {}),
        Example("Biggest suppliers last quarter", {"kind": "bill", "period": "last_quarter", "limit": 5}),
    ],
)
async def list_top_contacts(ctx: Context, input: Input) -> Output:
    """List the top customers by revenue in Xero, or the biggest suppliers by spend, with each one's share.

    Counts approved invoices, or bills, less credit notes, by day of issue, without tax; the year to date if no days
    are given.
    """
    days = resolve_days(input.period, input.dates, ctx.organisation, ctx.today, otherwise="year_to_date")
    if days is None:  # never: there is always a word
        raise invalid_argument("/period", "is required")
    books = await books_of(ctx, [INVOICES, CREDIT_NOTES])
    notes = await books.records(credit_notes_wanted(input.kind, days))
    invoices = await books.records(invoices_wanted(input.kind, "approved", days, None))
    found, total = top_contacts(invoices, notes, ctx.organisation.base_currency)
    return Output(days.first, days.last, total, len(found), found[: input.limit], books.read_from)
