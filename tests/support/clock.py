"""Time that stands still until a test moves it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

START = datetime(2026, 6, 16, 1, 0, tzinfo=UTC)
_IDLE_ROUNDS = 200
"""Rounds of the event loop in which nobody woke up, after which everyone is taken to be asleep."""


class StillClock:
    """A clock whose sleepers do not wait: when all are asleep, time moves to whoever wakes first."""

    def __init__(self, now: datetime = START) -> None:
        self._now = now
        self._alarms: list[datetime] = []
        self.workers: int | None = None
        """How many tasks live by this clock; time then moves only when every one of them sleeps."""

    def now(self) -> datetime:
        return self._now

    def advance(self, **delta: float) -> None:
        self._now += timedelta(**delta)

    async def sleep(self, seconds: float) -> None:
        alarm, before, idle = self._now + timedelta(seconds=seconds), self._now, 0
        self._alarms.append(alarm)
        while self._now < alarm:
            await asyncio.sleep(0)
            idle = idle + 1 if self._now == before else 0
            before = self._now
            all_asleep = idle > _IDLE_ROUNDS if self.workers is None else len(self._alarms) >= self.workers
            if all_asleep and alarm == min(self._alarms):
                self._now = max(self._now, alarm)
        self._alarms.remove(alarm)
