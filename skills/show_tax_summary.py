"""Show sales tax by rate."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.inputs import DatesField, PeriodField, invalid_argument, resolve_days
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.reports.collected import ReadFrom, books_of
from atom_xero_plugin.reports.posting_documents import TAXED
from atom_xero_plugin.reports.tax_summary import tax_figures
from atom_xero_plugin.reports.view import ReportView, report_view


class Input(Struct, forbid_unknown_fields=True):
    """What show_tax_summary takes."""

    period: PeriodField = None
    dates: DatesField = None


class Output(Struct):
    """What show_tax_summary answers."""

    report: Annotated[ReportView, Meta(description="Net amounts and tax by tax rate, of sales and of purchases.")]
    tax_on_sales: Annotated[Money, Meta(description="Tax collected.")]
    tax_on_purchases: Annotated[Money, Meta(description="Tax paid to suppliers.")]
    to_pay: Annotated[Money, Meta(description="Tax on sales less tax on purchases; below zero for a refund.")]
    settled: Annotated[Money, Meta(description="Paid to the tax office in the period, less what it refunded.")]
    account_movement: Annotated[
        Money, Meta(description="By which the tax owed rose, by Xero's trial balance: to_pay less settled.")
    ]
    difference: Annotated[Money, Meta(description="What no document explains; zero proves the rows.")]
    proven: Annotated[bool, Meta(description="Whether the difference is zero.")]
    read_from: Annotated[ReadFrom, Meta(description="Where the documents come from; the trial balance is Xero's.")]


@skill(
    effect="read",
    scopes=[
        "accounting.invoices.read",
        "accounting.banktransactions.read",
        "accounting.manualjournals.read",
        "accounting.settings.read",
        "accounting.reports.trialbalance.read",
    ],
    examples=[
        Example("How much GST do we owe for last quarter?", {"period": "last_quarter"}),
        Example("Sales tax by rate, May to June", {"dates": {"from": "2026-05-01", "to": "2026-06-30"}}),
    ],
)
async def show_tax_summary(ctx: Context, input: Input) -> Output:
    """Show the tax summary of Xero: GST, VAT or sales tax by rate, on sales and purchases, and what is to pay.

    By the dates of documents (accrual), last quarter if no days are given; proven against the trial balance. It is no
    return: what the tax office asks for, such as adjustments and cash basis, is Xero's own to work out.
    """
    days = resolve_days(input.period, input.dates, ctx.organisation, ctx.today, otherwise="last_quarter")
    if days is None:  # never: there is always a word
        raise invalid_argument("/period", "is required")
    books = await books_of(ctx, TAXED)
    found, currency = await tax_figures(ctx, books, days), ctx.organisation.base_currency
    return Output(
        report=report_view(
            found.table, name="tax_summary", first=days.first, last=days.last, currency=currency, cash_basis=False
        ),
        tax_on_sales=Money.of(found.on_sales, currency),
        tax_on_purchases=Money.of(found.on_purchases, currency),
        to_pay=Money.of(found.to_pay, currency),
        settled=Money.of(found.settled, currency),
        account_movement=Money.of(found.movement, currency),
        difference=Money.of(found.difference, currency),
        proven=found.difference == 0,
        read_from=books.read_from,
    )
