"""How connected organisations appear in answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.auth.connections import Connection
from atom_xero_plugin.auth.scopes import covers
from atom_xero_plugin.xero.records.organisation import ORGANISATIONS, Action, OrganisationRecord

_AREAS = {
    "invoices and bills": "accounting.invoices",
    "payments": "accounting.payments",
    "bank transactions": "accounting.banktransactions",
    "contacts": "accounting.contacts",
    "accounts and settings": "accounting.settings",
    "attachments": "accounting.attachments",
}
_REPORTS = (
    "aged", "balancesheet", "banksummary", "executivesummary", "profitandloss", "trialbalance",
)  # fmt: skip


class OrganisationView(Struct, omit_defaults=True):
    """One organisation that the workspace is connected to."""

    id: Annotated[str, Meta(description="Xero's tenant id; name the organisation by it or by its name.")]
    name: Annotated[str, Meta(description="Name of the organisation.")]
    state: Annotated[str, Meta(description="connected, or disconnected: then a person must connect again.")]
    can_write: Annotated[list[str], Meta(description="What the connection may read and change.")]
    can_read: Annotated[list[str], Meta(description="What it may only read.")]
    reason: Annotated[str | None, Meta(description="Why it is disconnected.")] = None
    base_currency: Annotated[str | None, Meta(description="ISO 4217 code; left out until first used.")] = None
    country: Annotated[str | None, Meta(description="ISO 3166 code; left out until first used.")] = None


class OrganisationDetails(Struct, omit_defaults=True):
    """An organisation as Xero has it."""

    id: Annotated[str, Meta(description="Xero's id of the organisation.")]
    name: Annotated[str, Meta(description="Its name.")]
    country: Annotated[str | None, Meta(description="ISO 3166 code.")]
    base_currency: Annotated[str | None, Meta(description="ISO 4217 code.")]
    time_zone: Annotated[str | None, Meta(description="Xero's name of its time zone.")]
    financial_year_ends: Annotated[str | None, Meta(description="Last day of the financial year, MM-DD.")]
    legal_name: Annotated[str | None, Meta(description="Its legal name, where it is another.")] = None
    locked_until: Annotated[
        dt.date | None, Meta(description="Closed up to and including this day to all but advisers.")
    ] = None
    locked_to_all_until: Annotated[
        dt.date | None, Meta(description="Closed up to and including this day to everybody.")
    ] = None
    tax_number: Annotated[str | None, Meta(description="Its number for GST, VAT or sales tax.")] = None
    tax_basis: Annotated[str | None, Meta(description="Xero's word, for example ACCRUALS, PAYMENTS or CASH.")] = None
    tax_period: Annotated[str | None, Meta(description="How often it files, in Xero's word.")] = None
    pays_tax: Annotated[bool | None, Meta(description="Whether it is registered for tax.")] = None
    line_of_business: Annotated[str | None, Meta(description="What it does.")] = None
    type: Annotated[str | None, Meta(description="Xero's word, for example COMPANY or SOLETRADER.")] = None
    plan: Annotated[str | None, Meta(description="The plan of Xero that it is on, in Xero's word.")] = None
    demo: Annotated[bool, Meta(description="True for Xero's demo company.")] = False
    allowed: Annotated[
        list[str] | None, Meta(description="Actions that plan and role allow, in Xero's words; left out if unknown.")
    ] = None
    not_allowed: Annotated[list[str] | None, Meta(description="Actions that they do not allow.")] = None


def organisation_details(record: OrganisationRecord, actions: Sequence[Action] | None) -> OrganisationDetails:
    """An organisation, and what may be done in it if Xero says."""
    month, day = record.financial_year_end_month, record.financial_year_end_day
    allowed = [each.name for each in actions or () if each.status == "ALLOWED"]
    return OrganisationDetails(
        id=record.organisation_id,
        name=record.name or "",
        country=record.country_code,
        base_currency=record.base_currency,
        time_zone=record.timezone,
        financial_year_ends=f"{month:02}-{day:02}" if month and day else None,
        legal_name=record.legal_name if record.legal_name != record.name else None,
        locked_until=record.period_lock_date,
        locked_to_all_until=record.end_of_year_lock_date,
        tax_number=record.tax_number or None,
        tax_basis=record.sales_tax_basis,
        tax_period=record.sales_tax_period,
        pays_tax=record.pays_tax,
        line_of_business=record.line_of_business or None,
        type=record.organisation_type,
        plan=record.class_,
        demo=bool(record.is_demo_company),
        allowed=allowed or None,
        not_allowed=[each.name for each in actions or () if each.name not in allowed] or None,
    )


def organisation_view(connection: Connection) -> OrganisationView:
    """An organisation as its connection says."""
    details = connection.details or {}
    writes = [area for area, scope in _AREAS.items() if covers(connection.scopes, scope)]
    reads = [
        area for area, scope in _AREAS.items() if area not in writes and covers(connection.scopes, f"{scope}.read")
    ]
    return OrganisationView(
        id=connection.tenant_id,
        name=connection.tenant_name,
        state=connection.state,
        reason=connection.state_reason if connection.state != "connected" else None,
        base_currency=details.get("BaseCurrency"),
        country=details.get("CountryCode"),
        can_write=writes,
        can_read=[*reads, *_reports(connection.scopes)],
    )


def _reports(scopes: Sequence[str]) -> list[str]:
    readable = [name for name in _REPORTS if covers(scopes, f"accounting.reports.{name}.read")]
    if len(readable) == len(_REPORTS):
        return ["reports"]
    return [f"report {name}" for name in readable]


ORGANISATION: Final = RecordKind[OrganisationRecord](
    name="organisation",
    endpoint=ORGANISATIONS,
    sample={
        "OrganisationID": "3f6b1c52-8a0e-4d6f-9b57-2c41d0a7e913",
        "Name": "Harbour Street Studio Limited",
        "BaseCurrency": "NZD",
        "CountryCode": "NZ",
        "Timezone": "NEWZEALANDSTANDARDTIME",
        "FinancialYearEndDay": 31,
        "FinancialYearEndMonth": 3,
        "ShortCode": "!hst01",
    },
)
