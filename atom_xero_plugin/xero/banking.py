"""What Xero does with bank transactions. Scope: accounting.banktransactions, to read …banktransactions.read."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any

from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.filters import BankTransactionFilter
from atom_xero_plugin.xero.lists import all_pages, one_page
from atom_xero_plugin.xero.pages import Page, one_by_id
from atom_xero_plugin.xero.records.bank_transactions import BankTransaction
from atom_xero_plugin.xero.records.bodies import BankTransactionBody, checked
from atom_xero_plugin.xero.where_clause import checked_guid
from atom_xero_plugin.xero.write import Write


async def list_bank_transactions(
    client: XeroClient,
    requested: BankTransactionFilter | None = None,
    *,
    page: int = 1,
    page_size: int = 100,
    order: str | None = None,
    modified_since: datetime | None = None,
) -> Page[BankTransaction]:
    """A page of bank transactions, with lines (Xero: getBankTransactions). Scope accounting.banktransactions.read."""
    return await one_page(
        client,
        BankTransaction,
        requested or BankTransactionFilter(),
        page=page,
        page_size=page_size,
        order=order,
        modified_since=modified_since,
    )


def every_bank_transaction(
    client: XeroClient, requested: BankTransactionFilter | None = None, *, modified_since: datetime | None = None
) -> AsyncIterator[BankTransaction]:
    """All that fit, page by page (Xero: getBankTransactions). Scope accounting.banktransactions.read."""
    return all_pages(client, BankTransaction, requested or BankTransactionFilter(), modified_since=modified_since)


async def get_bank_transaction(client: XeroClient, bank_transaction_id: str) -> BankTransaction:
    """One by its id (Xero: getBankTransaction). Scope accounting.banktransactions.read. Raises NotFound."""
    return await one_by_id(client, BankTransaction, checked_guid(bank_transaction_id, "/bank_transaction_id"))


def create_bank_transaction_write(body: Mapping[str, Any]) -> Write:
    """A new one, a BankTransactionBody (Xero: createBankTransactions). Scope accounting.banktransactions."""
    return Write.of("PUT", "BankTransactions", {"BankTransactions": [checked(body, BankTransactionBody)]})


def update_bank_transaction_write(bank_transaction_id: str, body: Mapping[str, Any]) -> Write:
    """Changes to one, a BankTransactionBody (Xero: updateBankTransaction). Scope accounting.banktransactions."""
    known = checked_guid(bank_transaction_id, "/bank_transaction_id")
    changes = {"BankTransactionID": known, **checked(body, BankTransactionBody)}
    return Write.of("POST", f"BankTransactions/{known}", {"BankTransactions": [changes]})


def delete_bank_transaction_write(bank_transaction_id: str) -> Write:
    """AUTHORISED to DELETED (Xero: updateBankTransaction). Scope accounting.banktransactions."""
    return update_bank_transaction_write(bank_transaction_id, {"Status": "DELETED"})
