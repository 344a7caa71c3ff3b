"""The trigger `quote_expired`."""

from __future__ import annotations

from datetime import timedelta

from atom_xero_plugin import trigger
from atom_xero_plugin.accounting.documents.trigger_filters import DocumentFilters
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.xero.records.quotes import Quote


@trigger(
    resource="Quotes",
    filters=DocumentFilters,
    before={},
    after={"Status": "SENT", "ExpiryDateString": "2026-06-15T00:00:00"},
    daily=True,
)
def quote_expired(change: Change[Quote], filters: DocumentFilters) -> bool | str:
    """Fires when a Xero quote that was sent is past its last day without an answer, once for each such day.

    Days are those of the organisation's time zone. What had expired before the trigger was turned on is not reported.
    """
    del filters
    quote, checked_on = change.new, change.checked_on
    if quote.status != "SENT" or quote.expiry_date is None:
        return False
    expired_on = quote.expiry_date + timedelta(days=1)
    is_new = checked_on is not None and checked_on < expired_on <= change.today
    return is_new and f"valid until {quote.expiry_date}"
