"""Xero's limits, kept as strictly as Xero keeps them: fixed windows that begin at different times a tenant."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from atom_xero_plugin.sandbox.api.error_responses import Refused, too_many


@dataclass
class _Window:
    """So many calls in so many seconds, counted from the window's first call."""

    limit: int
    lasts: timedelta
    began: datetime | None = None
    used: int = 0

    def turn(self, now: datetime) -> None:
        if self.began is None or now >= self.began + self.lasts or now < self.began:
            self.began, self.used = now, 0

    @property
    def left(self) -> int:
        return max(0, self.limit - self.used)

    def seconds_left(self, now: datetime) -> int:
        return max(1, int(((self.began or now) + self.lasts - now).total_seconds()) + 1)


@dataclass
class Limits:
    """The limits of one app: 5 at once, 60 a minute and 5,000 a day for each tenant, 10,000 a minute in all."""

    enabled: bool = True
    minute: int = 60
    day: int = 5_000
    app_minute: int = 10_000
    concurrent: int = 5
    refused: int = 0
    """Calls answered 429 so far; a client that keeps the limits leaves it at 0."""
    most_at_once: int = 0
    _minutes: dict[str, _Window] = field(default_factory=dict)
    _days: dict[str, _Window] = field(default_factory=dict)
    _apps: dict[str, _Window] = field(default_factory=dict)
    _at_once: dict[str, int] = field(default_factory=dict)

    def enter(self, tenant: str, app: str, now: datetime) -> dict[str, str]:
        """Count a call in and give the headers of its answer; raises the 429 of the limit that is used up."""
        at_once = self._at_once.get(tenant, 0)
        self.most_at_once = max(self.most_at_once, at_once + 1)
        if not self.enabled:
            self._at_once[tenant] = at_once + 1
            return {"X-DayLimit-Remaining": "5000", "X-MinLimit-Remaining": "1000", "X-AppMinLimit-Remaining": "10000"}
        minute = self._minutes.setdefault(tenant, _Window(self.minute, timedelta(minutes=1)))
        day = self._days.setdefault(tenant, _Window(self.day, timedelta(days=1)))
        whole = self._apps.setdefault(app, _Window(self.app_minute, timedelta(minutes=1)))
        for window, limit in ((minute, self.minute), (day, self.day), (whole, self.app_minute)):
            window.limit = limit
            window.turn(now)
        if at_once >= self.concurrent:
            raise self._refusal("concurrent", None)
        for name, window in (("day", day), ("minute", minute), ("appminute", whole)):
            if window.left <= 0:
                raise self._refusal(name, window.seconds_left(now))
        for window in (minute, day, whole):
            window.used += 1
        self._at_once[tenant] = at_once + 1
        return {
            "X-DayLimit-Remaining": str(day.left),
            "X-MinLimit-Remaining": str(minute.left),
            "X-AppMinLimit-Remaining": str(whole.left),
        }

    def leave(self, tenant: str) -> None:
        """Count a call out."""
        self._at_once[tenant] = max(0, self._at_once.get(tenant, 0) - 1)

    def _refusal(self, problem: str, retry_after: int | None) -> Refused:
        self.refused += 1
        return too_many(problem, retry_after)
