"""The duplicates that Xero writes next to its dates: `DateString` is local and without a zone: the better one."""

from __future__ import annotations

from datetime import date, datetime

from atom_xero_plugin.xero.dates import parse_day, parse_instant


def prefer_local(duplicate: str | None, day: date | None) -> date | None:
    """The duplicate's day if there is one that can be read, else the day."""
    if not duplicate:
        return day
    try:
        return parse_day(duplicate) or day
    except ValueError:
        return day


def instant_of(duplicate: str | None) -> datetime | None:
    """The duplicate's instant if there is one that can be read."""
    try:
        return parse_instant(duplicate) if duplicate else None
    except ValueError:
        return None
