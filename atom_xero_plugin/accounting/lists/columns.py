"""What the local copy keeps of a record so that lists need not read its body: its columns, and amounts as integers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from atom_xero_plugin.accounting.kinds import kind_of
from atom_xero_plugin.core.words import plain
from atom_xero_plugin.xero.decoding.base import XeroRecord

UNITS: Final = 10_000
"""An amount is kept as so many parts of its currency: Xero has at most four places, and sums of integers are exact."""
LARGEST: Final = Decimal(10) ** 14
"""No amount beyond it is kept: 92,000 of them still fit a column of 64 bits. It is more than any country's output."""
LONGEST_NAME: Final = 100
LONGEST_ID: Final = 64


class ListColumns(NamedTuple):
    """The columns of a row by which lists filter, sort and add up."""

    day: str | None = None
    """YYYY-MM-DD, as due_day."""
    due_day: str | None = None
    contact_id: str | None = None
    contact_name: str | None = None
    """In small letters without accents, and cut: to sort and find by, not to show."""
    total: int | None = None
    """In parts of 1/10000, as still_owed."""
    still_owed: int | None = None
    direction: str | None = None
    """in or out."""
    settled_day: str | None = None
    """Of what is settled whole: what was open on an earlier day is found without reading its body."""


def list_columns(record: XeroRecord) -> ListColumns:
    """The columns of any record; empty ones for what stands in no list."""
    kind = kind_of(record)
    if kind is None or kind.in_lists is None:
        return ListColumns()
    listed = kind.in_lists.listed_by(record)
    name = listed.contact_name
    contact_id, total, owed = listed.contact_id, listed.total, listed.still_owed
    units = units_of(total)
    return ListColumns(
        _day(listed.day),
        _day(listed.due_day),
        contact_id[:LONGEST_ID] if contact_id else None,
        name_key(name) if name else None,
        units,
        units if owed is total else units_of(owed),
        listed.direction,
        _day(listed.settled_day),
    )


@lru_cache(maxsize=4_096)  # names come again and again
def name_key(name: str) -> str:
    """A name as it is sorted and compared: as search folds it, with single blanks."""
    return " ".join(plain(name).split())[:LONGEST_NAME]


def units_of(amount: Decimal | None) -> int | None:
    """An amount in parts of 1/10000; None for one that is no number, is beyond LARGEST or has more than four places."""
    if amount is None or not amount.is_finite() or abs(amount) > LARGEST:
        return None
    scaled = amount.scaleb(4)
    units = int(scaled)
    return units if units == scaled else None


def amount_of(units: int) -> Decimal:
    """The amount that so many parts are."""
    return Decimal(units).scaleb(-4)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
