"""The trigger `invoice_paid`."""

from __future__ import annotations

from atom_xero_plugin import trigger
from atom_xero_plugin.accounting.documents.trigger_filters import DocumentFilters
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.xero.records.invoices import Invoice

PAID = {"Status": "PAID", "AmountDue": "0.00", "AmountPaid": "345.00"}


@trigger(resource="Invoices", filters=DocumentFilters, before={"Status": "AUTHORISED"}, after=PAID)
def invoice_paid(change: Change[Invoice], filters: DocumentFilters) -> bool:
    """Fires when a Xero sales invoice is paid in full, by payments or credits."""
    del filters
    return change.new.type == "ACCREC" and change.became("status", "PAID")
