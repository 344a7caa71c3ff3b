"""What Xero does with accounts. Scopes: accounting.settings.read to read, accounting.settings to write.

One account a request: of several Xero takes the first and says nothing. Source: developer.xero.com, Accounts.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.filters import AccountFilter
from atom_xero_plugin.xero.lists import unpaged
from atom_xero_plugin.xero.pages import Page, one_by_id
from atom_xero_plugin.xero.records.accounts import Account
from atom_xero_plugin.xero.records.bodies import AccountBody, checked
from atom_xero_plugin.xero.where_clause import checked_guid
from atom_xero_plugin.xero.write import Write


async def list_accounts(
    client: XeroClient,
    requested: AccountFilter | None = None,
    *,
    order: str | None = None,
    modified_since: datetime | None = None,
) -> Page[Account]:
    """All accounts that fit, which Xero answers in one (Xero: getAccounts). Scope accounting.settings.read."""
    return await unpaged(client, Account, requested, order=order, modified_since=modified_since)


async def get_account(client: XeroClient, account_id: str) -> Account:
    """One account by its id (Xero: getAccount). Scope accounting.settings.read. Raises NotFound."""
    return await one_by_id(client, Account, checked_guid(account_id, "/account_id"))


def create_account_write(body: Mapping[str, Any]) -> Write:
    """A new account, an AccountBody, which Xero takes bare (Xero: createAccount). Scope accounting.settings."""
    return Write.of("PUT", "Accounts", checked(body, AccountBody))


def update_account_write(account_id: str, body: Mapping[str, Any]) -> Write:
    """Changes to an account, an AccountBody (Xero: updateAccount). Scope accounting.settings.

    Status cannot go with other fields, and is all that an archived account takes.
    """
    known = checked_guid(account_id, "/account_id")
    return Write.of("POST", f"Accounts/{known}", {"Accounts": [{"AccountID": known, **checked(body, AccountBody)}]})


def archive_account_write(account_id: str) -> Write:
    """ACTIVE to ARCHIVED, unless it is a system account (Xero: updateAccount). Scope accounting.settings."""
    return update_account_write(account_id, {"Status": "ARCHIVED"})


def restore_account_write(account_id: str) -> Write:
    """ARCHIVED to ACTIVE (Xero: updateAccount). Scope accounting.settings."""
    return update_account_write(account_id, {"Status": "ACTIVE"})


def delete_account_write(account_id: str) -> Write:
    """Delete an account that was never used and is no system account (Xero: deleteAccount). Scope accounting.settings.

    Xero takes no idempotency key for it.
    """
    return Write.of("DELETE", f"Accounts/{checked_guid(account_id, '/account_id')}")
