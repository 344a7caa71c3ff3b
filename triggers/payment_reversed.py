"""The trigger `payment_reversed`."""

from __future__ import annotations

from atom_xero_plugin import trigger
from atom_xero_plugin.accounting.kinds.payments import PaymentFilters
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.xero.records.payments import Payment


@trigger(resource="Payments", filters=PaymentFilters, before={}, after={"Status": "DELETED"})
def payment_reversed(change: Change[Payment], filters: PaymentFilters) -> bool:
    """Fires when a payment is undone in Xero, so that what it settled is due again."""
    del filters
    return change.became("status", "DELETED")
