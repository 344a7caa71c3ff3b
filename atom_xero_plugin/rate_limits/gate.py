"""Xero's limits on calls, as every process on one database shares them.

An organisation takes 5 calls at once, 60 a minute and 1,000 or 5,000 a day from one app, and the app 10,000 a minute
in all. What Xero's answers say is left is the truth; a count of ours is the guard only while no fresh answer is known.
A process takes a *block* of a few calls in one transaction, because one a call would cost more than the call's own
work: a block is one of the five slots, used for one call after another.
Source: developer.xero.com, "Limits".
"""

from __future__ import annotations

import math
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime
from enum import Enum
from typing import Protocol

SLOTS = 5
"""Calls at once, an organisation."""
PER_MINUTE = 60
"""Calls a minute, an organisation, while no answer has said better."""
MINUTE_RESERVE = 10
"""Calls of each minute that background work leaves to people."""
LONGEST_WAIT_S = 24 * 60 * 60
"""A day: no limit lasts longer, whatever Retry-After says."""
_NUMBER = re.compile(r"[0-9]{1,7}")
_SECONDS = re.compile(r"[0-9]{1,40}(\.[0-9]{0,20})?")


class Priority(Enum):
    """Whether a person waits for the call."""

    PERSON = "person"
    BACKGROUND = "background"


@dataclass(frozen=True)
class ApiCaller:
    """For which organisation, and on whose account, a call is made."""

    tenant_id: str
    workspace_id: str
    priority: Priority
    feature: str


@dataclass(frozen=True)
class Seen:
    """What an answer said of the limits."""

    status: int
    received: int
    minute_remaining: int | None = None
    day_remaining: int | None = None
    app_remaining: int | None = None
    problem: str | None = None
    retry_after_s: int | None = None

    @classmethod
    def of(cls, status: int, headers: Mapping[str, str], received: int, *, now: datetime | None = None) -> Seen:
        """From an answer's headers, the size of its body in bytes, and when it came."""
        return cls(
            status=status,
            received=received,
            minute_remaining=whole_number(headers.get("x-minlimit-remaining")),
            day_remaining=whole_number(headers.get("x-daylimit-remaining")),
            app_remaining=whole_number(headers.get("x-appminlimit-remaining")),
            problem=headers.get("x-rate-limit-problem", "concurrent").lower() if status == 429 else None,  # noqa: PLR2004
            retry_after_s=wait_of(headers, now),
        )


class Permit(Protocol):
    """Leave to make one call."""

    def saw(self, seen: Seen) -> None:
        """Say what the answer said of the limits."""
        ...


class LimitGate(Protocol):
    """Where leave to make a call is asked for."""

    def permit(self, caller: ApiCaller) -> AbstractAsyncContextManager[Permit]:
        """Leave for one call, held while it lasts. Waits if that is short, else raises RateLimited."""
        ...

    async def close(self) -> None:
        """Give back what is held."""
        ...


class NoLimits:
    """Leave for everyone: for benchmarks and single tests."""

    @asynccontextmanager
    async def permit(self, caller: ApiCaller) -> AsyncIterator[NoLimits]:  # noqa: ARG002 - everyone is let in
        """Leave at once."""
        yield self

    def saw(self, seen: Seen) -> None:
        """Nothing is kept."""

    async def close(self) -> None:
        """Nothing is held."""


def wait_of(headers: Mapping[str, str], now: datetime | None = None) -> int | None:
    """The seconds that Retry-After asks to wait, at most a day: no limit of Xero's lasts longer. None for none.

    It is a number, or a time, which is reckoned from the answer's own Date, else from `now`. Source: RFC 9110, 10.2.3.
    """
    text = headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(text):
        return min(math.ceil(Decimal(text)), LONGEST_WAIT_S)
    until, since = _instant(text), _instant(headers.get("date", "")) or now
    if until is None or since is None:
        return None
    return min(max(math.ceil((until - since).total_seconds()), 0), LONGEST_WAIT_S)


def _instant(text: str) -> datetime | None:
    try:
        reported = parsedate_to_datetime(text)
    except (ValueError, IndexError, OverflowError):
        return None
    return reported if reported.tzinfo is not None else reported.replace(tzinfo=UTC)


def whole_number(text: str | None) -> int | None:
    """A header's whole number; None for none, and for one of more digits than any count or wait of Xero's has."""
    return int(text) if text is not None and _NUMBER.fullmatch(text) else None
