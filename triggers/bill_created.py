"""The trigger `bill_created`."""

from __future__ import annotations

from atom_xero_plugin import trigger
from atom_xero_plugin.accounting.documents.trigger_filters import DocumentFilters
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.xero.records.invoices import Invoice


@trigger(resource="Invoices", filters=DocumentFilters, before=None, after={"Type": "ACCPAY", "Status": "DRAFT"})
def bill_created(change: Change[Invoice], filters: DocumentFilters) -> bool:
    """Fires when a new bill from a supplier is in Xero, as a draft or approved, whoever entered it."""
    del filters
    return change.old is None and change.new.type == "ACCPAY" and change.new.status not in {"VOIDED", "DELETED"}
