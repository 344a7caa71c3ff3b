"""Batch payments: one movement on a bank account that pays several bills, or that several sales invoices came in by.

Source: developer.xero.com, Batch Payments; OpenAPI 16.1.0. They are created and deleted as a whole, never changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import ClassVar, TypedDict

from atom_xero_plugin.xero import where_clause
from atom_xero_plugin.xero.decoding.base import Day, Word, XeroPart, XeroRecord
from atom_xero_plugin.xero.decoding.date_twins import prefer_local
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.filters import Filter, days
from atom_xero_plugin.xero.records.accounts import Account, NestedAccount
from atom_xero_plugin.xero.records.invoices import Invoice, InvoiceRef, Kind
from atom_xero_plugin.xero.records.parts import XeroMessage
from atom_xero_plugin.xero.where_clause import checked_guid, checked_word
from atom_xero_plugin.xero.write import Write

TYPE_OF: dict[Kind, str] = {"sales": "RECBATCH", "bill": "PAYBATCH"}
"""Xero's types by what a batch settles."""


class BatchedPayment(XeroPart):
    """One payment of a batch. Of its invoice Xero gives little more than the id."""

    payment_id: Word | None = None
    invoice: Invoice | None = None
    amount: Decimal | None = None
    bank_amount: Decimal | None = None
    bank_account_number: str | None = None
    particulars: str | None = None
    code: str | None = None
    reference: str | None = None
    details: str | None = None


class BatchPayment(XeroRecord):
    """Several payments as one movement on a bank account."""

    PLURAL: ClassVar[str] = "BatchPayments"
    ID: ClassVar[str] = "batch_payment_id"

    batch_payment_id: str = ""
    type: Word | None = None
    status: Word | None = None
    account: Account | None = None
    date: Day | None = None
    date_string: str | None = None
    amount: Decimal | None = None
    total_amount: Decimal | None = None
    payments: list[BatchedPayment] | None = None
    """None left of one that is deleted."""
    is_reconciled: bool | None = None
    reference: str | None = None
    particulars: str | None = None
    code: str | None = None
    details: str | None = None
    narrative: str | None = None
    validation_errors: list[XeroMessage] | None = None

    def __post_init__(self) -> None:
        """Take the day from its local duplicate."""
        self.date = prefer_local(self.date_string, self.date)

    @property
    def is_money_in(self) -> bool:
        """Whether the bank account received it."""
        return self.type == TYPE_OF["sales"]


class BatchedPaymentBody(TypedDict, total=False):
    """One payment of a batch to create."""

    Invoice: InvoiceRef
    Amount: Decimal


class BatchPaymentBody(TypedDict, total=False):
    """A batch to create. `Reference` is New Zealand's; elsewhere the bank shows `Details`."""

    Account: NestedAccount
    Date: date
    Payments: list[BatchedPaymentBody]
    Reference: str
    Details: str


class BatchPaymentFilter(Filter, frozen=True, kw_only=True):
    """Which batches. The list comes whole, so days keep it small."""

    kind: Kind | None = None
    status: str | None = None
    account_id: str | None = None
    date_from: date | None = None
    date_to: date | None = None

    def _terms(self) -> Iterator[str]:
        if self.kind is not None:
            yield f'Type=="{TYPE_OF[self.kind]}"'
        if self.status is not None:
            yield f'Status=="{checked_word(self.status, "/status")}"'
        if self.account_id is not None:
            yield f"Account.AccountID == {where_clause.guid(self.account_id, '/account_id')}"
        yield from days("Date", self.date_from, self.date_to)


BATCH_PAYMENTS = Endpoint(
    BatchPayment, BatchPaymentBody, path="BatchPayments", scope="accounting.payments", page_size=None,
    # Inferred from payments: Xero's own command line shows them on this page, and a batch is one bank movement.
    page="/Bank/ViewTransaction.aspx?bankTransactionID={}", statuses=("AUTHORISED", "DELETED"),
    fixed=("Type", "Account.AccountID", "TotalAmount"), history=True,
)  # fmt: skip


def delete_batch(batch_id: str) -> Write:
    """Delete a batch with all its payments (Xero: deleteBatchPaymentByUrlParam). Idempotent by itself: send no key."""
    known = checked_guid(batch_id, "/batch_payment_id")
    return Write.of("POST", f"{BATCH_PAYMENTS.path}/{known}", {"Status": "DELETED"})
