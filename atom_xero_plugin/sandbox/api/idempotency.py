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
    _stored: dict[tuple[str, str], tuple[datetime, bytes, Result]] = field(default_factory=dict)

    def replay(self, app: str, key: str, request: bytes, now: datetime) -> Result | None:
        """The answer that this key had, if it is still kept.

        Raises the 400 of a key that is too long, or was used with another request.
        """
        if len(key) > LONGEST_KEY:
            raise idempotency(f"Idempotency Key: {key[:20]}… is longer than {LONGEST_KEY} characters.")
        stored = self._stored.get((app, key))
        if stored is None or now >= stored[0] + self.lasts:
            return None
        if stored[1] != request:
            raise idempotency(f"Idempotency Key: {key} is used with a different request.")
        return stored[2]

    def keep(self, app: str, key: str, request: bytes, now: datetime, result: Result) -> None:
        """Remember an answer, good or bad."""
        for old in [each for each, stored in self._stored.items() if now >= stored[0] + self.lasts]:
            del self._stored[old]
        self._stored[app, key] = (now, request, result)
