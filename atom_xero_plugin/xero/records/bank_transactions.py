"""Bank transactions: money spent and received without an invoice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import ClassVar, TypedDict

from atom_xero_plugin.xero import where_clause
from atom_xero_plugin.xero.decoding.base import Day, Word, XeroRecord
from atom_xero_plugin.xero.decoding.date_twins import prefer_local
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.filters import Filter, days
from atom_xero_plugin.xero.records.accounts import Account, NestedAccount
from atom_xero_plugin.xero.records.contacts import Contact, NestedContact
from atom_xero_plugin.xero.records.parts import Attachment, LineItem, LineItemBody, XeroMessage
from atom_xero_plugin.xero.where_clause import checked_word


class BankTransaction(XeroRecord):
    """Money spent (SPEND…) or received (RECEIVE…) on a bank account."""

    PLURAL: ClassVar[str] = "BankTransactions"
    ID: ClassVar[str] = "bank_transaction_id"
    UNDECLARED: ClassVar[frozenset[str]] = frozenset({"DateString", "Attachments"})

    bank_transaction_id: str = ""
    type: Word | None = None
    status: Word | None = None
    contact: Contact | None = None
    bank_account: Account | None = None
    date: Day | None = None
    date_string: str | None = None
    reference: str | None = None
    is_reconciled: bool | None = None
    """Set by whoever made it; it does not say that a statement line was matched."""
    line_amount_types: Word | None = None
    line_items: list[LineItem] | None = None
    currency_code: Word | None = None
    currency_rate: Decimal | None = None
    sub_total: Decimal | None = None
    total_tax: Decimal | None = None
    total: Decimal | None = None
    prepayment_id: Word | None = None
    overpayment_id: Word | None = None
    url: str | None = None
    has_attachments: bool | None = None
    attachments: list[Attachment] | None = None
    status_attribute_string: Word | None = None
    validation_errors: list[XeroMessage] | None = None

    def __post_init__(self) -> None:
        """Take the day from its duplicate, which is local and needs no offset."""
        self.date = prefer_local(self.date_string, self.date)

    @property
    def is_money_in(self) -> bool:
        """Whether the bank account received it."""
        return (self.type or "").startswith("RECEIVE")


class BankTransactionBody(TypedDict, total=False):
    """Money spent or received, to create or change."""

    Type: str
    Status: str
    Contact: NestedContact
    BankAccount: NestedAccount
    Date: date
    LineAmountTypes: str
    LineItems: list[LineItemBody]
    Reference: str
    Url: str
    CurrencyCode: str
    CurrencyRate: Decimal
    IsReconciled: bool


class BankTransactionFilter(Filter, frozen=True, kw_only=True):
    """Which bank transactions."""

    type: str | None = None
    """SPEND, RECEIVE, SPEND-TRANSFER …"""
    status: str | None = None
    contact_id: str | None = None
    account_id: str | None = None
    """The bank account; not optimised by Xero, so big books refuse it."""
    date_from: date | None = None
    date_to: date | None = None

    def _terms(self) -> Iterator[str]:
        if self.type is not None:
            yield f'Type=="{checked_word(self.type, "/type")}"'
        if self.status is not None:
            yield f'Status=="{checked_word(self.status, "/status")}"'
        if self.contact_id is not None:
            yield f"Contact.ContactID == {where_clause.guid(self.contact_id, '/contact_id')}"
        if self.account_id is not None:
            yield f"BankAccount.AccountID == {where_clause.guid(self.account_id, '/account_id')}"
        yield from days("Date", self.date_from, self.date_to)


BANK_TRANSACTIONS = Endpoint(
    BankTransaction, BankTransactionBody, path="BankTransactions", scope="accounting.banktransactions",
    four_decimals=True, page="/Bank/ViewTransaction.aspx?bankTransactionID={}",
    statuses=("AUTHORISED", "DELETED", "VOIDED"),
    fixed=("Type", "BankAccount.AccountID"), history=True, attachments=True,
)  # fmt: skip
