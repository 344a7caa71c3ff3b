"""The trigger `credit_note_allocated`."""

from __future__ import annotations

from atom_xero_plugin import trigger
from atom_xero_plugin.accounting.kinds.credit_notes import ALLOCATED_SAMPLE, CreditNoteFilters
from atom_xero_plugin.accounting.kinds.credits import allocated
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.xero.records.credit_notes import CreditNote


@trigger(
    resource="CreditNotes",
    filters=CreditNoteFilters,
    before={"Allocations": []},
    after={"Allocations": [ALLOCATED_SAMPLE], "RemainingCredit": "65.00"},
)
def credit_note_allocated(change: Change[CreditNote], filters: CreditNoteFilters) -> bool | str:
    """Fires when more of a Xero credit note than before is set against invoices or bills."""
    del filters
    before = allocated(change.old.allocations) if change.old is not None else 0
    now = allocated(change.new.allocations)
    return f"{now:f}" if now > before else False
