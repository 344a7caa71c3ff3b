"""The trigger `quote_created`."""

from __future__ import annotations

from atom_xero_plugin import trigger
from atom_xero_plugin.accounting.documents.trigger_filters import DocumentFilters
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.xero.records.quotes import Quote


@trigger(resource="Quotes", filters=DocumentFilters, before=None, after={"Status": "DRAFT"})
def quote_created(change: Change[Quote], filters: DocumentFilters) -> bool:
    """Fires when a new quote is in Xero, whoever made it."""
    del filters
    return change.old is None and change.new.status != "DELETED"
