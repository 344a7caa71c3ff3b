"""Events as they come: each once, in the order of their numbers, from where whoever reads them interrupted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from typing import Final

from atom_xero_plugin.core.clock import Clock
from atom_xero_plugin.events.outbox import EventRow, Outbox

CHECK_EVERY_S: Final = 1.0
AT_ONCE: Final = 200


async def follow(
    outbox: Outbox, workspace_id: str, after: int, *, clock: Clock, ended: asyncio.Event
) -> AsyncGenerator[list[EventRow], None]:
    """A workspace's events after a number: at each check those that are new, also none, until `ended` is set.

    Whoever has seen one has seen all before it: numbers come to be seen in their order (`outbox.take_turn`).
    """
    last = after
    while not ended.is_set():
        found = await outbox.listed(workspace_id, after=last, limit=AT_ONCE)
        last = found[-1].number if found else last
        yield found
        if len(found) < AT_ONCE:
            await pause(clock, ended, CHECK_EVERY_S)


async def pause(clock: Clock, ended: asyncio.Event, seconds: float) -> None:
    """Wait so long, or until `ended` is set."""
    waiting = [asyncio.ensure_future(clock.sleep(seconds)), asyncio.ensure_future(ended.wait())]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in waiting:
            each.cancel()
