"""Repeating invoices: templates by which Xero makes invoices. Source: OpenAPI 16.1.0, developer.xero.com, same name.

A template is made and deleted, and never changed: a POST with any status but DELETED is refused.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar, Final, TypedDict

from atom_xero_plugin.xero.decoding.base import Day, Word, XeroPart, XeroRecord
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.records.contacts import Contact, NestedContact
from atom_xero_plugin.xero.records.parts import Attachment, LineItem, LineItemBody, XeroMessage


class Schedule(XeroPart):
    """How often, and when each invoice is due: `due_date` is a number that `due_date_type` explains."""

    period: int | None = None
    unit: Word | None = None
    due_date: int | None = None
    due_date_type: Word | None = None
    start_date: Day | None = None
    next_scheduled_date: Day | None = None
    end_date: Day | None = None


class RepeatingInvoice(XeroRecord):
    """A template. Its invoices are drafts or approved, as its status says."""

    PLURAL: ClassVar[str] = "RepeatingInvoices"
    ID: ClassVar[str] = "repeating_invoice_id"
    UNDECLARED: ClassVar[frozenset[str]] = frozenset({"ValidationErrors"})

    repeating_invoice_id: str = ""
    id: Word | None = None
    type: Word | None = None
    contact: Contact | None = None
    schedule: Schedule | None = None
    line_items: list[LineItem] | None = None
    line_amount_types: Word | None = None
    reference: str | None = None
    branding_theme_id: Word | None = None
    currency_code: Word | None = None
    status: Word | None = None
    sub_total: Decimal | None = None
    total_tax: Decimal | None = None
    total: Decimal | None = None
    has_attachments: bool | None = None
    attachments: list[Attachment] | None = None
    approved_for_sending: bool | None = None
    send_copy: bool | None = None
    mark_as_sent: bool | None = None
    include_pdf: bool | None = None
    validation_errors: list[XeroMessage] | None = None


class ScheduleBody(TypedDict, total=False):
    """How often, and when each invoice is due."""

    Period: int
    Unit: str
    DueDate: int
    DueDateType: str
    StartDate: date
    EndDate: date


class RepeatingInvoiceBody(TypedDict, total=False):
    """A template to create; of one that is there the status DELETED alone is taken."""

    Type: str
    Contact: NestedContact
    Schedule: ScheduleBody
    LineItems: list[LineItemBody]
    LineAmountTypes: str
    Reference: str
    BrandingThemeID: str
    CurrencyCode: str
    Status: str
    ApprovedForSending: bool
    SendCopy: bool
    MarkAsSent: bool
    IncludePDF: bool


REPEATING_INVOICES: Final = Endpoint(
    RepeatingInvoice,
    RepeatingInvoiceBody,
    path="RepeatingInvoices",
    scope="accounting.invoices",
    page_size=None,
    changes=False,
    statuses=("DRAFT", "AUTHORISED", "DELETED"),
    fixed=("Type", "Contact.ContactID", "Schedule.Period", "Schedule.Unit"),
    history=True,
    attachments=True,
)
