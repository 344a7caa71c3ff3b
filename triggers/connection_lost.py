"""The trigger `connection_lost`."""

from __future__ import annotations

from atom_xero_plugin import trigger
from atom_xero_plugin.accounting.kinds.internal import ConnectionRecord
from atom_xero_plugin.catalogue.trigger import Change
from atom_xero_plugin.catalogue.trigger_filters import NoFilters


@trigger(
    resource="Connections",
    filters=NoFilters,
    before={},
    after={"State": "disconnected", "Reason": "disconnected at Xero"},
)
def connection_lost(change: Change[ConnectionRecord], filters: NoFilters) -> bool:
    """Fires when a Xero organisation can no longer be reached, so that somebody connects it again. It says why."""
    del filters
    return change.old is not None and change.became("state", "disconnected")
