"""The trigger `bill_awaiting_approval`."""

from __future__ import annotations

from atom_xero_plugin import trigger
from atom_xero_plugin.accounting.documents.trigger_filters import DocumentFilters
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.xero.records.invoices import Invoice

BEFORE = {"Type": "ACCPAY", "Status": "DRAFT"}
AFTER = {"Type": "ACCPAY", "Status": "SUBMITTED"}


@trigger(resource="Invoices", filters=DocumentFilters, before=BEFORE, after=AFTER)
def bill_awaiting_approval(change: Change[Invoice], filters: DocumentFilters) -> bool:
    """Fires when a Xero bill is submitted, so that it waits for somebody to approve it."""
    del filters
    return change.new.type == "ACCPAY" and change.became("status", "SUBMITTED")
