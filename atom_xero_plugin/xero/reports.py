"""Xero's reports, one function each. Scopes: accounting.reports.<name>.read. Source: spec 16.1.0, GET /Reports/…."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from atom_xero_plugin.core.errors import FieldError, InvalidArguments
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.dates import format_day
from atom_xero_plugin.xero.decoding.base import decode_one, decode_page
from atom_xero_plugin.xero.records.reports import Report, TaxForm
from atom_xero_plugin.xero.where_clause import checked_guid

Timeframe = Literal["MONTH", "QUARTER", "YEAR"]
MOST_PERIODS = 11
MOST_TRACKING = 2
TrackingChoice = tuple[str, str | None]
"""The ids of a tracking category and of one of its options; None for each option."""


async def get_report(
    client: XeroClient, name: str, params: Mapping[str, date | str | int | bool | None] | None = None
) -> Report:
    """A report by Xero's name for it, for example ProfitAndLoss; parameters that are None are left out.

    Raises InvalidArguments for a name that is no name, NotFound if Xero has no such report.
    """
    if not (name.isascii() and name.isalnum()):
        raise _invalid("/name", "must be the name of a report, for example ProfitAndLoss")
    given = {key: _text(value) for key, value in (params or {}).items() if value is not None}
    reply = await client.get(f"Reports/{name}", given)
    return decode_one(Report, reply.body)


async def profit_and_loss(
    client: XeroClient,
    *,
    from_date: date | None = None,
    to_date: date | None = None,
    periods: int | None = None,
    timeframe: Timeframe | None = None,
    standard_layout: bool | None = None,
    payments_only: bool | None = None,
    tracking: Sequence[TrackingChoice] = (),
) -> Report:
    """Income and expenses (Xero: getReportProfitAndLoss). Scope accounting.reports.profitandloss.read.

    `periods` earlier ones (1 to 11) of a `timeframe` stand next to it; `payments_only` is cash basis. Of up to two
    tracking categories each option is a column, or the one option chosen filters.
    """
    params: dict[str, date | str | int | bool | None] = {
        **_tracking(tracking),
        "fromDate": from_date,
        "toDate": to_date,
        "periods": _periods(periods),
        "timeframe": timeframe,
        "standardLayout": standard_layout,
        "paymentsOnly": payments_only,
    }
    return await get_report(client, "ProfitAndLoss", params)


async def balance_sheet(
    client: XeroClient,
    *,
    on: date | None = None,
    periods: int | None = None,
    timeframe: Timeframe | None = None,
    standard_layout: bool | None = None,
    payments_only: bool | None = None,
) -> Report:
    """Assets, liabilities and equity on a day (Xero: getReportBalanceSheet).

    Scope accounting.reports.balancesheet.read.
    """
    params = {
        "date": on,
        "periods": _periods(periods),
        "timeframe": timeframe,
        "standardLayout": standard_layout,
        "paymentsOnly": payments_only,
    }
    return await get_report(client, "BalanceSheet", params)


async def trial_balance(client: XeroClient, *, on: date | None = None, payments_only: bool | None = None) -> Report:
    """Every account's debit or credit on a day (Xero: getReportTrialBalance).

    Scope accounting.reports.trialbalance.read.
    """
    return await get_report(client, "TrialBalance", {"date": on, "paymentsOnly": payments_only})


async def bank_summary(client: XeroClient, *, from_date: date | None = None, to_date: date | None = None) -> Report:
    """Each bank account's opening and closing balance (Xero: getReportBankSummary).

    Scope accounting.reports.banksummary.read.
    """
    return await get_report(client, "BankSummary", {"fromDate": from_date, "toDate": to_date})


async def budget_summary(client: XeroClient, *, on: date, periods: int, months: int) -> Report:
    """What is budgeted for `periods` (1 to 12) of 1, 3 or 12 `months` each, from the month of a day on.

    Xero: getReportBudgetSummary. Scope accounting.reports.budgetsummary.read.
    """
    return await get_report(client, "BudgetSummary", {"date": on, "periods": periods, "timeframe": months})


async def executive_summary(client: XeroClient, *, on: date | None = None) -> Report:
    """Cash, profit, position and ratios of the month of a day, next to the month before.

    Xero: getReportExecutiveSummary. Scope accounting.reports.executivesummary.read.
    """
    return await get_report(client, "ExecutiveSummary", {"date": on})


async def tax_forms(client: XeroClient, *, year: int | None = None) -> list[TaxForm]:
    """What contacts were paid in a calendar year, by box of the forms 1099; of organisations in the United States.

    Xero: getReportTenNinetyNine. Scope accounting.reports.tenninetynine.read.
    """
    reply = await client.get("Reports/TenNinetyNine", {"reportYear": str(year)} if year is not None else {})
    return decode_page(TaxForm, reply.body)[0]


async def aged_receivables_by_contact(
    client: XeroClient,
    contact_id: str,
    *,
    on: date | None = None,
    from_date: date | None = None,
    to_date: date | None = None,
) -> Report:
    """What a customer owes, by age (Xero: getReportAgedReceivablesByContact). Scope accounting.reports.aged.read."""
    return await get_report(client, "AgedReceivablesByContact", _aged(contact_id, on, from_date, to_date))


async def aged_payables_by_contact(
    client: XeroClient,
    contact_id: str,
    *,
    on: date | None = None,
    from_date: date | None = None,
    to_date: date | None = None,
) -> Report:
    """What is owed to a supplier, by age (Xero: getReportAgedPayablesByContact). Scope accounting.reports.aged.read."""
    return await get_report(client, "AgedPayablesByContact", _aged(contact_id, on, from_date, to_date))


def _tracking(chosen: Sequence[TrackingChoice]) -> dict[str, str]:
    """The second category's parameters end with a 2."""
    if len(chosen) > MOST_TRACKING:
        raise _invalid("/tracking", f"must name at most {MOST_TRACKING} categories")
    params: dict[str, str] = {}
    for (category_id, option_id), ending in zip(chosen, ("", "2"), strict=False):
        params[f"trackingCategoryID{ending}"] = checked_guid(category_id, "/tracking")
        if option_id is not None:
            params[f"trackingOptionID{ending}"] = checked_guid(option_id, "/tracking")
    return params


def _aged(contact_id: str, on: date | None, first: date | None, last: date | None) -> dict[str, date | str | None]:
    return {"contactId": checked_guid(contact_id, "/contact_id"), "date": on, "fromDate": first, "toDate": last}


def _periods(number: int | None) -> int | None:
    if number is not None and not 1 <= number <= MOST_PERIODS:
        raise _invalid("/periods", f"must be 1 to {MOST_PERIODS}")
    return number


def _text(value: date | str | int | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return format_day(value) if isinstance(value, date) else str(value)


def _invalid(path: str, message: str) -> InvalidArguments:
    return InvalidArguments(f"{path[1:]} {message}.", fields=[FieldError(path, message)])
