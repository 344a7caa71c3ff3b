"""The trigger `credit_note_created`."""

from __future__ import annotations

from atom_xero_plugin import trigger
from atom_xero_plugin.accounting.documents.document import GONE
from atom_xero_plugin.accounting.kinds.credit_notes import CreditNoteFilters
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.xero.records.credit_notes import CreditNote


@trigger(resource="CreditNotes", filters=CreditNoteFilters, before=None, after={"Status": "DRAFT"})
def credit_note_created(change: Change[CreditNote], filters: CreditNoteFilters) -> bool:
    """Fires when a new credit note, to a customer or from a supplier, is in Xero, whoever made it."""
    del filters
    return change.old is None and change.new.status not in GONE
