"""Purchase orders: what a supplier is asked for. Source: OpenAPI 16.1.0, /PurchaseOrders; developer.xero.com, same."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar, Final, TypedDict

from atom_xero_plugin.xero.decoding.base import Day, Word, XeroRecord
from atom_xero_plugin.xero.decoding.date_twins import prefer_local
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.filters import Filter
from atom_xero_plugin.xero.records.contacts import Contact, NestedContact
from atom_xero_plugin.xero.records.parts import Attachment, LineItem, LineItemBody, XeroMessage
from atom_xero_plugin.xero.where_clause import checked_guid, checked_text, checked_word, compared


class PurchaseOrder(XeroRecord):
    """A purchase order. It posts nothing; marking it as billed makes no bill."""

    PLURAL: ClassVar[str] = "PurchaseOrders"
    ID: ClassVar[str] = "purchase_order_id"
    NUMBER: ClassVar[str] = "purchase_order_number"
    UNDECLARED: ClassVar[frozenset[str]] = frozenset({"DateString", "DeliveryDateString", "ExpectedArrivalDateString"})

    purchase_order_id: str = ""
    purchase_order_number: str | None = None
    reference: str | None = None
    contact: Contact | None = None
    line_items: list[LineItem] | None = None
    date_string: str | None = None
    date: Day | None = None
    delivery_date_string: str | None = None
    delivery_date: Day | None = None
    expected_arrival_date_string: str | None = None
    expected_arrival_date: Day | None = None
    delivery_address: str | None = None
    attention_to: str | None = None
    telephone: str | None = None
    delivery_instructions: str | None = None
    status: Word | None = None
    line_amount_types: Word | None = None
    currency_code: Word | None = None
    currency_rate: Decimal | None = None
    sub_total: Decimal | None = None
    total_tax: Decimal | None = None
    total: Decimal | None = None
    total_discount: Decimal | None = None
    branding_theme_id: Word | None = None
    sent_to_contact: bool | None = None
    has_attachments: bool | None = None
    attachments: list[Attachment] | None = None
    status_attribute_string: Word | None = None
    validation_errors: list[XeroMessage] | None = None
    warnings: list[XeroMessage] | None = None

    def __post_init__(self) -> None:
        """Take days from their duplicates, which are local and need no offset."""
        self.date = prefer_local(self.date_string, self.date)
        self.delivery_date = prefer_local(self.delivery_date_string, self.delivery_date)
        self.expected_arrival_date = prefer_local(self.expected_arrival_date_string, self.expected_arrival_date)


class PurchaseOrderBody(TypedDict, total=False):
    """A purchase order to create or change. Its contact must be there: none is made of a name."""

    Status: str
    Contact: NestedContact
    Date: date
    DeliveryDate: date
    ExpectedArrivalDate: date
    LineAmountTypes: str
    LineItems: list[LineItemBody]
    PurchaseOrderNumber: str
    Reference: str
    DeliveryAddress: str
    AttentionTo: str
    Telephone: str
    DeliveryInstructions: str
    BrandingThemeID: str
    CurrencyCode: str
    CurrencyRate: Decimal
    SentToContact: bool


class PurchaseOrderFilter(Filter, frozen=True, kw_only=True):
    """Which purchase orders. They take no `where`: contact and number are compared here."""

    status: str | None = None
    date_from: date | None = None
    date_to: date | None = None
    contact_id: str | None = None
    number: str | None = None

    def unsaid(self) -> dict[str, str]:
        """What Xero cannot be asked for: every order of the days and the status is read then."""
        asked = {"contact": self.contact_id, "number": self.number}
        return {name: checked_text(value, f"/{name}") for name, value in asked.items() if value is not None}

    def matches(self, record: XeroRecord) -> bool:
        """Whether a record that Xero answered has what could not be asked for."""
        contact: Contact | None = getattr(record, "contact", None)
        theirs = self.contact_id is None or (contact is not None and contact.contact_id == self.contact_id)
        return theirs and (self.number is None or compared(record.record_number) == compared(self.number))

    def _parameters(self) -> dict[str, str]:
        if self.contact_id is not None:
            checked_guid(self.contact_id, "/contact_id")
        asked = {
            "Status": checked_word(self.status, "/status") if self.status else None,
            "DateFrom": self.date_from,
            "DateTo": self.date_to,
        }
        return {name: str(value) for name, value in asked.items() if value is not None}


PURCHASE_ORDERS: Final = Endpoint(
    PurchaseOrder,
    PurchaseOrderBody,
    path="PurchaseOrders",
    scope="accounting.invoices",
    page="/AccountsPayable/ViewPurchaseOrder.aspx?PurchaseOrderID={}",  # as others link to it; Xero documents none
    statuses=("DRAFT", "SUBMITTED", "AUTHORISED", "BILLED", "DELETED"),
    numbered=True,
    history=True,
    attachments=True,
    pdf=True,
)
