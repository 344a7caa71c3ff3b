"""Which report is requested, what goes with it, and reading it from Xero."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Final, Literal, Protocol

from atom_xero_plugin.accounting.inputs import Dates, invalid_argument
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.periods import ONE_DAY, Period, month_end, shifted
from atom_xero_plugin.reports import comparison
from atom_xero_plugin.reports.columns import requested_spans
from atom_xero_plugin.reports.comparison import FRAMES, balance_days
from atom_xero_plugin.reports.spans import MONTHS_OF, Unit
from atom_xero_plugin.reports.tables import Table, table_of
from atom_xero_plugin.reports.tax_forms import forms_table
from atom_xero_plugin.reports.tracking import chosen_tracking
from atom_xero_plugin.reports.view import ReportView, report_view
from atom_xero_plugin.xero import reports
from atom_xero_plugin.xero.records.contacts import Contact

ReportName = Literal[
    "profit_and_loss", "balance_sheet", "trial_balance", "bank_summary", "aged_receivables", "aged_payables"
]


_OF_A_DAY: Final = frozenset({"balance_sheet", "trial_balance"})
_RATIO_PLACES: Final = 4


class ReportRequest(Protocol):
    """The fields of show_report that decide what Xero is asked for."""

    report: ReportName
    dates: Dates | None
    compare_periods: int | None
    compare_by: Unit | None
    cash_basis: bool
    contact: str | None
    tracking: list[str]


def check_request(requested: ReportRequest) -> None:
    """Raises InvalidArguments, with the field's path, for what a report does not take."""
    aged = requested.report in {"aged_receivables", "aged_payables"}
    if aged and requested.contact is None:
        raise invalid_argument("/contact", "is required: Xero gives this report for one contact")
    if not aged and requested.contact is not None:
        raise invalid_argument(
            "/contact", f"is not for {requested.report}; it is for aged_receivables and aged_payables"
        )
    compares = requested.compare_periods is not None or requested.compare_by is not None
    if compares and requested.report not in {"profit_and_loss", "balance_sheet"}:
        raise invalid_argument("/compare_periods", "is only for profit_and_loss and balance_sheet")
    if requested.compare_by is not None and requested.compare_periods is None and requested.report == "balance_sheet":
        raise invalid_argument("/compare_periods", "is required with compare_by")
    _check_day(requested)
    if requested.tracking and requested.report != "profit_and_loss":
        raise invalid_argument("/tracking", "is only for profit_and_loss")
    if requested.cash_basis and (aged or requested.report == "bank_summary"):
        raise invalid_argument("/cash_basis", f"is not for {requested.report}")


def _check_day(requested: ReportRequest) -> None:
    """A report of a day begins nowhere: Xero would take no notice of a first day, and the answer be another's."""
    dates = requested.dates
    if requested.report not in _OF_A_DAY or dates is None or dates.first is None or dates.first == dates.last:
        return
    raise invalid_argument(
        "/dates/from",
        f"is not for {requested.report}, which is as at a day",
        hint="Give dates with to alone, the day that it is as at; profit_and_loss and bank_summary are of days from "
        "one to another.",
    )


async def read_report(
    ctx: Context, requested: ReportRequest, days: Period, contact: Contact | None
) -> tuple[Table, Sequence[tuple[date | None, date]]]:
    """The report as a table, and the days of its columns where they have any."""
    xero, cash = ctx.xero, requested.cash_basis or None
    match requested.report:
        case "profit_and_loss":
            spans, unit = requested_spans(ctx.organisation, days, requested.compare_by, requested.compare_periods)
            chosen = await chosen_tracking(xero, requested.tracking, columns=len(spans))
            table, of_days = await comparison.profit_and_loss(
                xero, spans, unit, cash=requested.cash_basis, tracking=chosen
            )
            return table, of_days if all(option for _, option in chosen) else []
        case "balance_sheet":
            unit_of = (requested.compare_by or "month") if requested.compare_periods else None
            frame = FRAMES[unit_of] if unit_of else None
            found = await reports.balance_sheet(
                xero, on=days.last, periods=requested.compare_periods, timeframe=frame, payments_only=cash
            )
            return table_of(found), balance_days(table_of(found), days.last, unit_of)
        case "trial_balance":
            return table_of(await reports.trial_balance(xero, on=days.last, payments_only=cash)), []
        case "bank_summary":
            return table_of(await reports.bank_summary(xero, from_date=days.first, to_date=days.last)), []
    aged = (
        reports.aged_receivables_by_contact
        if requested.report == "aged_receivables"
        else reports.aged_payables_by_contact
    )
    first = requested.dates.first if requested.dates else None
    return table_of(await aged(xero, contact.contact_id if contact else "", on=days.last, from_date=first)), []


async def read_executive_summary(ctx: Context, day: date) -> ReportView:
    """Of the month of a day. Scope accounting.reports.executivesummary.read."""
    last = month_end(day)
    table = table_of(await reports.executive_summary(ctx.xero, on=last))
    for each in table.rows:  # Xero gives days and ratios with 28 digits
        each.values = [_shortened(value) for value in each.values]
    currency = ctx.organisation.base_currency
    return report_view(
        table, name="executive_summary", first=last.replace(day=1), last=last, currency=currency, cash_basis=False
    )


async def read_budget_summary(ctx: Context, day: date, columns: int, unit: Unit) -> ReportView:
    """Of the months from that of a day on. Scope accounting.reports.budgetsummary.read.

    Xero gives no years that lie apart: each column begins where the one before it ends.
    """
    first, months = day.replace(day=1), MONTHS_OF[unit]
    table = table_of(await reports.budget_summary(ctx.xero, on=first, periods=columns, months=months))
    begins = [shifted(first, months * number) for number in range(columns + 1)]
    days = [(begin, after - ONE_DAY) for begin, after in pairwise(begins)]
    return report_view(
        table, name="budget_summary", first=first, last=days[-1][1], currency=ctx.organisation.base_currency,
        cash_basis=False, days=days if len(table.columns) == columns else [],
    )  # fmt: skip


def _shortened(value: str | None) -> str | None:
    """A ratio of many digits by its first four places; an amount as it is."""
    try:
        number = Decimal(value or "")
    except InvalidOperation:
        return value
    exponent = number.as_tuple().exponent
    return f"{number:.4f}" if isinstance(exponent, int) and exponent < -_RATIO_PLACES else value


async def read_tax_forms(ctx: Context, year: int) -> ReportView:
    """The forms 1099 of a calendar year. Scope accounting.reports.tenninetynine.read."""
    table = forms_table(await reports.tax_forms(ctx.xero, year=year))
    first, last, currency = date(year, 1, 1), date(year, 12, 31), ctx.organisation.base_currency
    return report_view(table, name="tax_forms", first=first, last=last, currency=currency, cash_basis=True)
