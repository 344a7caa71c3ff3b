"""What follows events promises: each is reported once, in order, and the end is never waited for."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert
from support.clock import StillClock

from atom_xero_plugin.events.outbox import EventRow, Outbox
from atom_xero_plugin.events.stream import AT_ONCE, CHECK_EVERY_S, follow
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.tables import events

pytestmark = pytest.mark.anyio


class Scripted(Outbox):
    """An outbox in which so many more events stand committed at each check; after the last, the end is asked for."""

    def __init__(self, *commits: list[int]) -> None:
        self.commits = list(commits)
        self.there: list[int] = []
        self.ended = asyncio.Event()

    async def listed(
        self, workspace_id: str, *, after: int = 0, state: str | None = None, limit: int = 100
    ) -> list[EventRow]:
        """As the real one, of the numbers committed so far."""
        del workspace_id, state
        self.there = sorted([*self.there, *(self.commits.pop(0) if self.commits else [])])
        if not self.commits and (not self.there or self.there[-1] <= after + limit):
            self.ended.set()
        return [EventRow(each, f"e{each}", "pending", 0, None, {}) for each in self.there if each > after][:limit]


async def reported(outbox: Scripted, after: int = 0) -> list[list[int]]:
    """The numbers reported, by look."""
    found = follow(outbox, "w", after, clock=StillClock(), ended=outbox.ended)
    return [[row.number for row in fresh] async for fresh in found]


@given(st.lists(st.integers(0, 2 * AT_ONCE), max_size=6), st.integers(0, 3 * AT_ONCE))
def test_each_event_is_reported_once_and_in_order(cuts: list[int], after: int) -> None:
    """However many come between two looks, from whichever number on."""
    edges = [0, *sorted(cuts), 2 * AT_ONCE]
    commits = [list(range(begin + 1, end + 1)) for begin, end in pairwise(edges)]

    looks = asyncio.run(reported(Scripted(*commits), after))

    assert [number for look in looks for number in look] == list(range(after + 1, 2 * AT_ONCE + 1))


async def test_a_long_backlog_is_reported_without_a_pause(store: Store) -> None:
    """In parts, in order, none twice."""
    now, count = store.clock.now(), 2 * AT_ONCE + 50
    row = {
        "workspace_id": "w", "tenant_id": "t", "trigger": "x", "kind": "invoice", "record_id": "r", "body": "{}",
        "state": "pending", "attempts": 0, "next_attempt_at": now, "created_at": now,
    }  # fmt: skip
    async with store.write("w") as tx:
        await tx.execute(insert(events), [{**row, "id": f"e{number}"} for number in range(count)])
    ended, found, looks = asyncio.Event(), list[int](), 0

    async for fresh in follow(Outbox(store, store.clock), "w", 0, clock=store.clock, ended=ended):
        found += [each.number for each in fresh]
        looks += 1
        if len(found) >= count:
            ended.set()

    assert found == sorted(set(found))
    assert len(found) == count
    assert store.clock.now() == now
    assert looks <= 2 + count // AT_ONCE


class Asleep(StillClock):
    """A clock that wakes nobody, and says when somebody sleeps."""

    def __init__(self) -> None:
        super().__init__()
        self.slept: list[float] = []
        self.asleep = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.asleep.set()
        await asyncio.Event().wait()


async def test_the_end_is_synced_while_waiting_for_the_next_look() -> None:
    """So that a service that ends waits for no reader."""
    clock, ended = Asleep(), asyncio.Event()

    async def read() -> list[list[EventRow]]:
        return [fresh async for fresh in follow(Scripted([1], [2]), "w", 0, clock=clock, ended=ended)]

    reading = asyncio.ensure_future(read())
    await clock.asleep.wait()
    ended.set()

    assert [len(fresh) for fresh in await reading] == [1]
    assert clock.slept == [CHECK_EVERY_S]
