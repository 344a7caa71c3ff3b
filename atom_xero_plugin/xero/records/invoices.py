"""Invoices: sales (ACCREC) and bills (ACCPAY), with what was paid on them."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

from atom_xero_plugin.xero.decoding.base import Day, Word, XeroPart, XeroRecord
from atom_xero_plugin.xero.decoding.date_twins import instant_of, prefer_local
from atom_xero_plugin.xero.records.contacts import Contact
from atom_xero_plugin.xero.records.parts import Attachment, LineItem, XeroMessage

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
    PATH: ClassVar[str] = "Invoices"
    ID: ClassVar[str] = "invoice_id"
    OPEN: ClassVar[str] = "AUTHORISED"
    """The status of those that await payment."""

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
        """Take days from their twins, which are local and need no offset."""
        self.date = prefer_local(self.date_string, self.date)
        self.due_date = prefer_local(self.due_date_string, self.due_date)
        self.updated_date_utc = self.updated_date_utc or instant_of(self.updated_date_utc_string)

    @property
    def is_bill(self) -> bool:
        """Whether it is a bill from a supplier, and not a sales invoice."""
        return self.type == "ACCPAY"
