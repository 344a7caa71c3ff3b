"""The chart of accounts in Xero. Scope: accounting.settings.read."""

from __future__ import annotations

from datetime import datetime

from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.filters import AccountFilter
from atom_xero_plugin.xero.listing import unpaged
from atom_xero_plugin.xero.models.accounts import Account
from atom_xero_plugin.xero.pages import Page, one_of
from atom_xero_plugin.xero.where import checked_guid


async def list_accounts(
    client: XeroClient,
    wanted: AccountFilter | None = None,
    *,
    order: str | None = None,
    modified_since: datetime | None = None,
) -> Page[Account]:
    """All accounts that fit, which Xero answers in one (Xero: getAccounts). Scope accounting.settings.read."""
    return await unpaged(client, Account, wanted, order=order, modified_since=modified_since)


async def get_account(client: XeroClient, account_id: str) -> Account:
    """One account by its id (Xero: getAccount). Scope accounting.settings.read. Raises NotFound."""
    return await one_of(client, Account, f"Accounts/{checked_guid(account_id, '/account_id')}")
