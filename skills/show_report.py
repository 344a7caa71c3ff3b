"""Show a report."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.assumed import Assumptions, contact_assumed
from atom_xero_plugin.accounting.inputs import ContactName, DatesField, PeriodField, invalid_argument, resolve_days
from atom_xero_plugin.accounting.resolve.contacts import likely_contact
from atom_xero_plugin.catalogue.skill import OBVIOUS, also
from atom_xero_plugin.reports.request import ReportName, check_request, read_report
from atom_xero_plugin.reports.spans import Unit
from atom_xero_plugin.reports.view import ReportView, report_view


class Input(Struct, forbid_unknown_fields=True):
    """What show_report takes."""

    report: Annotated[
        ReportName,
        Meta(
            description="Which report; the aged ones are of one contact.",
            extra=also("name type report_name report_type") | OBVIOUS,
        ),
    ]
    period: PeriodField = None
    dates: DatesField = None
    compare_periods: (
        Annotated[
            int,
            Meta(
                description="How many earlier periods stand next to it (profit_and_loss, balance_sheet).",
                ge=1,
                le=11,
                extra=also("periods compare compare_with months comparisons number_of_periods") | OBVIOUS,
            ),
        ]
        | None
    ) = None
    compare_by: Annotated[
        Unit | None,
        Meta(
            description="Length of each compared period; month if left out. Alone, it splits profit_and_loss.",
            extra=also("interval group_by by granularity each") | OBVIOUS,
        ),
    ] = None
    cash_basis: Annotated[
        bool,
        Meta(
            description="Count when money moved, not when invoiced.",
            extra=also("cash basis payments_only cash_accounting") | OBVIOUS,
        ),
    ] = False
    contact: ContactName | None = None
    tracking: Annotated[
        list[Annotated[str, Meta(min_length=1, max_length=203)]],
        Meta(
            description="Category: Option filters, Category splits into its options (profit_and_loss).",
            max_length=2,
            extra=also("tracking_category tracking_option department region class") | OBVIOUS,
        ),
    ] = []


class Output(Struct, omit_defaults=True):
    """What show_report answers."""

    report: Annotated[ReportView, Meta(description="The report.")]
    assumed: Assumptions = []


@skill(
    effect="read",
    scopes=[
        "accounting.reports.profitandloss.read",
        "accounting.reports.balancesheet.read",
        "accounting.reports.trialbalance.read",
        "accounting.reports.banksummary.read",
        "accounting.reports.aged.read",
        "accounting.contacts.read",
    ],
    examples=[
        Example("How was last month's profit?", {"report": "profit_and_loss", "period": "last_month"}),
        Example("How much money is in the bank?", {"report": "bank_summary", "period": "month_to_date"}),
        Example("Show the balance sheet", {"report": "balance_sheet"}),
    ],
)
async def show_report(ctx: Context, input: Input) -> Output:
    """Show a Xero report: profit and loss, balance sheet, trial balance, bank summary, or one contact's.

    What a Xero contact owes is aged_receivables, what it is owed aged_payables; show_aged_balances is of all contacts.
    Reports of a day take the last day of the period, or dates.to; today if none is given.
    """
    check_request(input)
    otherwise = {"profit_and_loss": "year_to_date", "bank_summary": "month_to_date"}.get(input.report, "today")
    days = resolve_days(input.period, input.dates, ctx.organisation, ctx.today, otherwise=otherwise)
    if days is None:  # never: there is always a word
        raise invalid_argument("/period", "is required")
    match = await likely_contact(ctx.xero, input.contact) if input.contact is not None else None
    table, columns = await read_report(ctx, input, days, match.record if match else None)
    of_range = input.report in {"profit_and_loss", "bank_summary"}
    return Output(
        report_view(
            table,
            name=input.report,
            first=days.first if of_range else None,
            last=columns[0][1] if columns and not of_range else days.last,
            currency=ctx.organisation.base_currency,
            cash_basis=input.cash_basis,
            days=columns,
        ),
        contact_assumed(input.contact, match),
    )
