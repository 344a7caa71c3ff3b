"""The trigger `payment_reconciled`."""

from __future__ import annotations

from atom_xero_plugin import trigger
from atom_xero_plugin.accounting.kinds.payments import PaymentFilters
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.xero.records.payments import Payment


@trigger(resource="Payments", filters=PaymentFilters, before={"IsReconciled": False}, after={"IsReconciled": True})
def payment_reconciled(change: Change[Payment], filters: PaymentFilters) -> bool:
    """Fires when a payment is marked in Xero as matched with a line of the bank statement."""
    del filters
    return bool(change.new.is_reconciled) and change.old is not None and not change.old.is_reconciled
