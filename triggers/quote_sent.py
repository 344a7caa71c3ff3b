"""The trigger `quote_sent`."""

from __future__ import annotations

from atom_xero_plugin import trigger
from atom_xero_plugin.accounting.documents.trigger_filters import DocumentFilters
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.xero.records.quotes import Quote


@trigger(resource="Quotes", filters=DocumentFilters, before={"Status": "DRAFT"}, after={"Status": "SENT"})
def quote_sent(change: Change[Quote], filters: DocumentFilters) -> bool:
    """Fires when a Xero quote is marked as sent, also again after the customer answered it."""
    del filters
    return change.became("status", "SENT")
