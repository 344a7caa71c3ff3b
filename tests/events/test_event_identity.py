"""An event's id says what happened: the same seen twice is one event, and no two different ones share an id."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest
from support.clock import StillClock

from atom_xero_plugin.accounting.kinds import watched
from atom_xero_plugin.catalogue.context import Caller, Context, Organisation
from atom_xero_plugin.catalogue.trigger import Change, Trigger
from atom_xero_plugin.catalogue.trigger_filters import NoFilters
from atom_xero_plugin.events.detection import TriggerMatch, event_of, keep_events
from atom_xero_plugin.events.outbox import Outbox
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.xero.decoding.base import decode_one

STUDIO = Organisation("t-1", "Studio", "NZD", "UTC", 3, 31, "NZ", None, None)
PAID = Trigger("paid", "Report when …", "Invoices", NoFilters, None, {}, False, lambda _change, _filters: True)
AT = datetime(2026, 6, 16, 9, tzinfo=UTC)


def context(**changes: Any) -> Context:
    caller = Caller("w", "plugin:poller", "workflow")
    return Context(caller, StillClock(), [], msgspec.structs.replace(STUDIO, **changes))


def match(**more: Any) -> TriggerMatch:
    record = decode_one(watched("Invoices").record, {**watched("Invoices").sample, **more})
    return TriggerMatch(PAID, Change(None, record, date(2026, 6, 16)), AT.isoformat(), AT, ())


def identity(one: TriggerMatch, where: Context | None = None, source: str = "poll") -> str:
    return event_of(where or context(), one, source=source).id


def test_the_same_event_has_the_same_id_whoever_sees_it_and_whenever() -> None:
    """By a poll, by a full resync, by another process."""
    assert identity(match()) == identity(match(), source="sweep")
    assert identity(replace(match(), at=AT + timedelta(minutes=5))) == identity(match())


@pytest.mark.parametrize(
    ("one", "where"),
    [
        (match(InvoiceID="another"), context()),
        (replace(match(), mark="later"), context()),
        (replace(match(), trigger=replace(PAID, name="voided")), context()),
        (match(), context(id="t-2")),
    ],
    ids=["of another record", "of another change", "of another trigger", "of another organisation"],
)
def test_another_event_has_another_id(one: TriggerMatch, where: Context) -> None:
    """Else one of them would never be delivered."""
    assert identity(one, where) != identity(match())


@pytest.mark.anyio
async def test_what_two_polls_saw_is_delivered_as_one_event(store: Store) -> None:
    """The second finds it in the outbox."""
    stored = []
    for source in ("poll", "sweep"):
        async with store.write("w") as tx:
            stored.append(await keep_events(tx, [event_of(context(), match(), source=source)], AT))

    assert stored == [1, 0]
    assert len(await Outbox(store, store.clock).listed("w")) == 1
