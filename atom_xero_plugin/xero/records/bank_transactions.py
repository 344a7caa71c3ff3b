"""Bank transactions: money spent and received without an invoice."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from atom_xero_plugin.xero.decoding.base import Day, Word, XeroRecord
from atom_xero_plugin.xero.decoding.date_twins import prefer_local
from atom_xero_plugin.xero.records.accounts import Account
from atom_xero_plugin.xero.records.contacts import Contact
from atom_xero_plugin.xero.records.parts import Attachment, LineItem, XeroMessage


class BankTransaction(XeroRecord):
    """Money spent (SPEND…) or received (RECEIVE…) on a bank account."""

    PLURAL: ClassVar[str] = "BankTransactions"
    PATH: ClassVar[str] = "BankTransactions"
    ID: ClassVar[str] = "bank_transaction_id"

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
        """Take the day from its twin, which is local and needs no offset."""
        self.date = prefer_local(self.date_string, self.date)

    @property
    def is_money_in(self) -> bool:
        """Whether the bank account received it."""
        return (self.type or "").startswith("RECEIVE")
