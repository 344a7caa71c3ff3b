"""The trigger `purchase_order_created`."""

from __future__ import annotations

from atom_xero_plugin import trigger
from atom_xero_plugin.accounting.documents.trigger_filters import DocumentFilters
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.xero.records.purchase_orders import PurchaseOrder


@trigger(resource="PurchaseOrders", filters=DocumentFilters, before=None, after={"Status": "DRAFT"})
def purchase_order_created(change: Change[PurchaseOrder], filters: DocumentFilters) -> bool:
    """Fires when a new purchase order is in Xero, whoever made it."""
    del filters
    return change.old is None and change.new.status != "DELETED"
