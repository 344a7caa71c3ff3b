"""The sandbox's time: the wall's, moved on or held still as a test wants it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class SandboxClock:
    """Tells the time; runs with the wall's clock until it is frozen."""

    def __init__(self, frozen_at: datetime | None = None) -> None:
        """Run with the wall's clock, or stand still at an instant."""
        self._frozen = frozen_at
        self._shift = timedelta(0)

    def now(self) -> datetime:
        """This instant, aware and in UTC."""
        return self._frozen if self._frozen is not None else datetime.now(UTC) + self._shift

    def advance(self, seconds: float) -> None:
        """Move on, or back for a negative number."""
        if self._frozen is not None:
            self._frozen += timedelta(seconds=seconds)
        else:
            self._shift += timedelta(seconds=seconds)

    def freeze(self, at: datetime | None = None) -> None:
        """Stand still, now or at an instant."""
        self._frozen = at or self.now()

    def run(self) -> None:
        """Run on from where it stands."""
        if self._frozen is not None:
            self._shift = self._frozen - datetime.now(UTC)
            self._frozen = None
