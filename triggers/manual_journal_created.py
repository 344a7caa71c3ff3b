"""The trigger `manual_journal_created`."""

from __future__ import annotations

from atom_xero_plugin import trigger
from atom_xero_plugin.accounting.kinds.manual_journals import ManualJournalFilters
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.xero.records.manual_journals import ManualJournal


@trigger(resource="ManualJournals", filters=ManualJournalFilters, before=None, after={"Status": "DRAFT"})
def manual_journal_created(change: Change[ManualJournal], filters: ManualJournalFilters) -> bool:
    """Fires when a Xero manual journal is created, as a draft or posted at once."""
    del filters
    return change.old is None and change.new.status in {"DRAFT", "POSTED"}
