"""The order of a list, and where in it a page begins: after or before a row, by its value and its number.

No page is counted off from the first one, so what comes or goes in the meantime neither repeats a row nor leaves one
out. Rows without a value come last in both directions.
"""

from __future__ import annotations

import base64
import binascii
from typing import Any, Final, Literal, NamedTuple

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, Row, and_, or_

from atom_xero_plugin.accounting.inputs import invalid_argument
from atom_xero_plugin.store.tables import records

SortKey = Literal["day", "due_day", "contact", "number", "reference", "status", "total", "still_owed"]
SortDirection = Literal["ascending", "descending"]
_COLUMNS: Final[dict[SortKey, Any]] = {
    "day": records.c.day,
    "due_day": records.c.due_day,
    "contact": records.c.contact_name,
    "number": records.c.number,
    "reference": records.c.reference,
    "status": records.c.status,
    "total": records.c.total,
    "still_owed": records.c.still_owed,
}


_AMOUNTS: Final = frozenset[SortKey]({"total", "still_owed"})
_MOST: Final = 2**63


class Mark(Struct, array_like=True, frozen=True):
    """A row between two pages."""

    question: str
    """Hash of the question that it belongs to."""
    backwards: bool
    """Whether the page is the one before the row."""
    value: str | int | None
    row: int


class Order(NamedTuple):
    """By what a list is sorted."""

    by: SortKey
    descending: bool

    @property
    def column(self) -> Any:
        """The column."""
        return _COLUMNS[self.by]

    def terms(self, columns: Any, *, backwards: bool, walks_index: bool) -> list[Any]:
        """The terms of ORDER BY.

        Args:
            columns: those that have the column's name and `id`: of the table, or of what was chosen of it.
            backwards: whether the rows before a mark are asked for.
            walks_index: whether a database may go through the index of days until it has enough. Where most rows do
                not fit it would read nearly all of the table for that; then the order is of a value it has no index of.
        """
        descending = self.descending != backwards
        value = columns[self.column.name if columns is records.c else self.by]
        if self.by == "day" and not walks_index:
            value = value.concat("")
        column, row = (each.desc() if descending else each.asc() for each in (value, columns.id))
        return [column.nulls_first() if backwards else column.nulls_last(), row]

    def beyond(self, mark: Mark) -> ColumnElement[bool]:
        """That a row comes after the mark, or before it if it is a mark of a page before."""
        upwards = self.descending == mark.backwards
        column, row = self.column, records.c.id
        next_row = row > mark.row if upwards else row < mark.row
        if mark.value is None:
            among_empty = and_(column.is_(None), next_row)
            return or_(column.is_not(None), among_empty) if mark.backwards else among_empty
        beyond = column > mark.value if upwards else column < mark.value
        here = or_(beyond, and_(column == mark.value, next_row))
        return here if mark.backwards else or_(column.is_(None), here)

    def fits(self, mark: Mark) -> bool:
        """Whether a mark's value can be one of the column's, and both its numbers numbers of a database."""
        shape = int if self.by in _AMOUNTS else str
        if not 0 <= mark.row < _MOST or (isinstance(mark.value, int) and abs(mark.value) >= _MOST):
            return False
        return mark.value is None or isinstance(mark.value, shape)

    def mark(self, row: Row[Any], question: str, *, backwards: bool) -> str:
        """The cursor of the page after, or before, a row."""
        found = Mark(question, backwards, row.sorted_by, row.id)
        return base64.urlsafe_b64encode(msgspec.json.encode(found)).decode().rstrip("=")


def read_mark(cursor: str | None, question: str, order: Order) -> Mark | None:
    """Where a cursor points to; None without one. Raises InvalidArguments if it is broken or of another question."""
    if cursor is None:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        mark = msgspec.json.decode(base64.b64decode(padded, altchars=b"-_", validate=True), type=Mark)
    except (binascii.Error, msgspec.MsgspecError, ValueError):
        raise invalid_argument("/cursor", "is not a cursor that an answer gave; leave it out to begin again") from None
    if mark.question != question:
        raise invalid_argument("/cursor", "belongs to another question; leave it out, or ask as before")
    if not order.fits(mark):
        raise invalid_argument("/cursor", "points nowhere; leave it out to begin again")
    return mark
