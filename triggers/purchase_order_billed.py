"""The trigger `purchase_order_billed`."""

from __future__ import annotations

from atom_xero_plugin import trigger
from atom_xero_plugin.accounting.documents.trigger_filters import DocumentFilters
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.xero.records.purchase_orders import PurchaseOrder


@trigger(
    resource="PurchaseOrders", filters=DocumentFilters, before={"Status": "AUTHORISED"}, after={"Status": "BILLED"}
)
def purchase_order_billed(change: Change[PurchaseOrder], filters: DocumentFilters) -> bool:
    """Fires when a Xero purchase order is marked as billed."""
    del filters
    return change.became("status", "BILLED")
