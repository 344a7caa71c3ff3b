"""The trigger `day_limit_near`."""

from __future__ import annotations

from atom_xero_plugin import trigger
from atom_xero_plugin.accounting.kinds.internal import LimitFilters, LimitRecord
from atom_xero_plugin.catalogue.trigger import Change


@trigger(resource="Limits", filters=LimitFilters, before={}, after={"Remaining": 450})
def day_limit_near(change: Change[LimitRecord], filters: LimitFilters) -> bool | str:
    """Fires when a Xero organisation's calls of the day are nearly used up, once a day."""
    new, old = change.new, change.old
    if new.remaining >= filters.remaining_below:
        return False
    was_above = old is None or old.day != new.day or old.remaining >= filters.remaining_below
    return was_above and f"{new.day} below {filters.remaining_below}"
