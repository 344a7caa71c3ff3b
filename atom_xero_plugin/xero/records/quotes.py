"""Quotes: what a customer may accept. Source: OpenAPI 16.1.0, /Quotes; developer.xero.com, Quotes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar, Final, TypedDict

from atom_xero_plugin.xero.decoding.base import Day, Word, XeroRecord
from atom_xero_plugin.xero.decoding.date_twins import prefer_local
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.filters import Filter
from atom_xero_plugin.xero.records.contacts import Contact, NestedContact
from atom_xero_plugin.xero.records.parts import LineItem, LineItemBody, XeroMessage
from atom_xero_plugin.xero.where_clause import checked_guid, checked_text, checked_word


class Quote(XeroRecord):
    """A quote. Accepting it, or marking it as invoiced, makes no invoice."""

    PLURAL: ClassVar[str] = "Quotes"
    ID: ClassVar[str] = "quote_id"
    NUMBER: ClassVar[str] = "quote_number"

    quote_id: str = ""
    quote_number: str | None = None
    reference: str | None = None
    terms: str | None = None
    contact: Contact | None = None
    line_items: list[LineItem] | None = None
    date_string: str | None = None
    date: Day | None = None
    expiry_date_string: str | None = None
    expiry_date: Day | None = None
    status: Word | None = None
    currency_code: Word | None = None
    currency_rate: Decimal | None = None
    sub_total: Decimal | None = None
    total_tax: Decimal | None = None
    total: Decimal | None = None
    total_discount: Decimal | None = None
    title: str | None = None
    summary: str | None = None
    branding_theme_id: Word | None = None
    line_amount_types: Word | None = None
    status_attribute_string: Word | None = None
    validation_errors: list[XeroMessage] | None = None

    def __post_init__(self) -> None:
        """Take days from their duplicates, which are local and need no offset."""
        self.date = prefer_local(self.date_string, self.date)
        self.expiry_date = prefer_local(self.expiry_date_string, self.expiry_date)


class QuoteBody(TypedDict, total=False):
    """A quote to create or change. A change gives it a new number, and clears its terms, unless they are sent."""

    Status: str
    Contact: NestedContact
    Date: date
    ExpiryDate: date
    LineAmountTypes: str
    LineItems: list[LineItemBody]
    QuoteNumber: str
    Reference: str
    Title: str
    Summary: str
    Terms: str
    BrandingThemeID: str
    CurrencyCode: str
    CurrencyRate: Decimal


class QuoteFilter(Filter, frozen=True, kw_only=True):
    """Which quotes, by parameters of their own: Quotes take no `where`."""

    status: str | None = None
    contact_id: str | None = None
    number: str | None = None
    """Part of the number."""
    date_from: date | None = None
    date_to: date | None = None
    expiry_from: date | None = None
    expiry_to: date | None = None

    def _parameters(self) -> dict[str, str]:
        asked = {
            "Status": checked_word(self.status, "/status") if self.status else None,
            "ContactID": checked_guid(self.contact_id, "/contact_id") if self.contact_id else None,
            "QuoteNumber": checked_text(self.number, "/number") if self.number else None,
            "DateFrom": self.date_from,
            "DateTo": self.date_to,
            "ExpiryDateFrom": self.expiry_from,
            "ExpiryDateTo": self.expiry_to,
        }
        return {name: str(value) for name, value in asked.items() if value is not None}


QUOTES: Final = Endpoint(
    Quote,
    QuoteBody,
    path="Quotes",
    scope="accounting.invoices",
    page_size=100,
    sized=False,
    page="/app/quotes/view/{}",
    statuses=("DRAFT", "SENT", "DECLINED", "ACCEPTED", "INVOICED", "DELETED"),
    history=True,
    attachments=True,
    pdf=True,
)
