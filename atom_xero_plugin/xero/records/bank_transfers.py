"""Bank transfers: money moved between two bank accounts of the organisation.

Source: developer.xero.com, Bank Transfers; OpenAPI 19.2 (Status, deleting, includeDeleted). A transfer is never
changed; its two halves are bank transactions of type SPEND-TRANSFER and RECEIVE-TRANSFER.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import ClassVar, TypedDict

from atom_xero_plugin.xero.decoding.base import Day, Instant, Word, XeroRecord
from atom_xero_plugin.xero.decoding.date_twins import instant_of, prefer_local
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.filters import Filter, days, flags
from atom_xero_plugin.xero.records.accounts import Account, NestedAccount
from atom_xero_plugin.xero.records.parts import Tracking, XeroMessage
from atom_xero_plugin.xero.where_clause import checked_guid, checked_word
from atom_xero_plugin.xero.write import Write


class BankTransfer(XeroRecord):
    """Money moved from one bank account to another."""

    PLURAL: ClassVar[str] = "BankTransfers"
    ID: ClassVar[str] = "bank_transfer_id"
    UNDECLARED: ClassVar[frozenset[str]] = frozenset({"DateString", "CreatedDateUTCString"})

    bank_transfer_id: str = ""
    status: Word | None = None
    from_bank_account: Account | None = None
    to_bank_account: Account | None = None
    amount: Decimal | None = None
    date: Day | None = None
    date_string: str | None = None
    reference: str | None = None
    currency_rate: Decimal | None = None
    """Only of one asked for by its id."""
    from_bank_transaction_id: Word | None = None
    to_bank_transaction_id: Word | None = None
    from_is_reconciled: bool | None = None
    to_is_reconciled: bool | None = None
    from_tracking: list[Tracking] | None = None
    to_tracking: list[Tracking] | None = None
    has_attachments: bool | None = None
    created_date_utc: Instant | None = None
    created_date_utc_string: str | None = None
    validation_errors: list[XeroMessage] | None = None

    def __post_init__(self) -> None:
        """Take the day from its local duplicate. Nothing changes a transfer, so it has no time of a last change."""
        self.date = prefer_local(self.date_string, self.date)
        self.created_date_utc = self.created_date_utc or instant_of(self.created_date_utc_string)
        self.updated_date_utc = self.updated_date_utc or self.created_date_utc


class BankTransferBody(TypedDict, total=False):
    """A transfer to create; both accounts are in one currency."""

    FromBankAccount: NestedAccount
    ToBankAccount: NestedAccount
    Amount: Decimal
    Date: date
    Reference: str
    FromIsReconciled: bool
    ToIsReconciled: bool


class BankTransferFilter(Filter, frozen=True, kw_only=True):
    """Which transfers. The list comes whole, so days keep it small."""

    status: str | None = None
    date_from: date | None = None
    date_to: date | None = None
    include_deleted: bool = False

    def _terms(self) -> Iterator[str]:
        if self.status is not None:
            yield f'Status=="{checked_word(self.status, "/status")}"'
        yield from days("Date", self.date_from, self.date_to)

    def _parameters(self) -> dict[str, str]:
        return flags(includeDeleted=self.include_deleted)


BANK_TRANSFERS = Endpoint(
    BankTransfer, BankTransferBody, path="BankTransfers", scope="accounting.banktransactions", page_size=None,
    statuses=("AUTHORISED", "DELETED"),
    fixed=("FromBankAccount.AccountID", "ToBankAccount.AccountID", "Amount"),
    feed=(("includeDeleted", "true"),), attachments=True,
)  # fmt: skip


def delete_transfer(transfer_id: str) -> Write:
    """Delete a transfer and both its halves (Xero: deleteBankTransfer). It is idempotent by itself: send no key."""
    known = checked_guid(transfer_id, "/bank_transfer_id")
    return Write.of("POST", f"{BANK_TRANSFERS.path}/{known}", {"Status": "DELETED"})
