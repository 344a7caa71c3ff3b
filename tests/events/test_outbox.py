"""What the outbox promises: every event is handed over, in order for one record, however often it takes."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert
from support.clock import StillClock

from atom_xero_plugin.core.errors import NotFound
from atom_xero_plugin.events.outbox import MOST_ATTEMPTS, Outbox
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.tables import events

pytestmark = pytest.mark.anyio


async def put(store: Store, *records: str, workspace: str = "w") -> None:
    """One event after another, each of the record of that name."""
    now = store.clock.now()
    async with store.write(workspace) as tx:
        known = len((await tx.execute(events.select())).all())
        for number, record in enumerate(records, known + 1):
            row = {
                "workspace_id": workspace, "id": f"e{number}", "tenant_id": "t", "trigger": "x", "kind": "invoice",
                "record_id": record, "body": f'{{"id": "e{number}", "record": "{record}"}}', "state": "pending",
                "attempts": 0, "next_attempt_at": now, "created_at": now,
            }  # fmt: skip
            await tx.execute(insert(events).values(**row))


class Receiver:
    """Takes events, but not these."""

    def __init__(self, *broken: str) -> None:
        self.broken = set(broken)
        self.taken: list[str] = []

    async def __call__(self, event: Mapping[str, Any]) -> None:
        if event["id"] in self.broken:
            raise RuntimeError(f"not {event['id']}")
        self.taken.append(event["id"])


async def rounds(outbox: Outbox, receiver: Receiver, clock: StillClock, count: int) -> None:
    for _ in range(count):
        await outbox.deliver(receiver)
        clock.advance(hours=12)


async def test_events_of_one_record_are_handed_over_in_order(store: Store, clock: StillClock) -> None:
    """Those of others do not wait for it."""
    outbox, receiver = Outbox(store, clock), Receiver("e1")
    await put(store, "a", "a", "b", "b")
    await outbox.deliver(receiver)
    await outbox.deliver(receiver)
    assert receiver.taken == ["e3", "e4"]

    receiver.broken.clear()
    await rounds(outbox, receiver, clock, 3)

    assert receiver.taken == ["e3", "e4", "e1", "e2"]


async def test_a_failure_is_tried_again_later_and_later(store: Store, clock: StillClock) -> None:
    """Its reason is kept."""
    outbox, receiver = Outbox(store, clock), Receiver("e1")
    await put(store, "a")
    await outbox.deliver(receiver)
    at_once = await outbox.deliver(receiver)
    clock.advance(seconds=6)
    later = await outbox.deliver(receiver)

    assert (at_once.failed, later.failed) == (0, 1)
    [row] = await outbox.listed("w")
    assert (row.state, row.attempts, row.error) == ("pending", 2, "RuntimeError: not e1")


async def test_after_the_last_attempt_an_event_is_dead_and_the_next_go_on(store: Store, clock: StillClock) -> None:
    """It can be seen, and replayed."""
    outbox, receiver = Outbox(store, clock), Receiver("e1")
    await put(store, "a", "a")
    await rounds(outbox, receiver, clock, MOST_ATTEMPTS + 1)

    [dead] = await outbox.listed("w", state="dead")
    assert (dead.id, receiver.taken) == ("e1", ["e2"])
    receiver.broken.clear()
    await outbox.replay("w", "e1")
    await outbox.deliver(receiver)
    assert receiver.taken == ["e2", "e1"]
    assert await outbox.counts("w") == {"delivered": 2}


async def test_a_replayed_event_comes_again_to_whoever_follows_the_numbers(store: Store, clock: StillClock) -> None:
    """By a new number and the same id, also if it was the newest."""
    outbox = Outbox(store, clock)
    await put(store, "a", "b")
    seen = await outbox.last_number("w")

    await outbox.replay("w", "e2")
    newest = await outbox.listed("w", after=seen)
    await outbox.replay("w", "e1")

    assert [row.id for row in newest] == ["e2"]
    assert [row.id for row in await outbox.listed("w", after=newest[0].number)] == ["e1"]
    assert [row.id for row in await outbox.listed("w")] == ["e2", "e1"]


async def test_what_a_dead_process_claimed_is_handed_over_by_another(store: Store, clock: StillClock) -> None:
    """After its time."""
    await put(store, "a")
    outbox, receiver = Outbox(store, clock), Receiver()
    await outbox._claim(10)

    at_once = await outbox.deliver(receiver)
    clock.advance(seconds=61)
    later = await outbox.deliver(receiver)

    assert (at_once.done, later.done, receiver.taken) == (0, 1, ["e1"])


async def test_an_event_of_another_workspace_is_not_there(store: Store, clock: StillClock) -> None:
    """Neither listed nor replayed."""
    await put(store, "a", workspace="other")
    outbox = Outbox(store, clock)

    assert await outbox.listed("w") == []
    with pytest.raises(NotFound):
        await outbox.replay("w", "e1")


@settings(max_examples=25)
@given(st.lists(st.sampled_from("abc"), max_size=12), st.sets(st.integers(1, 12)), st.integers(1, 5))
def test_nothing_is_lost_and_each_records_order_is_kept(
    sqlite_template: Path, records: list[str], fail_once: set[int], limit: int
) -> None:
    """Whatever fails on the way, however many are claimed at once."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(sqlite_template, f"{folder}/events.db")
        taken = anyio.run(_all_taken, f"sqlite+aiosqlite:///{folder}/events.db", records, fail_once, limit)

    assert sorted(taken) == sorted(f"e{number}" for number in range(1, len(records) + 1))
    for name in "abc":
        mine = [f"e{number}" for number, record in enumerate(records, 1) if record == name]
        assert [each for each in taken if each in mine] == mine


async def _all_taken(url: str, records: list[str], fail_once: set[int], limit: int) -> list[str]:
    clock = StillClock()
    store = Store(url, clock=clock)
    outbox, receiver = Outbox(store, clock), Receiver(*(f"e{number}" for number in fail_once))
    await put(store, *records)
    for _ in range(len(records) + 2):
        await outbox.deliver(receiver, limit=limit)
        receiver.broken.clear()
        clock.advance(hours=1)
    await store.close()
    return receiver.taken
