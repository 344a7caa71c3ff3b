"""Lists of records as columns: which fields stand in a table, which are the same throughout, what is a figure.

It knows no kind of record. A field is judged by its values alone: money, a day, a list, the name of another record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from atom_xero_plugin.interfaces.rendering.values import (
    are_plain,
    as_text,
    is_exact,
    is_figure,
    is_id,
    is_money,
    is_reference,
)

LEFT_OUT: Final = frozenset({"url"})
NAMES: Final = ("number", "name", "code", "label")
"""What a person calls a record by; a list without any of them shows ids."""
PLACES: Final = ("row", "description")
"""What a program calls a row by as well: its place in a file, or in the document that it is a line of."""
SECTION: Final = "section"
"""The field that says under which heading a row stands."""
VALUES: Final = "values"
"""The field of a row that holds one value for each of the heads that stand next to the rows."""
_SHARED_FROM: Final = 2
_SHARED_FIGURES_FROM: Final = 3
"""Two records of the same amount are a chance; three are a rule."""


@dataclass(frozen=True)
class Column:
    """A field of every row."""

    name: str
    head: str
    cells: list[str]
    right: bool
    """Whether it holds figures, which stand to the right."""
    exact: bool
    """Whether no cell may be cut: what is left of a figure, a day or a code would be another."""

    @property
    def width(self) -> int:
        """Of its widest cell or its head."""
        return max(map(len, (self.head, *self.cells)))


@dataclass(frozen=True)
class Grid:
    """A list of records, in columns."""

    columns: list[Column]
    shared: list[tuple[str, str]]
    """Fields with the same value on every row, which are said once: their heads and values."""
    sections: list[str]
    """The heading that each row stands under; empty texts where there is none."""

    @property
    def rows(self) -> list[list[str]]:
        """The cells of each row."""
        return [list(row) for row in zip(*(column.cells for column in self.columns), strict=True)]


Cell = Callable[[Any], str]
"""A value as words. Plain text stays as it is."""


def grid_of(
    items: Sequence[Mapping[str, Any]],
    heads: Sequence[str] | None = None,
    *,
    cell: Cell = as_text,
    nested: bool = False,
    unique: bool = False,
) -> Grid:
    """The records as a grid.

    Args:
        items: the records.
        heads: what the values of a row's `values` are of, as a report has them.
        cell: a value as words.
        nested: whether a part with parts of its own gets a column for each of them.
        unique: whether ids are left out only where names distinguish every row from the others.
    """
    heads = None if heads is None else [as_text(head) for head in heads]
    rows = [dict(_fields(item, heads, "", nested=nested)) for item in items]
    shown = [name for name in dict.fromkeys(name for row in rows for name in row) if name != SECTION]
    columns = [_column(name, [row.get(name) for row in rows], heads, cell) for name in shown]
    columns = _named([column for column in columns if any(column.cells)], unique=unique)
    stored = [column for column in columns if not _is_shared(column)] or columns[:1]
    names = {column.name for column in stored}
    shared = [(column.head, column.cells[0]) for column in columns if column.name not in names]
    sections = [as_text(row.get(SECTION)) for row in rows]
    return Grid(stored, shared, sections if any(sections) else [""] * len(rows))


def _fields(
    item: Mapping[str, Any], heads: Sequence[str] | None, prefix: str, *, nested: bool
) -> Iterator[tuple[str, Any]]:
    for key, value in item.items():
        if key in LEFT_OUT:
            continue
        if value is None or isinstance(value, str):
            yield f"{prefix}{key}", value
        elif key == VALUES and heads and isinstance(value, list) and len(value) == len(heads):
            yield from ((f"{VALUES}.{place}", each) for place, each in enumerate(value))
        elif nested and isinstance(value, Mapping) and not (is_money(value) or is_reference(value)):
            yield from _fields(value, None, f"{prefix}{key}.", nested=True)
        else:
            yield f"{prefix}{key}", value


def _column(name: str, values: list[Any], heads: Sequence[str] | None, cell: Cell) -> Column:
    place = name.removeprefix(f"{VALUES}.")
    is_value = heads is not None and place != name
    head = heads[int(place)] if heads is not None and is_value else name.replace("_", " ")
    cells = [value or "" for value in values] if are_plain(values) else [cell(value) for value in values]
    reported = [value for value in values if value is not None]
    # a list without heads keeps its figures in places of their own, so it stands to the right too
    right = bool(reported) and all(_is_figures(value) or (is_value and is_figure(str(value))) for value in reported)
    return Column(name, head, cells, right, right or all(map(is_exact, cells)))


def _is_figures(value: Any) -> bool:
    if isinstance(value, list):
        return all(each is None or is_figure(str(each)) for each in value)
    return is_money(value) or isinstance(value, int)


def _named(columns: list[Column], *, unique: bool) -> list[Column]:
    """Without ids where each row is called by something else."""
    names = [column for column in columns if column.name in (*NAMES, *(PLACES if unique else ()))]
    if not any(not unique or column.name in PLACES or _distinguishes(column) for column in names):
        return columns
    return [column for column in columns if not (column.name == "id" or _is_foreign_id(column))]


def _distinguishes(column: Column) -> bool:
    return all(column.cells) and len(set(column.cells)) == len(column.cells)


def _is_foreign_id(column: Column) -> bool:
    return column.name.endswith("_id") and all(is_id(each) for each in column.cells if each)


def _is_shared(column: Column) -> bool:
    least = _SHARED_FIGURES_FROM if column.right else _SHARED_FROM
    is_own = column.name in NAMES or column.name.startswith(f"{VALUES}.")
    return len(column.cells) >= least and len(set(column.cells)) == 1 and not is_own
