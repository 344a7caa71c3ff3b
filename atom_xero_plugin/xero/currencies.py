"""Currencies in Xero. Scope: accounting.settings.read."""

from __future__ import annotations

from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.lists import unpaged
from atom_xero_plugin.xero.pages import Page
from atom_xero_plugin.xero.records.currencies import Currency


async def list_currencies(client: XeroClient) -> Page[Currency]:
    """All currencies that the organisation uses, its own too (Xero: getCurrencies). Scope accounting.settings.read."""
    return await unpaged(client, Currency)
