"""The organisation itself: currency, time zone, financial year, what is locked."""

from __future__ import annotations

from typing import ClassVar

from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.decoding.base import Day, Instant, Word, XeroPart, XeroRecord, decode_page
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.records.parts import Address, PaymentTerms, Phone


class ExternalLink(XeroPart):
    """A page of the organisation elsewhere."""

    link_type: Word | None = None
    url: str | None = None
    description: str | None = None


class OrganisationRecord(XeroRecord):
    """A Xero organisation."""

    PLURAL: ClassVar[str] = "Organisations"
    ID: ClassVar[str] = "organisation_id"

    organisation_id: str = ""
    name: str | None = None
    legal_name: str | None = None
    short_code: Word | None = None
    """Part of the addresses of its pages at go.xero.com."""
    version: Word | None = None
    edition: Word | None = None
    class_: Word | None = None
    """The plan it is on; Xero adds new ones every few weeks."""
    organisation_type: Word | None = None
    organisation_entity_type: Word | None = None
    organisation_status: Word | None = None
    is_demo_company: bool | None = None
    base_currency: Word | None = None
    country_code: Word | None = None
    timezone: Word | None = None
    """Xero's name of a time zone, for example NEWZEALANDSTANDARDTIME; see `periods.zone_of`."""
    financial_year_end_day: int | None = None
    financial_year_end_month: int | None = None
    period_lock_date: Day | None = None
    """Locked for all but advisers, up to and including this day."""
    end_of_year_lock_date: Day | None = None
    """Locked for all, up to and including this day."""
    pays_tax: bool | None = None
    tax_number: str | None = None
    sales_tax_basis: Word | None = None
    sales_tax_period: Word | None = None
    default_sales_tax: str | None = None
    default_purchases_tax: str | None = None
    registration_number: str | None = None
    employer_identification_number: str | None = None
    line_of_business: str | None = None
    addresses: list[Address] | None = None
    phones: list[Phone] | None = None
    external_links: list[ExternalLink] | None = None
    payment_terms: PaymentTerms | None = None
    created_date_utc: Instant | None = None


class Action(XeroRecord):
    """Something that the connection may do in the organisation, or not."""

    PLURAL: ClassVar[str] = "Actions"
    ID: ClassVar[str] = "name"

    name: str = ""
    status: Word | None = None
    """ALLOWED or NOT-ALLOWED."""


async def actions_of(xero: XeroClient) -> list[Action]:
    """What the connection may do in the organisation, by its plan and by the role of the person who connected it."""
    return decode_page(Action, (await xero.get("Organisation/Actions")).body)[0]


ORGANISATIONS = Endpoint(
    OrganisationRecord, None, path="Organisation", scope="accounting.settings", page_size=None, changes=False
)
"""A list of one, which Xero does not count as egress."""
