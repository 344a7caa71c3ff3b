"""Payments of invoices, bills and credit notes."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from atom_xero_plugin.xero.decoding.base import Day, Word, XeroPart, XeroRecord
from atom_xero_plugin.xero.decoding.date_twins import instant_of
from atom_xero_plugin.xero.records.accounts import Account
from atom_xero_plugin.xero.records.invoices import AppliedCreditNote, AppliedOverpayment, AppliedPrepayment, Invoice
from atom_xero_plugin.xero.records.parts import XeroMessage


class PaymentBatch(XeroPart):
    """The batch a payment is part of. Xero writes its amount and flag as text."""

    batch_payment_id: Word | None = None
    account: Account | None = None
    date: Day | None = None
    type: Word | None = None
    status: Word | None = None
    total_amount: Decimal | None = None
    is_reconciled: bool | None = None


class Payment(XeroRecord):
    """Money paid on an invoice, bill or credit note. Created and deleted, never changed."""

    PLURAL: ClassVar[str] = "Payments"
    PATH: ClassVar[str] = "Payments"
    ID: ClassVar[str] = "payment_id"

    payment_id: str = ""
    date: Day | None = None
    amount: Decimal | None = None
    bank_amount: Decimal | None = None
    currency_rate: Decimal | None = None
    reference: str | None = None
    status: Word | None = None
    payment_type: Word | None = None
    is_reconciled: bool | None = None
    """Set by whoever made the payment; it does not say that a statement line was matched."""
    account: Account | None = None
    invoice: Invoice | None = None
    credit_note: AppliedCreditNote | None = None
    prepayment: AppliedPrepayment | None = None
    overpayment: AppliedOverpayment | None = None
    invoice_number: str | None = None
    credit_note_number: str | None = None
    batch_payment: PaymentBatch | None = None
    batch_payment_id: Word | None = None
    bank_account_number: str | None = None
    particulars: str | None = None
    code: str | None = None
    details: str | None = None
    has_account: bool | None = None
    has_validation_errors: bool | None = None
    updated_date_utc_string: str | None = None
    status_attribute_string: Word | None = None
    validation_errors: list[XeroMessage] | None = None
    warnings: list[XeroMessage] | None = None

    def __post_init__(self) -> None:
        """Take the instant of the last change from its twin where it stands alone."""
        self.updated_date_utc = self.updated_date_utc or instant_of(self.updated_date_utc_string)

    @property
    def in_batch(self) -> bool:
        """Whether it is part of a batch, which only Xero's pages can reverse."""
        return bool(self.batch_payment_id or self.batch_payment)
