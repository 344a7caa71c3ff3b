"""The trigger `credit_note_approved`."""

from __future__ import annotations

from atom_xero_plugin import trigger
from atom_xero_plugin.accounting.kinds.credit_notes import CreditNoteFilters
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.xero.records.credit_notes import CreditNote


@trigger(resource="CreditNotes", filters=CreditNoteFilters, before={"Status": "DRAFT"}, after={"Status": "AUTHORISED"})
def credit_note_approved(change: Change[CreditNote], filters: CreditNoteFilters) -> bool:
    """Fires when a Xero credit note is approved, so that it counts in the books and can be used."""
    del filters
    return change.became("status", "AUTHORISED", "PAID")
