"""What the trigger `day_limit_near` promises."""

from __future__ import annotations

import pytest
from sqlalchemy import update
from sync.conftest import Ear

from atom_xero_plugin.store.tables import limit_windows

pytestmark = pytest.mark.anyio


async def left(ear: Ear, calls: int) -> None:
    """Xero said that so many calls of the day are left."""
    mine = update(limit_windows).where(limit_windows.c.scope == ear.house.organisation)
    async with ear.house.runtime.store.write("*") as tx:
        values = {"day_remaining": calls, "day_seen_at": ear.house.runtime.clock.now()}
        assert (await tx.execute(mine.values(**values))).rowcount == 1
    await ear.poller.tick()


async def test_it_is_reported_once_a_day_when_few_calls_are_left(ear: Ear) -> None:
    """At the number that each asked for; the next day again."""
    [few] = await ear.on("day_limit_near", remaining_below=100)
    [many] = await ear.on("day_limit_near", remaining_below=1000)

    reported = []
    for calls in (1500, 990, 980, 99, 98):
        await left(ear, calls)
        reported += [(calls, each.body["subscriptions"]) for each in await ear.news()]
    ear.pass_time(hours=24)
    await left(ear, 97)
    again = [each.body["new"]["remaining"] for each in await ear.news()]

    assert reported == [(990, [many.id]), (99, [few.id])]
    assert again == [97, 97]
