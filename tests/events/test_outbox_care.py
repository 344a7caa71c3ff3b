"""What else the outbox promises: nobody is kept waiting for long, and none is counted who did nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from events.test_outbox import Receiver, put
from sqlalchemy import select
from support.clock import StillClock

from atom_xero_plugin.events import outbox as outbox_module
from atom_xero_plugin.events.outbox import MOST_ATTEMPTS, Outbox
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.tables import events

pytestmark = pytest.mark.anyio


async def test_no_more_than_the_limit_is_claimed_at_once(store: Store, clock: StillClock) -> None:
    """However many wait: what one process claims no other may take meanwhile."""
    await put(store, *(f"r{number}" for number in range(40)))

    assert len(await Outbox(store, clock)._claim(10)) == 10


async def test_a_receiver_that_never_answers_is_given_up(
    store: Store, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next event is handed over all the same."""
    await put(store, "a", "b")
    monkeypatch.setattr(outbox_module, "LONGEST", outbox_module.LONGEST / 1_000)
    taken = []

    async def receiver(event: Mapping[str, Any]) -> None:
        if event["id"] == "e1":
            await asyncio.Event().wait()
        taken.append(event["id"])

    done = await Outbox(store, clock).deliver(receiver)

    assert (done.done, done.failed, taken) == (1, 1, ["e2"])
    assert [row.error for row in await Outbox(store, clock).listed("w", state="pending")] == ["TimeoutError: "]


async def test_only_what_was_tried_is_counted_as_an_attempt(store: Store, clock: StillClock) -> None:
    """Not what stood in the claim of a process that died before its turn came."""
    await put(store, "a", "b")
    box = Outbox(store, clock)
    for _ in range(MOST_ATTEMPTS):
        await box._claim(10)
        clock.advance(seconds=61)

    receiver = Receiver("e1")
    await box.deliver(receiver)

    assert receiver.taken == ["e2"]
    assert [(row.state, row.attempts) for row in await box.listed("w")] == [("pending", 1), ("delivered", 1)]


async def test_an_event_that_ends_every_process_that_takes_it_is_dead_in_the_end(
    store: Store, clock: StillClock
) -> None:
    """Else nothing behind it would ever be handed over."""
    await put(store, "a", "a")
    box = Outbox(store, clock)
    for _ in range(MOST_ATTEMPTS):  # each of them is killed while it hands the event over
        [row] = await box._claim(1)
        assert await box._begin(row) is not None
        clock.advance(seconds=61)

    receiver = Receiver()
    await box.deliver(receiver)
    await box.deliver(receiver)

    [dead] = await box.listed("w", state="dead")
    assert (dead.id, receiver.taken) == ("e1", ["e2"])
    assert "ends its process" in (dead.error or "")


async def test_who_was_too_slow_hands_over_nothing_that_is_anothers_by_now(store: Store, clock: StillClock) -> None:
    """So that one record's events stay in order."""
    await put(store, "a", "b")
    slow, quick = Outbox(store, clock), Outbox(store, clock)
    late = Receiver()
    claimed = await slow._claim(10)
    clock.advance(seconds=61)
    await quick.deliver(Receiver())

    assert [await slow._begin(row) for row in claimed] == [None, None]
    assert late.taken == []


async def test_events_are_forgotten_long_after_they_were_delivered(store: Store, clock: StillClock) -> None:
    """What waits or is dead is kept, and the newest of all: a stream goes on from its number."""
    await put(store, "a", "b", "c", "d")
    box, stored = Outbox(store, clock), timedelta(days=90)
    for _ in range(MOST_ATTEMPTS):
        await box.deliver(Receiver("e2"))
        clock.advance(hours=12)
    await put(store, "e", "f")
    clock.advance(days=80)
    early = await box.forget(stored)
    clock.advance(days=10)

    late = await box.forget(stored)
    await put(store, "g")

    assert (early, late) == (0, 3)
    assert [(row.number, row.id, row.state) for row in await box.listed("w")] == [
        (2, "e2", "dead"), (5, "e5", "pending"), (6, "e6", "pending"), (7, "e4", "pending"),
    ]  # fmt: skip


async def test_the_newest_event_is_not_forgotten(store: Store, clock: StillClock) -> None:
    """Or SQLite would give its number to the next, which a stream that goes on after it would never see."""
    await put(store, "a", "b")
    box = Outbox(store, clock)
    await box.deliver(Receiver())
    clock.advance(days=365)

    assert await box.forget(timedelta(days=90)) == 1
    assert [row.number for row in await box.listed("w")] == [2]


async def test_who_was_too_slow_marks_nothing(store: Store, clock: StillClock) -> None:
    """The event belongs to the process that took it over; what that one does with it counts."""
    await put(store, "a")
    box = Outbox(store, clock)
    (slow,) = await box._claim(10)
    clock.advance(seconds=61)
    (quick,) = await box._claim(10)

    await box._mark(slow, state="delivered", delivered_at=clock.now())
    assert [row.state for row in await box.listed("w")] == ["pending"]

    await box._mark(quick, state="dead")
    assert [row.state for row in await box.listed("w")] == ["dead"]


async def test_a_deliverer_leaves_out_what_another_is_just_claiming(postgres_url: str, clock: StillClock) -> None:
    """It takes the rest instead of waiting for the other's transaction, which may last."""
    store = Store(postgres_url, clock=clock)
    await put(store, "a", "b")
    async with store.write("*") as other:
        await other.execute(select(events).where(events.c.record_id == "a").with_for_update())

        async with asyncio.timeout(10):
            claimed = await Outbox(store, clock)._claim(10)

    assert [row["record_id"] for row in claimed] == ["b"]
    await store.close()
