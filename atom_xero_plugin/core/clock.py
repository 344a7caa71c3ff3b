"""The only clock: every room is handed one, so that tests can hold time still."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from typing import Final, Protocol

_NEVER_STOPS: Final = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))
"""The clock that goes on while the machine sleeps: CLOCK_MONOTONIC does on macOS and stands still on Linux."""


class Clock(Protocol):
    """What a room needs of time."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait without holding anything."""
        ...


class SystemClock:
    """The clock on the wall."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Give way to others for so many seconds."""
        await asyncio.sleep(seconds)


def running_seconds() -> float:
    """Seconds since some moment, for the age of things in this process: never set back, and counted in sleep too."""
    return time.monotonic() if _NEVER_STOPS is None else time.clock_gettime(_NEVER_STOPS)
