"""The chart of accounts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, TypedDict

import msgspec

from atom_xero_plugin.xero.decoding.base import Word, XeroRecord
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.filters import Filter
from atom_xero_plugin.xero.records.parts import XeroMessage
from atom_xero_plugin.xero.where_clause import checked_guid, checked_word
from atom_xero_plugin.xero.write import Write


class Account(XeroRecord):
    """An account of the general ledger; bank accounts are those of type BANK."""

    PLURAL: ClassVar[str] = "Accounts"
    ID: ClassVar[str] = "account_id"

    account_id: str = ""
    code: Word | None = None
    name: str | None = None
    type: Word | None = None
    class_: Word | None = None
    """ASSET, EQUITY, EXPENSE, LIABILITY or REVENUE."""
    status: Word | None = None
    description: str | None = None
    bank_account_number: Word | None = None
    bank_account_type: Word | None = None
    currency_code: Word | None = None
    tax_type: Word | None = None
    enable_payments_to_account: bool | None = None
    show_in_expense_claims: bool | None = None
    system_account: Word | None = None
    """What Xero itself uses it for, for example DEBTORS; None for an ordinary account."""
    reporting_code: Word | None = None
    reporting_code_name: str | None = None
    has_attachments: bool | None = None
    add_to_watchlist: bool | None = None
    validation_errors: list[XeroMessage] | None = None

    @property
    def is_bank(self) -> bool:
        """Whether it is a bank account or credit card."""
        return self.type == "BANK"


class AccountBody(TypedDict, total=False):
    """An account to create or change; Status is sent alone."""

    Code: str
    Name: str
    Type: str
    Status: str
    Description: str
    TaxType: str
    EnablePaymentsToAccount: bool
    ShowInExpenseClaims: bool
    BankAccountNumber: str
    BankAccountType: str
    CurrencyCode: str


class NestedAccount(TypedDict, total=False):
    """An account, by one of its names."""

    AccountID: str
    Code: str


class AccountFilter(Filter, frozen=True, kw_only=True):
    """Which accounts."""

    type: str | None = None
    """BANK, REVENUE, EXPENSE, DIRECTCOSTS …"""
    class_: str | None = msgspec.field(name="class", default=None)
    """ASSET, EQUITY, EXPENSE, LIABILITY or REVENUE."""
    status: str | None = None
    """ACTIVE or ARCHIVED."""
    bank_only: bool = False

    def _terms(self) -> Iterator[str]:
        if self.type is not None:
            yield f'Type=="{checked_word(self.type, "/type")}"'
        if self.bank_only and self.type != "BANK":
            yield 'Type=="BANK"'
        if self.class_ is not None:
            yield f'Class=="{checked_word(self.class_, "/class")}"'
        if self.status is not None:
            yield f'Status=="{checked_word(self.status, "/status")}"'


ACCOUNTS = Endpoint(
    Account, AccountBody, path="Accounts", scope="accounting.settings", page_size=None, bare=True,
    page="/Bank/BankTransactions.aspx?accountID={}", statuses=("ACTIVE", "ARCHIVED", "DELETED"), attachments=True,
)  # fmt: skip
"""One account a request: of several Xero takes the first and says nothing. The page is that of a bank account.

Status cannot go with other fields, and is all that an archived account takes. Source: developer.xero.com, Accounts.
"""


def delete_account(account_id: str) -> Write:
    """Delete an account that was never used and is no system account (Xero: deleteAccount).

    Xero takes no idempotency key for it.
    """
    return Write.of("DELETE", f"{ACCOUNTS.path}/{checked_guid(account_id, '/account_id')}")
