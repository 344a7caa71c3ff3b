"""The trigger `manual_journal_voided`."""

from __future__ import annotations

from atom_xero_plugin import trigger
from atom_xero_plugin.accounting.kinds.manual_journals import ManualJournalFilters
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.xero.records.manual_journals import ManualJournal


@trigger(
    resource="ManualJournals", filters=ManualJournalFilters, before={"Status": "POSTED"}, after={"Status": "VOIDED"}
)
def manual_journal_voided(change: Change[ManualJournal], filters: ManualJournalFilters) -> bool:
    """Fires when a posted Xero manual journal is voided, so that it no longer counts in the books."""
    del filters
    return change.became("status", "VOIDED")
