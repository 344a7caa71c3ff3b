"""Show the cash flow statement."""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.inputs import DatesField, PeriodField, invalid_argument, resolve_days
from atom_xero_plugin.accounting.resolve.chart import chart
from atom_xero_plugin.catalogue.skill import OBVIOUS, also
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.reports.cash_flow import cash_flow, months_of
from atom_xero_plugin.reports.collected import ReadFrom, books_of
from atom_xero_plugin.reports.posting_documents import PAID
from atom_xero_plugin.reports.view import ReportView, report_view

_MOST: Final = 24
"""Columns that can still be read."""


class Input(Struct, forbid_unknown_fields=True):
    """What show_cash_flow takes."""

    period: PeriodField = None
    dates: DatesField = None
    by_month: Annotated[
        bool,
        Meta(description="A column a month, or one for all days.", extra=also("monthly split_by_month") | OBVIOUS),
    ] = True


class Output(Struct):
    """What show_cash_flow answers."""

    report: Annotated[ReportView, Meta(description="Money in, above zero, and out, below, by what it was for.")]
    opening: Annotated[Money, Meta(description="In all bank accounts before the first day.")]
    cash_in: Annotated[Money, Meta(description="All that came in.")]
    cash_out: Annotated[Money, Meta(description="All that went out, below zero.")]
    closing: Annotated[Money, Meta(description="Opening with all that came and went.")]
    bank_summary: Annotated[Money, Meta(description="In all bank accounts on the last day, by Xero's bank summary.")]
    difference: Annotated[
        Money, Meta(description="What no payment or bank transaction explains; zero proves the rows.")
    ]
    proven: Annotated[bool, Meta(description="Whether the difference is zero.")]
    read_from: Annotated[ReadFrom, Meta(description="Where the movements come from; the bank summary is Xero's.")]


@skill(
    effect="read",
    scopes=[
        "accounting.payments.read",
        "accounting.banktransactions.read",
        "accounting.settings.read",
        "accounting.reports.banksummary.read",
    ],
    examples=[
        Example("Cash flow statement of this financial year, by month", {"period": "year_to_date"}),
        Example("What came in and went out last month?", {"period": "last_month"}),
    ],
)
async def show_cash_flow(ctx: Context, input: Input) -> Output:
    """Show the cash flow statement of Xero: cash in and out by month, by account, operating, investing and financing.

    Direct method, from payments, spend and receive money; this quarter if no days are given. Transfers between bank
    accounts are left out. Proven against the bank summary.
    """
    days = resolve_days(input.period, input.dates, ctx.organisation, ctx.today, otherwise="this_quarter")
    if days is None:  # never: there is always a word
        raise invalid_argument("/period", "is required")
    columns = months_of(days) if input.by_month else [days]
    if len(columns) > _MOST:
        raise invalid_argument(
            "/by_month", f"gives {len(columns)} columns; at most {_MOST}", hint="Ask for fewer months."
        )
    books = await books_of(ctx, PAID)
    found = await cash_flow(ctx, books, columns, (await chart(ctx.xero)).accounts)
    currency = ctx.organisation.base_currency
    report = report_view(
        found.table,
        name="cash_flow",
        first=days.first,
        last=days.last,
        currency=currency,
        cash_basis=True,
        days=columns,
    )
    difference = found.bank_summary - found.closing
    return Output(
        report=report,
        opening=Money.of(found.opening, currency),
        cash_in=Money.of(found.cash_in, currency),
        cash_out=Money.of(found.cash_out, currency),
        closing=Money.of(found.closing, currency),
        bank_summary=Money.of(found.bank_summary, currency),
        difference=Money.of(difference, currency),
        proven=difference == 0,
        read_from=books.read_from,
    )
