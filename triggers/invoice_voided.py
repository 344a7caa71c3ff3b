"""The trigger `invoice_voided`."""

from __future__ import annotations

from atom_xero_plugin import trigger
from atom_xero_plugin.accounting.documents.trigger_filters import DocumentFilters
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.xero.records.invoices import Invoice


@trigger(resource="Invoices", filters=DocumentFilters, before={}, after={"Status": "VOIDED", "AmountDue": "0.00"})
def invoice_voided(change: Change[Invoice], filters: DocumentFilters) -> bool:
    """Fires when an approved Xero sales invoice is voided, so that it no longer counts in the books."""
    del filters
    return change.new.type == "ACCREC" and change.became("status", "VOIDED")
