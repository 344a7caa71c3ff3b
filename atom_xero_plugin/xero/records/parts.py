"""Parts that several records have: addresses, payment terms, Xero's own messages, attachments."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, TypedDict

from atom_xero_plugin.xero.decoding.base import Word, XeroPart


class Address(XeroPart):
    """A postal or street address (POBOX, STREET, DELIVERY)."""

    address_type: Word | None = None
    attention_to: str | None = None
    address_line1: str | None = None
    address_line2: str | None = None
    address_line3: str | None = None
    address_line4: str | None = None
    city: str | None = None
    region: str | None = None
    postal_code: str | None = None
    country: str | None = None


class Phone(XeroPart):
    """A telephone number (DEFAULT, DDI, MOBILE, FAX), in the three parts Xero keeps."""

    phone_type: Word | None = None
    phone_number: str | None = None
    phone_area_code: str | None = None
    phone_country_code: str | None = None


class Term(XeroPart):
    """When something is due: a day and how it counts, for example 20 and OFFOLLOWINGMONTH."""

    day: int | None = None
    type: Word | None = None


class PaymentTerms(XeroPart):
    """When bills and sales invoices are due unless they say otherwise."""

    bills: Term | None = None
    sales: Term | None = None


class XeroMessage(XeroPart):
    """One of Xero's validation errors or warnings; the message stands under either name."""

    UNDECLARED: ClassVar[frozenset[str]] = frozenset({"Description"})

    message: str | None = None
    description: str | None = None

    @property
    def text(self) -> str:
        """What Xero says."""
        return self.message or self.description or ""


class Attachment(XeroPart):
    """A file kept with a record."""

    attachment_id: Word | None = None
    file_name: str | None = None
    url: str | None = None
    mime_type: Word | None = None
    content_length: int | None = None
    include_online: bool | None = None


class Tracking(XeroPart):
    """A tracking category and the option chosen in it."""

    tracking_category_id: Word | None = None
    tracking_option_id: Word | None = None
    name: str | None = None
    option: str | None = None


class LineItem(XeroPart):
    """A line of an invoice, bill or bank transaction. Tax is Xero's, rounded to the cent on each line."""

    UNDECLARED: ClassVar[frozenset[str]] = frozenset({"ValidationErrors"})

    item_code: str | None = None
    description: str | None = None
    unit_amount: Decimal | None = None
    tax_type: Word | None = None
    tax_amount: Decimal | None = None
    line_amount: Decimal | None = None
    account_code: str | None = None
    tracking: list[Tracking] | None = None
    quantity: Decimal | None = None
    line_item_id: Word | None = None
    account_id: Word | None = None
    validation_errors: list[XeroMessage] | None = None
    discount_rate: Decimal | None = None
    discount_amount: Decimal | None = None
    repeating_invoice_id: Word | None = None


class AddressBody(TypedDict, total=False):
    """An address."""

    AddressType: str
    AttentionTo: str
    AddressLine1: str
    AddressLine2: str
    AddressLine3: str
    AddressLine4: str
    City: str
    Region: str
    PostalCode: str
    Country: str


class PhoneBody(TypedDict, total=False):
    """A telephone number."""

    PhoneType: str
    PhoneNumber: str
    PhoneAreaCode: str
    PhoneCountryCode: str


class TermBody(TypedDict, total=False):
    """When something is due."""

    Day: int
    Type: str


class PaymentTermsBody(TypedDict, total=False):
    """When bills and sales invoices are due."""

    Bills: TermBody
    Sales: TermBody


class TrackingBody(TypedDict, total=False):
    """A tracking option of a line."""

    TrackingCategoryID: str
    TrackingOptionID: str
    Name: str
    Option: str


class LineItemBody(TypedDict, total=False):
    """A line. An update replaces all lines: one without its LineItemID is deleted and made again."""

    LineItemID: str
    Description: str
    Quantity: Decimal
    UnitAmount: Decimal
    LineAmount: Decimal
    ItemCode: str
    AccountCode: str
    AccountID: str
    TaxType: str
    TaxAmount: Decimal
    DiscountRate: Decimal
    DiscountAmount: Decimal
    Tracking: list[TrackingBody]
