"""Rows in one order everywhere: two transactions that insert the same keys then wait for each other, and never lock up.

Every insert of several rows goes through `in_key_order`; a test of the house's rules searches for those that do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Any

from sqlalchemy import Table, UniqueConstraint


def in_key_order(table: Table, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows, ordered by the values of the table's keys that they hold; the primary key first."""
    names = [column.name for column in table.primary_key.columns]
    for constraint in sorted(
        (each for each in table.constraints if isinstance(each, UniqueConstraint)), key=lambda each: str(each.name)
    ):
        names += [column.name for column in constraint.columns]
    given = [row if isinstance(row, dict) else dict(row) for row in rows]
    if not given:
        return given
    present = [name for name in dict.fromkeys(names) if name in given[0]]
    return sorted(given, key=itemgetter(*present)) if present else given
