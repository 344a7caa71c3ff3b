"""When a request of a step may be sent again, and when it can no longer be under way.

How old a request is, is never judged by our own clock alone, which can go back: within one run by one that only runs
forward, after it by Xero's clock, as its answers show it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import RowMapping

from atom_xero_plugin.core.clock import running_seconds

KEY_SAFE: Final = timedelta(minutes=5)
"""How long after the first request its key may be used again; Xero forgets a key after six minutes."""
LONG_GONE: Final = timedelta(minutes=15)
"""How long after a check found nothing no request can still be under way."""
MOST_REQUESTS: Final = 3
"""Of one step in one run."""
CHECKS_S: Final = (0.3, 1.5)
"""Pauses before the checks what a lost request did, so that what is under way arrives."""


@dataclass(frozen=True)
class Attempt:
    """What is known of the requests of one step."""

    key: str
    attempts: int
    """Requests that were begun, by any run."""
    sent_at: datetime | None
    sent_after: datetime | None
    """A time of Xero's clock before the first request."""
    before_hash: str | None
    """Of the record as it was before the first request."""
    may_have_left: bool
    """Whether a request before this one may have left without an answer."""
    requests: int = 0
    """Those of this run."""
    began: float | None = None
    """When the first request was made, by the clock that only runs forward; none if another run made it."""

    @classmethod
    def first(cls, row: RowMapping, xero_time: datetime | None, before_hash: str | None) -> Attempt:
        """Of a step of which nothing was sent."""
        sent_after = max((each for each in (xero_time, row["sent_after"]) if each is not None), default=None)
        began = running_seconds()
        return cls(row["idempotency_key"], 0, None, sent_after, before_hash, may_have_left=False, began=began)

    @classmethod
    def of_another_run(cls, row: RowMapping) -> Attempt:
        """Of a step of which a request may have left."""
        return cls(
            row["idempotency_key"],
            row["attempts"],
            row["sent_at"],
            row["sent_after"],
            row["before_hash"],
            may_have_left=True,
        )

    def begun(self, now: datetime) -> dict[str, Any]:
        """The columns of the step as one more request is about to leave."""
        return {
            "state": "executing",
            "attempts": self.attempts + 1,
            "sent_at": self.sent_at or now,
            "sent_after": self.sent_after,
            "before_hash": self.before_hash,
        }

    def lost(self) -> Attempt:
        """The same once that request has left without an answer."""
        return replace(self, attempts=self.attempts + 1, requests=self.requests + 1, may_have_left=True)

    def key_is_kept(self, xero_now: datetime | None) -> bool:
        """Whether Xero certainly still knows the key of the first request."""
        if self.began is not None:
            return running_seconds() - self.began < KEY_SAFE.total_seconds()
        if self.sent_after is None or xero_now is None:
            return False
        return timedelta(0) <= xero_now - self.sent_after < KEY_SAFE


def can_no_longer_arrive(missed_at: datetime, xero_now: datetime) -> bool:
    """Whether a request that a check found nothing of can no longer be under way; both by Xero's clock."""
    return xero_now - missed_at >= LONG_GONE
