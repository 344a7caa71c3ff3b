"""Show the statement of account of a contact."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.assumed import Assumptions, contact_assumed
from atom_xero_plugin.accounting.inputs import ContactName, DatesField, PeriodField, invalid_argument, resolve_days
from atom_xero_plugin.accounting.kinds.contacts import ContactRef, contact_ref
from atom_xero_plugin.accounting.resolve.contacts import likely_contact
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.reports.collected import ReadFrom, books_of
from atom_xero_plugin.reports.open_balances import LISTS
from atom_xero_plugin.reports.statement import AgeOfBalance, StatementRow, StatementSum, statement_of


class Input(Struct, forbid_unknown_fields=True):
    """What show_statement_of_account takes."""

    contact: ContactName
    side: Annotated[
        Literal["receivables", "payables"],
        Meta(
            description="receivables: what the contact owes. payables: what it is owed.",
            extra=also("kind type direction receivable payable"),
        ),
    ] = "receivables"
    period: PeriodField = None
    dates: DatesField = None


class Output(Struct, omit_defaults=True):
    """What show_statement_of_account answers."""

    contact: Annotated[ContactRef, Meta(description="The contact.")]
    first: Annotated[dt.date, Meta(description="First day.")]
    last: Annotated[dt.date, Meta(description="Last day.")]
    rows: Annotated[
        list[StatementRow], Meta(description="By day, each currency by itself, from its opening balance on.")
    ]
    sums: Annotated[list[StatementSum], Meta(description="What they come to, a currency each.")]
    ages: Annotated[list[AgeOfBalance], Meta(description="What is owed at the end by how long it is late.")]
    proven: Annotated[bool, Meta(description="Whether the rows come to what the open documents come to.")]
    read_from: Annotated[ReadFrom, Meta(description="Where the documents come from.")]
    assumed: Assumptions = []


@skill(
    effect="read",
    scopes=["accounting.invoices.read", "accounting.contacts.read", "accounting.payments.read"],
    examples=[
        Example("Statement of account for Capital Power", {"contact": "Capital Power"}),
        Example(
            "Statement of Rimu Cleaning Services for last quarter",
            {"contact": "Rimu Cleaning Services", "side": "payables", "period": "last_quarter"},
        ),
    ],
)
async def show_statement_of_account(ctx: Context, input: Input) -> Output:
    """Show a statement of account of a Xero contact: opening balance, invoices, payments, credits, balance, ages.

    The last 90 days if none are given. export_report writes it as PDF or spreadsheet. Xero's API cannot e-mail
    statements: send the file by other means, or e-mail its invoices by email_invoices.
    """
    days = resolve_days(input.period, input.dates, ctx.organisation, ctx.today, otherwise="last_90_days")
    if days is None:  # never: there is always a word
        raise invalid_argument("/period", "is required")
    match = await likely_contact(ctx.xero, input.contact)
    books = await books_of(ctx, LISTS)
    kind: Literal["sales", "bill"] = "sales" if input.side == "receivables" else "bill"
    found = await statement_of(books, kind, days, match.record.contact_id)
    return Output(
        contact=contact_ref(match.record),
        first=days.first,
        last=days.last,
        rows=found.rows,
        sums=found.sums,
        ages=found.ages,
        proven=all(each.difference.amount == 0 for each in found.sums),
        read_from=books.read_from,
        assumed=contact_assumed(input.contact, match),
    )
