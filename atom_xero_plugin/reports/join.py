"""Tables of one report, each of other days, as one: columns side by side, each row once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from atom_xero_plugin.reports.tables import Table, TableRow

_Key = tuple[str | None, str, str | None, str]
NOTHING: Final = "0.00"
"""Of an account without movement, which Xero leaves out of a report."""


def _filling(row: TableRow) -> str | None:
    """A sum is left out where its parts are: that it is nothing, nobody said."""
    return NOTHING if row.account_id is not None else None


def joined(tables: Sequence[Table]) -> Table:
    """One table; an account that stands in some only comes to nothing in the others, as where Xero compares."""
    first, *others = tables
    if not others:
        return first
    order: list[_Key] = []
    rows: dict[_Key, TableRow] = {}
    values: dict[_Key, list[str | None]] = {}
    width = 0
    for table in tables:
        place = 0
        for row in table.rows:
            key: _Key = (row.section, row.kind, row.account_id, row.label)
            if key in rows:
                place = order.index(key) + 1
            else:
                order.insert(place, key)
                place += 1
                rows[key], values[key] = row, [_filling(row)] * width
            values[key] += row.values
        width += len(table.columns)
        for key, stored in values.items():
            stored.extend([_filling(rows[key])] * (width - len(stored)))
    columns = [head for table in tables for head in table.columns]
    return Table(first.titles, columns, [replace(rows[key], values=values[key]) for key in order])
