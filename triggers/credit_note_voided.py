"""The trigger `credit_note_voided`."""

from __future__ import annotations

from atom_xero_plugin import trigger
from atom_xero_plugin.accounting.kinds.credit_notes import CreditNoteFilters
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.xero.records.credit_notes import CreditNote


@trigger(
    resource="CreditNotes", filters=CreditNoteFilters, before={}, after={"Status": "VOIDED", "RemainingCredit": "0.00"}
)
def credit_note_voided(change: Change[CreditNote], filters: CreditNoteFilters) -> bool:
    """Fires when an approved Xero credit note is voided, so that it no longer counts in the books."""
    del filters
    return change.became("status", "VOIDED")
