"""What is polled of an organisation: what changed in each list, each full list now and then, and our own copy daily."""

from __future__ import annotations

from functools import cache

from atom_xero_plugin.accounting.kinds import synced
from atom_xero_plugin.store.poll_streams import CHANGES, DAILY_CHECK, FULL_RESYNC, Stream


@cache
def streams() -> tuple[Stream, ...]:
    """In the order in which those of one organisation are polled when all are due."""
    names = tuple(synced())
    changes, full_resyncs = ([Stream(each, name) for name in names] for each in (CHANGES, FULL_RESYNC))
    return (*changes, Stream(DAILY_CHECK), *full_resyncs)
