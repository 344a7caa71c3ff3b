"""Whatever Xero leaves out of a record, it is kept, shown and reported: nothing of it stops the syncing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_xero_plugin.accounting.kinds import SYNCED, synced, watched
from atom_xero_plugin.catalogue.context import Caller, Context, Organisation
from atom_xero_plugin.catalogue.trigger import Change, Trigger
from atom_xero_plugin.catalogue.trigger_filters import NoFilters
from atom_xero_plugin.core.clock import SystemClock
from atom_xero_plugin.events.detection import TriggerMatch, event_of
from atom_xero_plugin.search.entries import entry_of
from atom_xero_plugin.xero.decoding.base import decode_one

PLURALS = tuple(synced())
numbers = st.integers(-(10**15), 10**15) | st.floats(-1e15, 1e15)
odd = st.none() | st.just("") | st.just([]) | st.just({}) | st.text(max_size=30) | numbers
ORGANISATION = Organisation("t", "Studio", "NZD", "UTC", 3, 31, "NZ", None, None)


@pytest.mark.parametrize("plural", PLURALS)
@given(data=st.data())
def test_a_record_with_anything_missing_or_odd_is_kept_and_reported(plural: str, data: st.DataObject) -> None:
    """Its id and stamp apart, which the syncing itself checks."""
    kind = watched(plural)
    body: dict[str, Any] = dict(kind.sample)
    identity = synced()[plural].id_name
    for name in data.draw(st.lists(st.sampled_from(sorted(set(body) - {identity})), unique=True)):
        if data.draw(st.booleans()):
            del body[name]
        else:
            body[name] = data.draw(odd)
    record = decode_one(kind.record, {**body, "UpdatedDateUTC": "/Date(1781555400000+0000)/"})

    entry = entry_of(record, "w")
    assert entry.kind_name in SYNCED

    trigger = Trigger("x", "Tell when …", plural, NoFilters, None, {}, False, lambda _change, _filters: True)
    context = Context(Caller("w", "plugin:poller", "workflow"), SystemClock(), [], ORGANISATION)
    match = TriggerMatch(trigger, Change(record, record, date(2026, 6, 16)), "m", SystemClock().now(), ())
    assert event_of(context, match, source="poll").resource["id"] == record.record_id
