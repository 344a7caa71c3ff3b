"""The day of an OFX transaction, as the standard writes it and as small banks' converters do."""

from __future__ import annotations

from datetime import date
from typing import Final

from atom_xero_plugin.bank_statements.date_columns import AHEAD
from atom_xero_plugin.bank_statements.date_formats import ParsedDate, take_apart
from atom_xero_plugin.bank_statements.errors import refused, shown

_STANDARD: Final = 8
"""Characters of YYYYMMDD, with which the standard begins (OFX 2.2, 3.2.8.2)."""
_ISO: Final = 10


def day_of(number: int, printed: str | None, today: date | None) -> date:
    """The day as the bank writes it: its time and zone are not turned into another day.

    `2026-09-15`, with or without a time, is read too: no other order begins with the year. Raises InvalidArguments.
    """
    if not printed:
        raise refused(f"Transaction {number}: there is no date.")
    day = _year_first(take_apart(printed[:_STANDARD]), "digits")
    if day is None:
        parts = take_apart(printed[:_ISO].rstrip("T ").strip())
        day = _year_first(parts, "year-", "year/", "year.")
    if day is None or (today is not None and day > today + AHEAD):
        raise refused(f"Transaction {number}: {shown(printed)} is no date, or one too far from now.")
    return day


def _year_first(parts: ParsedDate | None, *shapes: str) -> date | None:
    return parts.readings.get("year_first") if parts and parts.shape in shapes else None
