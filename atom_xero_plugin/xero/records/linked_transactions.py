"""Linked transactions: costs of a bill that a customer is billed for. Source: OpenAPI 16.1.0, /LinkedTransactions."""

from __future__ import annotations

from typing import ClassVar, Final

from atom_xero_plugin.xero.decoding.base import Word, XeroRecord
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.filters import Filter
from atom_xero_plugin.xero.records.parts import XeroMessage
from atom_xero_plugin.xero.where_clause import checked_guid, checked_word


class LinkedTransaction(XeroRecord):
    """A line of a bill or of money spent, whom it is for, and the line of the invoice that bills it."""

    PLURAL: ClassVar[str] = "LinkedTransactions"
    ID: ClassVar[str] = "linked_transaction_id"

    linked_transaction_id: str = ""
    source_transaction_id: Word | None = None
    source_line_item_id: Word | None = None
    source_transaction_type_code: Word | None = None
    contact_id: Word | None = None
    target_transaction_id: Word | None = None
    target_line_item_id: Word | None = None
    status: Word | None = None
    type: Word | None = None
    validation_errors: list[XeroMessage] | None = None


class LinkedTransactionFilter(Filter, frozen=True, kw_only=True):
    """Which linked transactions, by parameters of their own."""

    source_transaction_id: str | None = None
    target_transaction_id: str | None = None
    contact_id: str | None = None
    status: str | None = None
    """Xero takes it only next to a contact."""

    def _parameters(self) -> dict[str, str]:
        ids = {
            "SourceTransactionID": (self.source_transaction_id, "/source_transaction_id"),
            "TargetTransactionID": (self.target_transaction_id, "/target_transaction_id"),
            "ContactID": (self.contact_id, "/contact_id"),
        }
        asked = {name: checked_guid(value, path) for name, (value, path) in ids.items() if value}
        return asked | ({"Status": checked_word(self.status, "/status")} if self.status else {})


LINKED_TRANSACTIONS: Final = Endpoint(
    LinkedTransaction, None, path="LinkedTransactions", scope="accounting.invoices", page_size=100, sized=False,
    changes=False,
    statuses=("APPROVED", "DRAFT", "ONDRAFT", "BILLED", "VOIDED"),
)  # fmt: skip
