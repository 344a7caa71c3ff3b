"""The trigger `quote_declined`."""

from __future__ import annotations

from atom_xero_plugin import trigger
from atom_xero_plugin.accounting.documents.trigger_filters import DocumentFilters
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.xero.records.quotes import Quote


@trigger(resource="Quotes", filters=DocumentFilters, before={"Status": "SENT"}, after={"Status": "DECLINED"})
def quote_declined(change: Change[Quote], filters: DocumentFilters) -> bool:
    """Fires when a Xero quote is declined by the customer."""
    del filters
    return change.became("status", "DECLINED")
