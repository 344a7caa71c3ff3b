"""Leave to call Xero, shared with every process on the database; short waits are waited, long ones are reported."""

from __future__ import annotations

import asyncio
import logging
import math
import secrets
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.core.clock import Clock
from atom_xero_plugin.core.errors import DatabaseAway, DatabaseDamaged, RateLimited
from atom_xero_plugin.rate_limits import ledger
from atom_xero_plugin.rate_limits.gate import ApiCaller, Seen
from atom_xero_plugin.rate_limits.ledger import Block, Wait
from atom_xero_plugin.store.database import ALL_WORKSPACES, Store

log = logging.getLogger(__name__)
IDLE_S = 0.05
"""A block that no call wants for this long is given back."""
CALL_LASTS = timedelta(seconds=45)
"""A block nearer to the end of its lease than one call may take is not used any more."""
_USUAL_S: Final = 120
"""What is longer than this is no minute's limit, whatever Xero calls it."""
_HINTS = {
    "day": "Xero's daily limit starts again within 24 hours; raise it by a higher tier of your app.",
    "minute": "Try again when the minute is over.",
    "concurrent": "Too many calls at once; try again in a moment.",
}


@dataclass(frozen=True)
class _Use:
    """One call in a block."""

    block: Block
    caller: ApiCaller
    clock: Clock
    sent_at: datetime

    def saw(self, seen: Seen) -> None:
        """Note what the answer said."""
        self.block.count(self.caller, seen, sent_at=self.sent_at, now=self.clock.now())
        if seen.problem is not None:
            self.block.left = 0


class SharedLimits:
    """The gate that all calls of this process go through."""

    def __init__(
        self, store: Store, clock: Clock, *, app_id: str, patience_s: float = 10.0, day_reserve: float = 0.2
    ) -> None:
        """Waits up to `patience_s`; background work leaves `day_reserve` of the day's calls to people."""
        self._store = store
        self._clock = clock
        self._app = ledger.app_scope(app_id)
        self._patience_s = patience_s
        self._day_reserve = day_reserve
        self._idle: defaultdict[tuple[str, object], list[Block]] = defaultdict(list)
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._returning: set[asyncio.Task[None]] = set()
        self._owed: list[Block] = []
        """Blocks that the database did not undo yet; their leases end by themselves."""

    @asynccontextmanager
    async def permit(self, caller: ApiCaller) -> AsyncIterator[_Use]:
        """Leave for one call. Raises RateLimited, with the limit and the seconds, instead of a long wait."""
        block = self._from_idle(caller) or await self._take(caller)
        block.left -= 1
        try:
            yield _Use(block, caller, self._clock, self._clock.now())
        finally:
            await self._after(block)

    async def close(self) -> None:
        """Give every block back."""
        for blocks in self._idle.values():
            for block in blocks:
                self._stop_timer(block)
                await self._give_back(block)
        self._idle.clear()
        await asyncio.gather(*self._returning)
        if self._owed:
            await self._give_back(self._owed.pop())

    def _from_idle(self, caller: ApiCaller) -> Block | None:
        waiting = self._idle[caller.tenant_id, caller.priority]
        while waiting:
            block = waiting.pop()
            self._stop_timer(block)
            if block.left > 0 and block.lease_until - CALL_LASTS > self._clock.now():
                return block
            self._return_later(block)
        return None

    async def _take(self, caller: ApiCaller) -> Block:
        waited = 0.0
        while True:
            taken = await self._asked_for(caller)
            if isinstance(taken, Block):
                return taken
            seconds = taken.seconds * (1 + secrets.randbelow(1000) / 1000 if taken.limit == "concurrent" else 1)
            if waited + seconds > self._patience_s:
                raise _limited(taken)
            await self._clock.sleep(seconds)
            waited += seconds

    async def _asked_for(self, caller: ApiCaller) -> Block | Wait:
        """A block or a wait. A caller who goes away meanwhile leaves no slot taken behind him."""

        async def take(tx: AsyncConnection) -> Block | Wait:
            return await ledger.take(tx, caller, self._app, self._clock, day_reserve=self._day_reserve)

        taking = asyncio.create_task(self._store.transact(ALL_WORKSPACES, take))
        try:
            return await asyncio.shield(taking)
        except asyncio.CancelledError:
            taking.add_done_callback(self._unwanted)
            raise

    def _unwanted(self, taking: asyncio.Task[Block | Wait]) -> None:
        if not taking.cancelled() and taking.exception() is None and isinstance(block := taking.result(), Block):
            self._return_later(block)

    async def _after(self, block: Block) -> None:
        if block.left > 0:
            self._idle[block.caller.tenant_id, block.caller.priority].append(block)
            loop = asyncio.get_running_loop()
            self._timers[block.id] = loop.call_later(IDLE_S, self._idle_too_long, block)
        else:
            await self._give_back(block)

    def _idle_too_long(self, block: Block) -> None:
        self._timers.pop(block.id, None)
        waiting = self._idle[block.caller.tenant_id, block.caller.priority]
        if block in waiting:
            waiting.remove(block)
            self._return_later(block)

    def _return_later(self, block: Block) -> None:
        task = asyncio.get_running_loop().create_task(self._give_back(block))
        self._returning.add(task)
        task.add_done_callback(self._returning.discard)

    async def _give_back(self, block: Block) -> None:
        """Free the slot. Where the database refuses just now it is tried again by the next one that is given back.

        The call that used it was answered: what the database says of the slot must not take the answer's place.
        """
        self._owed.append(block)
        owed, self._owed = self._owed, []
        now = self._clock.now()

        async def give_back(tx: AsyncConnection, each: Block) -> None:
            await ledger.give_back(tx, each, self._app, now)

        while owed:
            try:
                await self._store.transact(ALL_WORKSPACES, partial(give_back, each=owed[0]))
            except (DatabaseAway, DatabaseDamaged) as error:
                log.warning("a slot of Xero's limits could not be given back yet: %s", error.message)
                self._owed += owed
                return
            except BaseException:
                self._owed += owed
                raise
            del owed[0]

    def _stop_timer(self, block: Block) -> None:
        timer = self._timers.pop(block.id, None)
        if timer is not None:
            timer.cancel()


def _limited(wait: Wait) -> RateLimited:
    seconds = math.ceil(wait.seconds)
    hint = _HINTS.get(wait.limit, "Try again later.")
    if wait.limit != "day" and seconds > _USUAL_S:
        hint = "Xero named this time. `atom-xero usage` shows the pause, and with --lift ORGANISATION ends it."
    limit = "app's minute" if wait.limit.startswith("app") else wait.limit
    return RateLimited(
        f"Xero's {limit} limit is used up; it frees up in about {seconds} seconds.",
        retry_after_s=seconds,
        hint=hint,
    )
