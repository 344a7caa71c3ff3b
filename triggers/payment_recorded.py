"""The trigger `payment_recorded`."""

from __future__ import annotations

from atom_xero_plugin import trigger
from atom_xero_plugin.accounting.kinds.payments import PaymentFilters
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.xero.records.payments import Payment


@trigger(resource="Payments", filters=PaymentFilters, before=None, after={})
def payment_recorded(change: Change[Payment], filters: PaymentFilters) -> bool:
    """Fires when a payment of an invoice, bill or credit note is recorded in Xero, whoever recorded it."""
    del filters
    return change.old is None and change.new.status != "DELETED"
