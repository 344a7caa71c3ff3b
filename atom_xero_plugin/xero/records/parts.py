"""Parts that several records have: addresses, payment terms, Xero's own messages, attachments."""

from __future__ import annotations

from decimal import Decimal

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
