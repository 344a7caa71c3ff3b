"""The trigger `invoice_part_paid`."""

from __future__ import annotations

from decimal import Decimal

from atom_xero_plugin import trigger
from atom_xero_plugin.accounting.documents.trigger_filters import DocumentFilters
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.core.money import ZERO, amount_or
from atom_xero_plugin.xero.records.invoices import Invoice

PART = {"AmountDue": "245.00", "AmountPaid": "100.00"}


@trigger(resource="Invoices", filters=DocumentFilters, before={}, after=PART)
def invoice_part_paid(change: Change[Invoice], filters: DocumentFilters) -> bool:
    """Fires when part of a Xero sales invoice is paid or credited, and the rest is still due."""
    del filters
    open_still = change.new.status == "AUTHORISED" and amount_or(change.new.amount_due) > 0
    before = _settled(change.old) if change.old else ZERO
    return change.new.type == "ACCREC" and open_still and _settled(change.new) > before


def _settled(invoice: Invoice) -> Decimal:
    return amount_or(invoice.amount_paid) + amount_or(invoice.amount_credited)
