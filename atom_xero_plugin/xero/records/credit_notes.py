"""Credit notes: to customers (ACCRECCREDIT) and from suppliers (ACCPAYCREDIT). Source: OpenAPI 16.1.0, /CreditNotes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import ClassVar, Final, Literal, TypedDict

from atom_xero_plugin.xero import where_clause
from atom_xero_plugin.xero.decoding.base import Day, Word, XeroRecord
from atom_xero_plugin.xero.decoding.date_twins import instant_of, prefer_local
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.filters import Filter, days
from atom_xero_plugin.xero.records.allocations import Allocation
from atom_xero_plugin.xero.records.contacts import Contact, NestedContact
from atom_xero_plugin.xero.records.invoices import InvoicePayment
from atom_xero_plugin.xero.records.parts import LineItem, LineItemBody, XeroMessage
from atom_xero_plugin.xero.where_clause import checked_word

CreditKind = Literal["customer", "supplier"]
"""ACCRECCREDIT or ACCPAYCREDIT, in a word that people use."""
TYPE_OF: Final[dict[CreditKind, str]] = {"customer": "ACCRECCREDIT", "supplier": "ACCPAYCREDIT"}


class CreditNote(XeroRecord):
    """A credit note. `remaining_credit` is the truth about what can still be used of it."""

    PLURAL: ClassVar[str] = "CreditNotes"
    ID: ClassVar[str] = "credit_note_id"
    NUMBER: ClassVar[str] = "credit_note_number"
    UNDECLARED: ClassVar[frozenset[str]] = frozenset({"DateString", "DueDateString", "ID"})

    type: Word | None = None
    credit_note_id: str = ""
    id: Word | None = None
    credit_note_number: str | None = None
    reference: str | None = None
    contact: Contact | None = None
    date_string: str | None = None
    date: Day | None = None
    due_date_string: str | None = None
    due_date: Day | None = None
    status: Word | None = None
    line_amount_types: Word | None = None
    line_items: list[LineItem] | None = None
    sub_total: Decimal | None = None
    total_tax: Decimal | None = None
    total: Decimal | None = None
    remaining_credit: Decimal | None = None
    applied_amount: Decimal | None = None
    allocations: list[Allocation] | None = None
    payments: list[InvoicePayment] | None = None
    fully_paid_on_date: Day | None = None
    currency_code: Word | None = None
    currency_rate: Decimal | None = None
    cis_deduction: Decimal | None = None
    cis_rate: Decimal | None = None
    branding_theme_id: Word | None = None
    sent_to_contact: bool | None = None
    has_attachments: bool | None = None
    has_errors: bool | None = None
    updated_date_utc_string: str | None = None
    status_attribute_string: Word | None = None
    validation_errors: list[XeroMessage] | None = None
    warnings: list[XeroMessage] | None = None

    def __post_init__(self) -> None:
        """Take days from their duplicates, which are local and need no offset."""
        self.date = prefer_local(self.date_string, self.date)
        self.due_date = prefer_local(self.due_date_string, self.due_date)
        self.updated_date_utc = self.updated_date_utc or instant_of(self.updated_date_utc_string)

    @property
    def is_suppliers(self) -> bool:
        """Whether a supplier credits us, and not we a customer."""
        return self.type == TYPE_OF["supplier"]


class CreditNoteBody(TypedDict, total=False):
    """A credit note to create or change. Allocations are made apart: sent along, Xero ignores them."""

    Type: str
    Status: str
    Contact: NestedContact
    Date: date
    LineAmountTypes: str
    LineItems: list[LineItemBody]
    CreditNoteNumber: str
    Reference: str
    BrandingThemeID: str
    CurrencyCode: str
    CurrencyRate: Decimal


class CreditNoteFilter(Filter, frozen=True, kw_only=True):
    """Which credit notes. Days are inclusive. A number is no optimised filter: it serves books of up to 100,000."""

    TEXTS: ClassVar[dict[str, tuple[str, str]]] = {
        "reference": ("Reference", "reference"), "number": ("CreditNoteNumber", "credit_note_number"),
    }  # fmt: skip

    kind: CreditKind | None = None
    status: str | None = None
    contact_id: str | None = None
    number: str | None = None
    reference: str | None = None
    date_from: date | None = None
    date_to: date | None = None
    paid_after: date | None = None
    """Used up after this day. It is no optimised filter."""

    def _terms(self) -> Iterator[str]:
        if self.kind is not None:
            yield f'Type=="{TYPE_OF[self.kind]}"'
        if self.status is not None:
            yield f'Status=="{checked_word(self.status, "/status")}"'
        if self.contact_id is not None:
            yield f"Contact.ContactID == {where_clause.guid(self.contact_id, '/contact_id')}"
        yield from self._texts()
        yield from days("Date", self.date_from, self.date_to)
        if self.paid_after is not None:
            yield f"FullyPaidOnDate > {where_clause.day(self.paid_after)}"


CREDIT_NOTES: Final = Endpoint(
    CreditNote,
    CreditNoteBody,
    path="CreditNotes",
    scope="accounting.invoices",
    four_decimals=True,
    fixed=("Type",),
    page="/AccountsPayable/ViewCreditNote.aspx?creditNoteID={}",
    statuses=("DRAFT", "SUBMITTED", "AUTHORISED", "PAID", "VOIDED", "DELETED"),
    history=True,
    attachments=True,
    pdf=True,
)
"""Xero's own command line leads to this page for both kinds of credit note."""
