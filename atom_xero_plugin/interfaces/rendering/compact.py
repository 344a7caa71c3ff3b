"""An answer as compact text for a model that sees no data: every figure of it, lists as tables, within a cap.

Names are those of the data, so that a model can use them as they stand. A table has its heads once, fields that are
the same on every row once above it, and cells between bars. What does not fit under the cap is left out by whole rows,
and the text says so and how to get them: nothing is ever cut within a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from atom_xero_plugin.interfaces.rendering.grids import LEFT_OUT, NAMES, Column, grid_of
from atom_xero_plugin.interfaces.rendering.values import as_text, is_money, is_records, is_reference, one_line

MOST_BYTES: Final = 12_000
"""Of a text, where no setting says otherwise."""
BAR: Final = " | "
_COLUMNS: Final = "columns"
_ROWS: Final = "rows"
_CURSOR: Final = "next_cursor"
_NUMBERED: Final = "#"


@dataclass(frozen=True)
class Line:
    """A line, and the table whose row it is, if it is one."""

    text: str
    table: str | None = None
    is_cursor: bool = False
    """Whether it tells where the next page begins; not shown where rows of this one are left out."""


def compact(value: Any, *, most: int = MOST_BYTES) -> str:
    """The whole of a value as text, within so many bytes of UTF-8 but for what no row may be left out of."""
    return within(list(_lines(value, "")), most, pages=isinstance(value, Mapping) and _CURSOR in value)


def within(lines: Sequence[Line], most: int, *, pages: bool = False) -> str:
    """The lines, without the last rows of tables that do not fit; a line says which and how they are got.

    Args:
        lines: rows of a table and others.
        most: bytes of UTF-8.
        pages: whether the answer is a page, so that a smaller one can be asked for.
    """
    if _size(lines) <= most:
        return "\n".join(line.text for line in lines)
    bytes_left = most - _size([line for line in lines if line.table is None]) - _NOTE_BYTES
    stored: list[Line] = []
    counts: dict[str, list[int]] = {}
    for line in lines:
        if line.table is None:
            stored.append(line)
            continue
        count = counts.setdefault(line.table, [0, 0])
        count[1] += 1
        bytes_left -= _size([line])
        if bytes_left >= 0 and count[0] == count[1] - 1:
            count[0] += 1
            stored.append(line)
    notes = [_left_out(table, *count, pages=pages) for table, count in counts.items() if count[0] < count[1]]
    reported = [line.text for line in stored if not (pages and line.is_cursor)]
    return "\n".join([*reported, *notes])


_NOTE_BYTES: Final = 400
"""Bytes that what is said of rows left out may take."""


def _left_out(table: str, shown: int, all_rows: int, *, pages: bool) -> str:
    first = f"has_more: yes, {shown} of {all_rows} rows of {table} fit into this text."
    if pages and shown:
        return f"{first} For all of them ask with limit {shown}, and go on with the next_cursor of that answer."
    return (
        f"{first} All of them stand in structuredContent; if you see text alone, ask for less, or have the person set "
        "ATOM_XERO_MCP_TEXT higher."
    )


def _size(lines: Sequence[Line]) -> int:
    return sum(len(line.text.encode()) + 1 for line in lines)


def _lines(value: Any, name: str) -> Iterator[Line]:
    """A mapping's plain values on one line, then each part of it; a list of records as a table."""
    if is_records(value):
        yield from _table(value, name, None)
    elif isinstance(value, Mapping) and not is_money(value):
        yield from _mapping(value, name)
    else:
        words = cell(value)
        yield Line(f"{name}: {words}" if name else words)


def _mapping(value: Mapping[str, Any], name: str) -> Iterator[Line]:
    heads = value.get(_COLUMNS)
    plain, parts = [], []
    for key, each in value.items():
        if key == _CURSOR or (key == _COLUMNS and _ROWS in value):
            continue
        path = f"{name}.{key}" if name else key
        is_part = is_records(each) or (isinstance(each, Mapping) and not (is_money(each) or is_reference(each)))
        if is_part:
            parts.append((path, key, each))
        elif words := cell(each):
            plain.append(f"{key}: {words}")
    if plain:
        yield Line((f"{name}: " if name else "") + " · ".join(plain))
    if value.get(_CURSOR):
        yield Line(f"{_CURSOR}: {value[_CURSOR]}", is_cursor=True)
    for path, key, each in parts:
        if is_records(each):
            yield from _table(each, path, heads if key == _ROWS and isinstance(heads, list) else None)
        else:
            yield from _mapping(each, path)


def cell(value: Any) -> str:
    """A value in a cell or after its name: parts within parts in round brackets, all of it on one line."""
    if value is None or isinstance(value, (str, int)):
        return _clean(as_text(value))
    if is_records(value):
        return "; ".join(_inline(each) for each in value)
    if is_reference(value):
        return _clean(" ".join(str(value[name]) for name in ("code", "name") if value.get(name)))
    if isinstance(value, Mapping) and not is_money(value):
        return _inline(value)
    if isinstance(value, list):
        return "; ".join(cell(each) for each in value)
    return _clean(as_text(value))


def _inline(value: Mapping[str, Any]) -> str:
    is_named = any(value.get(name) for name in NAMES)
    reported = [
        (key, cell(each)) for key, each in value.items() if key not in LEFT_OUT and not (is_named and key == "id")
    ]
    return f"({', '.join(f'{key} {words}' for key, words in reported if words)})"


def _clean(words: str) -> str:
    return one_line(words).replace("|", "¦")


def _table(items: Sequence[Mapping[str, Any]], name: str, heads: Sequence[str] | None) -> Iterator[Line]:
    grid = grid_of(items, heads, cell=cell, nested=True, unique=True)
    columns = [_in_one_currency(column, heads) for column in grid.columns]
    names = {column.name for column in columns}
    first = [_NUMBERED] if _PLACED in names and not names & _CALLED_BY and len(items) > 1 else []
    shared = (
        f" · on every row: {', '.join(f'{_key(head)} {words}' for head, words in grid.shared)}" if grid.shared else ""
    )
    yield Line(f"{name} ({len(items)}){shared}" if name else f"{len(items)}{shared}")
    yield Line(BAR.join([*first, *(column.head for column in columns)]))
    section = ""
    for place, cells in enumerate(zip(*(column.cells for column in columns), strict=True)):
        row = BAR.join([str(place + 1)] * len(first) + list(cells)).rstrip(" |")
        if grid.sections[place] != section:
            section = grid.sections[place]
            row = f"[{_clean(section)}]\n{row}"
        yield Line(row, name)


_PLACED: Final = "description"
"""What rows have that are named by their place, as the lines of a document are."""
_CALLED_BY: Final = frozenset({"id", "row", *NAMES})


def _key(head: str) -> str:
    return head.replace(" ", "_")


def _in_one_currency(column: Column, heads: Sequence[str] | None) -> Column:
    """Its amounts without their currency, where all have the same, which then stands in the head."""
    head = column.head if heads and column.head in heads else column.name
    reported = [each for each in column.cells if each]
    codes = {each[:4] for each in reported}
    if column.right and len(codes) == 1 and (code := codes.pop())[3:] == " " and code[:3].isalpha():
        cells = [each.removeprefix(code) for each in column.cells]
        return Column(column.name, f"{head} {code.strip()}", cells, right=True, exact=True)
    return Column(column.name, head, column.cells, column.right, column.exact)
