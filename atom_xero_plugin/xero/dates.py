"""Xero's dates: days and instants as it writes them, and as it wants them sent.

Xero writes `/Date(1419937200000+0000)/`, with or without the offset, and ISO 8601 without a zone, then meaning UTC.
A day is the calendar date at the printed offset; an instant is the milliseconds since 1970, whatever the offset.
Source: developer.xero.com, "Requests and responses", and the spec's `x-is-msdate` fields.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
EMPTY: Final = frozenset({"", "/Date(0+0000)/"})
"""What Xero writes where there is no date."""

_MS_DATE: Final = re.compile(r"/Date\((-?[0-9]{1,16})(?:([+-])([0-9]{2})([0-9]{2}))?\)/")


def parse_instant(text: str) -> datetime | None:
    """The instant Xero wrote, aware and in UTC; None if it wrote an empty one. Raises ValueError for anything else."""
    if text in EMPTY:
        return None
    if text.startswith("/"):
        return EPOCH + timedelta(milliseconds=int(_ms_date(text)[1]))
    instant = _iso(text)
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


@lru_cache(maxsize=4096)  # the same few days stand on every document
def parse_day(text: str) -> date | None:
    """The calendar day Xero wrote, by the offset it printed; None if empty. Raises ValueError for anything else."""
    if text in EMPTY:
        return None
    if not text.startswith("/"):
        return _iso(text).date()
    found = _ms_date(text)
    offset = timedelta(hours=int(found[3] or 0), minutes=int(found[4] or 0))
    local = EPOCH + timedelta(milliseconds=int(found[1])) + (-offset if found[2] == "-" else offset)
    return local.date()


def format_if_modified_since(instant: datetime) -> str:
    """The If-Modified-Since header: `2026-01-31T09:30:00`, UTC, whole seconds cut down so that nothing is missed.

    Raises ValueError for an instant without a zone. It is not an HTTP date. Source: "Requests and responses".
    """
    if instant.tzinfo is None:
        raise ValueError("an instant without a time zone cannot be sent")
    return instant.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat()


def format_day(day: date) -> str:
    """A day as Xero wants it in a body or a parameter, `2026-01-31`.

    Raises ValueError for an instant: sent as a day, it would shift with the zone.
    """
    if isinstance(day, datetime):
        raise ValueError("a day is wanted, not an instant")  # noqa: TRY004 - one error for both kinds of bad date
    return day.isoformat()


def _ms_date(text: str) -> re.Match[str]:
    found = _MS_DATE.fullmatch(text)
    if found is None:
        raise ValueError(f"not a date that Xero writes: {text[:40]!r}")
    return found


def _iso(text: str) -> datetime:
    if not text.isascii() or len(text) < len("2026-01-31") or text[4] != "-":
        raise ValueError(f"not a date that Xero writes: {text[:40]!r}")
    return datetime.fromisoformat(text)
