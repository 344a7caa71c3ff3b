"""The trigger `invoice_approved`."""

from __future__ import annotations

from atom_xero_plugin import trigger
from atom_xero_plugin.accounting.documents.trigger_filters import DocumentFilters
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.xero.records.invoices import Invoice


@trigger(resource="Invoices", filters=DocumentFilters, before={"Status": "DRAFT"}, after={"Status": "AUTHORISED"})
def invoice_approved(change: Change[Invoice], filters: DocumentFilters) -> bool:
    """Fires when a Xero sales invoice is approved, so that it awaits payment or is paid already."""
    del filters
    return change.new.type == "ACCREC" and change.became("status", "AUTHORISED", "PAID")
