"""The trigger `invoice_overdue`."""

from __future__ import annotations

from datetime import timedelta

from atom_xero_plugin import trigger
from atom_xero_plugin.accounting.documents.trigger_filters import OverdueFilters
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.core.money import amount_or
from atom_xero_plugin.xero.records.invoices import Invoice


@trigger(
    resource="Invoices", filters=OverdueFilters, before={}, after={"DueDateString": "2026-06-15T00:00:00"}, daily=True
)
def invoice_overdue(change: Change[Invoice], filters: OverdueFilters) -> bool | str:
    """Fires when a Xero sales invoice is still unpaid so many days after its due date, once for each due date.

    Days are those of the organisation's time zone. What was overdue before the trigger was turned on is not reported.
    """
    invoice, checked_on = change.new, change.checked_on
    if (
        invoice.type != "ACCREC"
        or invoice.status != "AUTHORISED"
        or amount_or(invoice.amount_due) == 0
        or not invoice.due_date
    ):
        return False
    late_on = invoice.due_date + timedelta(days=filters.days)
    is_new = checked_on is not None and checked_on < late_on <= change.today
    return is_new and f"due {invoice.due_date}, {filters.days} days"
