"""Show who owes how much for how long, or whom we owe."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.assumed import contact_assumed
from atom_xero_plugin.accounting.inputs import AsOf, ContactName, Cursor, Limit, sane_day
from atom_xero_plugin.accounting.listing import begin
from atom_xero_plugin.accounting.resolve.contacts import likely_contact
from atom_xero_plugin.catalogue.skill import OBVIOUS, also
from atom_xero_plugin.reports.aged_view import AgedView, BucketDays, aged_view, ages_of
from atom_xero_plugin.reports.ageing import USUAL, AgeBy
from atom_xero_plugin.reports.collected import books_of
from atom_xero_plugin.reports.open_balances import LISTS, open_items


class Input(Struct, forbid_unknown_fields=True):
    """What show_aged_balances takes."""

    side: Annotated[
        Literal["receivables", "payables"],
        Meta(
            description="receivables: what customers owe. payables: what suppliers are owed.",
            extra=also("kind type report direction receivable payable"),
        ),
    ]
    as_of: AsOf = None
    contact: ContactName | None = None
    age_by: Annotated[
        AgeBy, Meta(description="What ages count from.", extra=also("ageing_by aging_by age_from by") | OBVIOUS)
    ] = "due_date"
    bucket_days: BucketDays = None
    detail: Annotated[
        Literal["contacts", "documents"],
        Meta(description="A row a contact, or a row a document.", extra=also("level group_by rows") | OBVIOUS),
    ] = "contacts"
    limit: Limit = 50
    cursor: Cursor = None


class Output(AgedView, omit_defaults=True, kw_only=True):
    """What show_aged_balances answers."""


@skill(
    effect="read",
    scopes=["accounting.invoices.read", "accounting.payments.read", "accounting.contacts.read"],
    examples=[
        Example("Who owes us money, and for how long?", {"side": "receivables"}),
        Example("Aged payables at the end of May", {"side": "payables", "as_of": "2026-05-31"}),
    ],
)
async def show_aged_balances(ctx: Context, input: Input) -> Output:
    """Show aged receivables (debtors) or aged payables (creditors) of all Xero contacts, or of one, with totals.

    Balances stand in columns by age, in the organisation's currency at each document's own rate, and by currency.
    Credit notes and overpayments are owed less; a prepayment counts once it is used, as in Xero's accounts.
    """
    start = begin(input.cursor, ctx.organisation.id, input)
    day = sane_day(input.as_of, "/as_of") or ctx.today
    ages = ages_of(input.age_by, day, input.bucket_days or USUAL)
    match = await likely_contact(ctx.xero, input.contact) if input.contact is not None else None
    books = await books_of(ctx, LISTS)
    contact = match.record if match else None
    items = await open_items(
        books, "sales" if input.side == "receivables" else "bill", day, contact.contact_id if contact else None
    )
    whose = (contact.name or "") if contact else "all contacts"
    assumed = contact_assumed(input.contact, match)
    return aged_view(Output, books, items, ages, input, start=start, whose=whose, assumed=assumed)
