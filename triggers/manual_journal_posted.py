"""The trigger `manual_journal_posted`."""

from __future__ import annotations

from atom_xero_plugin import trigger
from atom_xero_plugin.accounting.kinds.manual_journals import ManualJournalFilters
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.xero.records.manual_journals import ManualJournal


@trigger(
    resource="ManualJournals", filters=ManualJournalFilters, before={"Status": "DRAFT"}, after={"Status": "POSTED"}
)
def manual_journal_posted(change: Change[ManualJournal], filters: ManualJournalFilters) -> bool:
    """Fires when a Xero manual journal is posted, also one that was created so: it counts in the books from then on."""
    del filters
    return change.became("status", "POSTED")
