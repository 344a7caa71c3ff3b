"""The trigger `batch_payment_created`."""

from __future__ import annotations

from atom_xero_plugin import trigger
from atom_xero_plugin.accounting.kinds.batch_payments import BatchFilters
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.xero.records.batch_payments import BatchPayment


@trigger(resource="BatchPayments", filters=BatchFilters, before=None, after={"Status": "AUTHORISED"})
def batch_payment_created(change: Change[BatchPayment], filters: BatchFilters) -> bool:
    """Fires when several bills or sales invoices are paid by one batch payment in Xero, whoever recorded it."""
    del filters
    return change.old is None and change.new.status != "DELETED"
