"""Invoices: sales (ACCREC) and bills (ACCPAY), with what was paid on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import ClassVar, Final, Literal, Self, TypedDict

import msgspec

from atom_xero_plugin.xero import where_clause
from atom_xero_plugin.xero.decoding.base import Day, Word, XeroPart, XeroRecord
from atom_xero_plugin.xero.decoding.date_twins import instant_of, prefer_local
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.filters import Filter, days, flags, listed
from atom_xero_plugin.xero.records.contacts import Contact, NestedContact
from atom_xero_plugin.xero.records.parts import Attachment, LineItem, LineItemBody, XeroMessage
from atom_xero_plugin.xero.where_clause import checked_guid, checked_text, checked_word

__all__ = [
    "AppliedCreditNote",
    "AppliedOverpayment",
    "AppliedPrepayment",
    "Invoice",
    "InvoicePayment",
    "Kind",
    "LineItem",
]

Kind = Literal["sales", "bill"]
"""ACCREC or ACCPAY, in a word that people use."""
TYPE_OF: Final[dict[Kind, str]] = {"sales": "ACCREC", "bill": "ACCPAY"}


class InvoicePayment(XeroPart):
    """A payment as an invoice shows it."""

    payment_id: Word | None = None
    date: Day | None = None
    amount: Decimal | None = None
    reference: str | None = None
    currency_rate: Decimal | None = None
    has_account: bool | None = None
    has_validation_errors: bool | None = None
    batch_payment_id: Word | None = None
    bank_amount: Decimal | None = None


class AppliedCreditNote(XeroPart):
    """A credit note used against an invoice."""

    credit_note_id: Word | None = None
    credit_note_number: str | None = None
    date: Day | None = None
    total: Decimal | None = None
    applied_amount: Decimal | None = None
    has_errors: bool | None = None


class AppliedPrepayment(XeroPart):
    """A prepayment used against an invoice."""

    prepayment_id: Word | None = None
    date: Day | None = None
    total: Decimal | None = None
    applied_amount: Decimal | None = None


class AppliedOverpayment(XeroPart):
    """An overpayment used against an invoice."""

    overpayment_id: Word | None = None
    date: Day | None = None
    total: Decimal | None = None
    applied_amount: Decimal | None = None


class Invoice(XeroRecord):
    """A sales invoice or a bill. `amount_due` is the truth about what is open: a part-paid one stays AUTHORISED."""

    PLURAL: ClassVar[str] = "Invoices"
    ID: ClassVar[str] = "invoice_id"
    NUMBER: ClassVar[str] = "invoice_number"
    OPEN: ClassVar[str] = "AUTHORISED"
    """The status of those that await payment."""
    UNDECLARED: ClassVar[frozenset[str]] = frozenset({"DateString", "DueDateString", "RoundingAmount"})

    type: Word | None = None
    invoice_id: str = ""
    invoice_number: str | None = None
    reference: str | None = None
    payments: list[InvoicePayment] | None = None
    credit_notes: list[AppliedCreditNote] | None = None
    prepayments: list[AppliedPrepayment] | None = None
    overpayments: list[AppliedOverpayment] | None = None
    amount_due: Decimal | None = None
    amount_paid: Decimal | None = None
    amount_credited: Decimal | None = None
    currency_rate: Decimal | None = None
    is_discounted: bool | None = None
    has_attachments: bool | None = None
    has_errors: bool | None = None
    contact: Contact | None = None
    date_string: str | None = None
    date: Day | None = None
    due_date_string: str | None = None
    due_date: Day | None = None
    branding_theme_id: Word | None = None
    status: Word | None = None
    line_amount_types: Word | None = None
    line_items: list[LineItem] | None = None
    sub_total: Decimal | None = None
    total_tax: Decimal | None = None
    total: Decimal | None = None
    expected_payment_date: Day | None = None
    planned_payment_date: Day | None = None
    fully_paid_on_date: Day | None = None
    currency_code: Word | None = None
    total_discount: Decimal | None = None
    rounding_amount: Decimal | None = None
    cis_deduction: Decimal | None = None
    cis_rate: Decimal | None = None
    repeating_invoice_id: Word | None = None
    url: str | None = None
    sent_to_contact: bool | None = None
    attachments: list[Attachment] | None = None
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
    def is_bill(self) -> bool:
        """Whether it is a bill from a supplier, and not a sales invoice."""
        return self.type == "ACCPAY"


class InvoiceRef(TypedDict, total=False):
    """The invoice that a payment is for."""

    InvoiceID: str
    InvoiceNumber: str


class InvoiceBody(TypedDict, total=False):
    """A sales invoice (ACCREC) or bill (ACCPAY) to create or change."""

    Type: str
    Status: str
    Contact: NestedContact
    Date: date
    DueDate: date
    LineAmountTypes: str
    LineItems: list[LineItemBody]
    InvoiceNumber: str
    Reference: str
    BrandingThemeID: str
    Url: str
    CurrencyCode: str
    CurrencyRate: Decimal
    SentToContact: bool
    ExpectedPaymentDate: date
    PlannedPaymentDate: date


class InvoiceFilter(Filter, frozen=True, kw_only=True):
    """Which invoices and bills. Days are inclusive but for `due_before`."""

    LISTS: ClassVar[tuple[str, ...]] = ("ids", "contact_ids", "invoice_numbers")
    TEXTS: ClassVar[dict[str, tuple[str, str]]] = {
        "reference": ("Reference", "reference"), "odd_number": ("InvoiceNumber", "invoice_number"),
    }  # fmt: skip
    SEARCHED: ClassVar[frozenset[str]] = frozenset(TEXTS)
    PATHS: ClassVar[dict[str, str]] = {"odd_number": "/invoice_numbers/0"}

    kind: Kind | None = None
    statuses: Sequence[str] = ()
    ids: Sequence[str] = ()
    contact_ids: Sequence[str] = ()
    invoice_numbers: Sequence[str] = ()
    reference: str | None = None
    date_from: date | None = None
    date_to: date | None = None
    due_from: date | None = None
    due_to: date | None = None
    due_before: date | None = None
    paid_after: date | None = None
    """Those of which the last payment is of a later day."""
    unpaid_only: bool = False
    """Something is still due; only approved ones (AUTHORISED) unless `statuses` says otherwise."""
    min_amount_due: Decimal | None = None
    max_amount_due: Decimal | None = None
    search_term: str | None = None
    """In number and reference."""
    summary_only: bool = False
    """Without lines and payments: fewer bytes, which Xero charges for."""
    created_by_my_app: bool = False

    def chunks(self) -> list[Self]:
        """As for every filter; a number with a comma is asked for by itself, since commas part the list."""
        plain = [each for each in self.invoice_numbers if "," not in each]
        odd = [each for each in dict.fromkeys(self.invoice_numbers) if "," in each]
        if not odd or len(self.invoice_numbers) == 1:
            return super().chunks()
        alone = [chunk for each in odd for chunk in msgspec.structs.replace(self, invoice_numbers=(each,)).chunks()]
        return (msgspec.structs.replace(self, invoice_numbers=plain).chunks() if plain else []) + alone

    def _terms(self) -> Iterator[str]:
        if self.kind is not None:
            yield f'Type=="{TYPE_OF[self.kind]}"'
        yield from self._texts()
        yield from days("Date", self.date_from, self.date_to)
        yield from days("DueDate", self.due_from, self.due_to)
        if self.due_before is not None:
            yield f"DueDate < {where_clause.day(self.due_before)}"
        if self.paid_after is not None:
            yield f"FullyPaidOnDate > {where_clause.day(self.paid_after)}"
        if self.unpaid_only:
            yield "AmountDue > 0"
        if self.min_amount_due is not None:
            yield f"AmountDue >= {where_clause.number(self.min_amount_due, '/min_amount_due')}"
        if self.max_amount_due is not None:
            yield f"AmountDue <= {where_clause.number(self.max_amount_due, '/max_amount_due')}"

    def _parameters(self) -> dict[str, str]:
        statuses = self.statuses or (("AUTHORISED",) if self.unpaid_only else ())
        numbers = () if self.odd_number is not None else self.invoice_numbers
        return (
            listed("Statuses", statuses, "/statuses", checked_word)
            | listed("IDs", self.ids, "/ids", checked_guid)
            | listed("ContactIDs", self.contact_ids, "/contact_ids", checked_guid)
            | listed("InvoiceNumbers", numbers, "/invoice_numbers", checked_text)
            | self._searched(self.search_term)
            | flags(summaryOnly=self.summary_only, createdByMyApp=self.created_by_my_app)
        )

    @property
    def odd_number(self) -> str | None:
        """The only number asked for, if a comma keeps it out of a list."""
        first, *others = self.invoice_numbers or ("",)
        return first if "," in first and not others else None


INVOICES = Endpoint(
    Invoice, InvoiceBody, path="Invoices", scope="accounting.invoices", four_decimals=True, fixed=("Type",),
    page="/AccountsReceivable/View.aspx?InvoiceID={}",
    statuses=("DRAFT", "SUBMITTED", "AUTHORISED", "PAID", "VOIDED", "DELETED"),
    history=True, attachments=True, pdf=True,
)  # fmt: skip
"""Sales invoices and bills. LineItems replace all lines: one without its LineItemID is deleted and made again."""
BILL_PAGE: Final = "/AccountsPayable/Edit.aspx?InvoiceID={}"
