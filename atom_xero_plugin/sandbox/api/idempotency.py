"""Xero's idempotency cache: six minutes from the first call, for each app, errors included."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from atom_xero_plugin.sandbox.api.call import Result
from atom_xero_plugin.sandbox.api.error_responses import idempotency

LASTS = timedelta(minutes=6)
LONGEST_KEY = 128


@dataclass
class Idempotency:
    """Answers by app and key."""

    lasts: timedelta = LASTS
    """How long a key is kept; a test may make it shorter."""
    _kept: dict[tuple[str, str], tuple[datetime, bytes, Result]] = field(default_factory=dict)

    def replay(self, app: str, key: str, request: bytes, now: datetime) -> Result | None:
        """The answer that this key had, if it is still kept.

        Raises the 400 of a key that is too long, or was used with another request.
        """
        if len(key) > LONGEST_KEY:
            raise idempotency(f"Idempotency Key: {key[:20]}… is longer than {LONGEST_KEY} characters.")
        kept = self._kept.get((app, key))
        if kept is None or now >= kept[0] + self.lasts:
            return None
        if kept[1] != request:
            raise idempotency(f"Idempotency Key: {key} is used with a different request.")
        return kept[2]

    def keep(self, app: str, key: str, request: bytes, now: datetime, result: Result) -> None:
        """Remember an answer, good or bad."""
        for old in [each for each, kept in self._kept.items() if now >= kept[0] + self.lasts]:
            del self._kept[old]
        self._kept[app, key] = (now, request, result)
