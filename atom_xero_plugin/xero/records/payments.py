"""Payments of invoices, bills and credit notes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import ClassVar, TypedDict

from atom_xero_plugin.xero import where_clause
from atom_xero_plugin.xero.decoding.base import Day, Word, XeroPart, XeroRecord
from atom_xero_plugin.xero.decoding.date_twins import instant_of
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.filters import Filter, days
from atom_xero_plugin.xero.records.accounts import Account, NestedAccount
from atom_xero_plugin.xero.records.invoices import (
    TYPE_OF,
    AppliedCreditNote,
    AppliedOverpayment,
    AppliedPrepayment,
    Invoice,
    InvoiceRef,
    Kind,
)
from atom_xero_plugin.xero.records.parts import XeroMessage
from atom_xero_plugin.xero.where_clause import checked_guid, checked_word
from atom_xero_plugin.xero.write import Write


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
        """Take the instant of the last change from its duplicate where it stands alone."""
        self.updated_date_utc = self.updated_date_utc or instant_of(self.updated_date_utc_string)

    @property
    def in_batch(self) -> bool:
        """Whether it is part of a batch, which is reversed as a whole only."""
        return bool(self.batch_payment_id or self.batch_payment)

    @property
    def batch_id(self) -> str | None:
        """The id of its batch, where Xero gives it."""
        return self.batch_payment_id or (self.batch_payment.batch_payment_id if self.batch_payment else None)

    @property
    def is_money_in(self) -> bool:
        """Whether the bank account received it: of a sales invoice, or the refund of a credit with a supplier."""
        kind = self.payment_type or ""
        return kind.startswith(("ACCREC", "AP"))


class CreditNoteRef(TypedDict, total=False):
    """The credit note that a payment refunds."""

    CreditNoteID: str


class PrepaymentRef(TypedDict, total=False):
    """The prepayment that a payment refunds."""

    PrepaymentID: str


class OverpaymentRef(TypedDict, total=False):
    """The overpayment that a payment refunds."""

    OverpaymentID: str


class PaymentBody(TypedDict, total=False):
    """A payment to create, of one document; it cannot be changed later, only deleted."""

    Invoice: InvoiceRef
    CreditNote: CreditNoteRef
    Prepayment: PrepaymentRef
    Overpayment: OverpaymentRef
    Account: NestedAccount
    Date: date
    Amount: Decimal
    CurrencyRate: Decimal
    Reference: str
    IsReconciled: bool


class PaymentFilter(Filter, frozen=True, kw_only=True):
    """Which payments. Xero has no optimised search for them: give days to keep it small."""

    TEXTS: ClassVar[dict[str, tuple[str, str]]] = {"reference": ("Reference", "reference")}

    kind: Kind | None = None
    """Of sales invoices, or of bills."""
    payment_type: str | None = None
    """Xero's word, such as ARCREDITPAYMENT."""
    status: str | None = None
    invoice_id: str | None = None
    account_id: str | None = None
    """The bank account they went over."""
    reference: str | None = None
    date_from: date | None = None
    date_to: date | None = None

    def _terms(self) -> Iterator[str]:
        if self.kind is not None:
            yield f'PaymentType=="{TYPE_OF[self.kind]}PAYMENT"'
        if self.payment_type is not None:
            yield f'PaymentType=="{checked_word(self.payment_type, "/payment_type")}"'
        if self.status is not None:
            yield f'Status=="{checked_word(self.status, "/status")}"'
        if self.invoice_id is not None:
            yield f"Invoice.InvoiceID == {where_clause.guid(self.invoice_id, '/invoice_id')}"
        if self.account_id is not None:
            yield f"Account.AccountID == {where_clause.guid(self.account_id, '/account_id')}"
        yield from self._texts()
        yield from days("Date", self.date_from, self.date_to)


PAYMENTS = Endpoint(
    Payment, PaymentBody, path="Payments", scope="accounting.payments",
    page="/Bank/ViewTransaction.aspx?bankTransactionID={}", statuses=("AUTHORISED", "DELETED"),
    fixed=("Amount", "Invoice.InvoiceID", "Account.AccountID"), history=True,
)  # fmt: skip


def delete_payment(payment_id: str) -> Write:
    """Delete a payment (Xero: deletePayment).

    Send it without an idempotency key: it is idempotent by itself, and a key may replay an old error.
    """
    return Write.of("POST", f"{PAYMENTS.path}/{checked_guid(payment_id, '/payment_id')}", {"Status": "DELETED"})
