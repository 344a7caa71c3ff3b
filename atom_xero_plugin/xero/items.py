"""Items in Xero. Scope: accounting.settings.read, or accounting.invoices.read."""

from __future__ import annotations

from datetime import datetime

from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.filters import ItemFilter
from atom_xero_plugin.xero.lists import unpaged
from atom_xero_plugin.xero.pages import Page, one_by_id
from atom_xero_plugin.xero.records.items import Item
from atom_xero_plugin.xero.where_clause import checked_guid


async def list_items(
    client: XeroClient,
    requested: ItemFilter | None = None,
    *,
    order: str | None = None,
    modified_since: datetime | None = None,
) -> Page[Item]:
    """All items that fit, which Xero answers in one (Xero: getItems). Scope accounting.settings.read."""
    return await unpaged(client, Item, requested, order=order, modified_since=modified_since)


async def get_item(client: XeroClient, item_id: str) -> Item:
    """One item by its id (Xero: getItem). Scope accounting.settings.read. Raises NotFound."""
    return await one_by_id(client, Item, checked_guid(item_id, "/item_id"))
