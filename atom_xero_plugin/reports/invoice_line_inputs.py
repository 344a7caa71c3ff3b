"""What can be asked of lines of invoices and bills, as a skill takes it, and what is meant by it."""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.assumed import Assumed, assumed, contact_assumed
from atom_xero_plugin.accounting.inputs import (
    AccountName,
    ContactName,
    DatesField,
    PeriodField,
    invalid_argument,
    one_line,
    resolve_days,
)
from atom_xero_plugin.accounting.resolve.chart import chart, items
from atom_xero_plugin.accounting.resolve.contacts import likely_contact
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.catalogue.skill import OBVIOUS, also
from atom_xero_plugin.core.periods import Period
from atom_xero_plugin.reports.collected import Wanted
from atom_xero_plugin.reports.invoice_lines import Approval, LineTest, invoices_wanted
from atom_xero_plugin.xero.records.invoices import Invoice


class LineSearchFields(Struct, forbid_unknown_fields=True):
    """The fields that filter lines."""

    kind: Annotated[
        Literal["sales", "bill", "both"],
        Meta(description="Lines of sales invoices, of bills, or both.", extra=also("type document_type") | OBVIOUS),
    ] = "both"
    contact: ContactName | None = None
    account: AccountName | None = None
    item: (
        Annotated[str, Meta(description="Code or name of an item.", max_length=255, extra=also("item_code product"))]
        | None
    ) = None
    tracking: (
        Annotated[
            str,
            Meta(
                description='A tracking option, or "Category: Option".',
                max_length=255,
                extra=also("tracking_option department region class cost_centre job"),
            ),
        ]
        | None
    ) = None
    text: (
        Annotated[str, Meta(description="Part of the description.", max_length=255, extra=also("query search words"))]
        | None
    ) = None
    status: Annotated[
        Approval, Meta(description="Whether approved; never voided or deleted.", extra=also("state approval"))
    ] = "approved"
    period: PeriodField = None
    dates: DatesField = None


class LineSearch(NamedTuple):
    """What was meant."""

    days: Period
    wanted: Wanted[Invoice]
    test: LineTest
    assumed: list[Assumed]


async def line_search(ctx: Context, asked: LineSearchFields) -> LineSearch:
    """The days, documents and lines that are asked for; names are looked up in Xero.

    Raises InvalidArguments with the field's path, NotFound or Ambiguous for a name.
    """
    days = resolve_days(asked.period, asked.dates, ctx.organisation, ctx.today, otherwise="year_to_date")
    if days is None:  # never: there is always a word
        raise invalid_argument("/period", "is required")
    tracking, text = one_line(asked.tracking, "/tracking"), one_line(asked.text, "/text")
    taken: list[Assumed] = []
    match = await likely_contact(ctx.xero, asked.contact) if asked.contact is not None else None
    taken += contact_assumed(asked.contact, match)
    account = None
    if asked.account is not None:
        account, exact = (await chart(ctx.xero)).likely(asked.account, path="/account")
        taken += assumed("account", asked.account, account.account_id, account.name, exact=exact)
    item = (await items(ctx.xero)).one(asked.item, path="/item").code if asked.item is not None else None
    test = LineTest(account.account_id if account else None, account.code if account else None, item, tracking, text)
    kind = None if asked.kind == "both" else asked.kind
    wanted = invoices_wanted(kind, asked.status, days, match.record.contact_id if match else None)
    return LineSearch(days, wanted, test, taken)
