"""Show a report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.assumed import Assumptions, contact_assumed
from atom_xero_plugin.accounting.inputs import ContactName, DatesField, PeriodField, invalid_argument, resolve_days
from atom_xero_plugin.accounting.resolve import likely_contact
from atom_xero_plugin.catalogue.skill import OBVIOUS, also
from atom_xero_plugin.core.periods import Period
from atom_xero_plugin.reports import comparison
from atom_xero_plugin.reports.columns import requested_spans
from atom_xero_plugin.reports.comparison import FRAMES, balance_days
from atom_xero_plugin.reports.spans import Unit
from atom_xero_plugin.reports.tables import Table, table_of
from atom_xero_plugin.reports.view import ReportView, report_view
from atom_xero_plugin.xero import reports
from atom_xero_plugin.xero.records.contacts import Contact

Name = Literal["profit_and_loss", "balance_sheet", "trial_balance", "bank_summary", "aged_receivables", "aged_payables"]


class Input(Struct, forbid_unknown_fields=True):
    """What show_report takes."""

    report: Annotated[
        Name,
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

    What a Xero contact owes is aged_receivables, what it is owed aged_payables. Reports of a day take the last day of
    the period; today if none is given.
    """
    _check(input)
    otherwise = {"profit_and_loss": "year_to_date", "bank_summary": "month_to_date"}.get(input.report, "today")
    days = resolve_days(input.period, input.dates, ctx.organisation, ctx.today, otherwise=otherwise)
    if days is None:  # never: there is always a word
        raise invalid_argument("/period", "is required")
    match = await likely_contact(ctx.xero, input.contact) if input.contact is not None else None
    table, columns = await _read(ctx, input, days, match.record if match else None)
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


def _check(input: Input) -> None:
    aged = input.report in {"aged_receivables", "aged_payables"}
    if aged and input.contact is None:
        raise invalid_argument("/contact", "is required: Xero gives this report for one contact")
    if not aged and input.contact is not None:
        raise invalid_argument("/contact", f"is not for {input.report}; it is for aged_receivables and aged_payables")
    compares = input.compare_periods is not None or input.compare_by is not None
    if compares and input.report not in {"profit_and_loss", "balance_sheet"}:
        raise invalid_argument("/compare_periods", "is only for profit_and_loss and balance_sheet")
    if input.compare_by is not None and input.compare_periods is None and input.report == "balance_sheet":
        raise invalid_argument("/compare_periods", "is required with compare_by")
    if input.cash_basis and (aged or input.report == "bank_summary"):
        raise invalid_argument("/cash_basis", f"is not for {input.report}")


async def _read(
    ctx: Context, input: Input, days: Period, contact: Contact | None
) -> tuple[Table, Sequence[tuple[date | None, date]]]:
    """The report as a table, and the days of its columns where they have any."""
    xero, cash = ctx.xero, input.cash_basis or None
    match input.report:
        case "profit_and_loss":
            spans, unit = requested_spans(ctx.organisation, days, input.compare_by, input.compare_periods)
            return await comparison.profit_and_loss(xero, spans, unit, cash=input.cash_basis)
        case "balance_sheet":
            unit_of = (input.compare_by or "month") if input.compare_periods else None
            frame = FRAMES[unit_of] if unit_of else None
            found = await reports.balance_sheet(
                xero, on=days.last, periods=input.compare_periods, timeframe=frame, payments_only=cash
            )
            return table_of(found), balance_days(table_of(found), days.last, unit_of)
        case "trial_balance":
            return table_of(await reports.trial_balance(xero, on=days.last, payments_only=cash)), []
        case "bank_summary":
            return table_of(await reports.bank_summary(xero, from_date=days.first, to_date=days.last)), []
    aged = (
        reports.aged_receivables_by_contact if input.report == "aged_receivables" else reports.aged_payables_by_contact
    )
    return table_of(await aged(xero, contact.contact_id if contact else "", on=days.last)), []
