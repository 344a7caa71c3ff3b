"""Lists of records for people: a table where it fits, else a block a record; --json holds what is left out here.

A figure, a day, an id or a code is never cut or broken over lines: what is left of it would be another. What is the
same on every row is said once above. A report whose columns do not all fit is shown in bands, each with its labels.
"""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from atom_xero_plugin.interfaces.rendering.grids import NAMES, VALUES, Column, Grid, grid_of
from atom_xero_plugin.interfaces.rendering.values import one_line

_NARROWEST: Final = 16
"""What a column of words keeps, however filter the terminal is."""
_LABEL: Final = 20
"""The same of a report's labels."""
_BETWEEN: Final = "  "
_DOT: Final = " · "
_INDENT: Final = "  "
_HARD: Final = "\xa0"
"""Stands for a blank at which no line is broken."""


def lines_of(
    items: Sequence[Mapping[str, Any]], width: int | None = None, heads: Sequence[str] | None = None
) -> list[str]:
    """The records in lines of at most so many characters; without a width, in full.

    Args:
        items: the records.
        width: of the terminal; None for a file or a pipe, to which everything is written in full.
        heads: what the values of a row's `values` are of, as a report has them.
    """
    if not items:
        return []
    grid = _cleaned(grid_of(items, heads))
    above = wrapped([f"{head}: {words}" for head, words in grid.shared], width, rest=_INDENT)
    if width is None or _width(grid.columns) <= width:
        return above + _table(grid, grid.columns)
    if heads:
        return above + _bands(grid, width)
    filtered_by = _filtered(grid.columns, width)
    return above + (_table(grid, filtered_by) if filtered_by else _blocks(grid, width))


def wrapped(parts: Sequence[str], width: int | None, *, first: str = "", rest: str = "") -> list[str]:
    """Parts after each other with dots between, broken between parts, and within one only where it alone is too long.

    Args:
        parts: what is said, none of it with line ends.
        width: characters of a line; None for one line of any length.
        first: what the first line begins with.
        rest: the same of all others.
    """
    if not parts:
        return []
    if width is None:
        return [first + _DOT.join(parts)]
    lines, line = [], first
    for part in parts:
        joint = _DOT if line not in {first, rest} else ""
        if len(line) + len(joint) + len(part) <= width:
            line += joint + part
            continue
        if line not in {first, rest}:
            lines.append(line)
            line = rest
        *full, line = _broken(line + part, width, rest)
        lines += full
    return [*lines, line]


def _broken(line: str, width: int, rest: str) -> list[str]:
    """A line broken at blanks, but for those within an amount; a word that is too long stays whole."""
    indent = line[: len(line) - len(line.lstrip())]
    return [
        each.replace(_HARD, " ")
        for each in textwrap.wrap(
            _held_together(line.lstrip()),
            max(width, 20),
            initial_indent=indent,
            subsequent_indent=rest + _INDENT,
            break_long_words=False,
            break_on_hyphens=False,
        )
    ] or [line]


def _held_together(words: str) -> str:
    """With no blank to break at between a currency and its amount."""
    parts = words.split(" ")
    stored = [parts[0]]
    for before, part in itertools.pairwise(parts):
        is_amount = len(before) == 3 and before.isupper() and part[:1] in "-0123456789"  # noqa: PLR2004 - a code's letters
        stored.append((_HARD if is_amount else " ") + part)
    return "".join(stored)


def _cleaned(grid: Grid) -> Grid:
    def clean(column: Column) -> Column:
        cells = [one_line(cell) if not column.right else cell for cell in column.cells]
        return Column(column.name, one_line(column.head), cells, column.right, column.exact)

    return Grid([clean(column) for column in grid.columns], grid.shared, grid.sections)


def _width(columns: Sequence[Column]) -> int:
    return sum(column.width for column in columns) + len(_BETWEEN) * (len(columns) - 1)


def _table(grid: Grid, columns: Sequence[Column]) -> list[str]:
    """A heading and a line a row; rows of a section stand under its name."""
    widths = [column.width for column in columns]
    indent = _INDENT if any(grid.sections) else ""

    def line(cells: Sequence[str]) -> str:
        placed = (
            cell.rjust(width) if column.right else cell.ljust(width)
            for cell, width, column in zip(cells, widths, columns, strict=True)
        )
        return _BETWEEN.join(placed).rstrip()

    lines = [indent + line([column.head for column in columns])]
    section = ""
    for place, cells in enumerate(zip(*(column.cells for column in columns), strict=True)):
        if grid.sections[place] != section:
            section = grid.sections[place]
            lines += [section] if section else [""]
        lines.append(indent + line(cells))
    return lines


def _filtered(columns: Sequence[Column], width: int) -> list[Column] | None:
    """The columns with words cut, the widest first, until they fit; None if that cannot be or would cut a figure."""
    widths = {place: column.width for place, column in enumerate(columns) if not column.exact}
    over = _width(columns) - width
    while over > 0:
        widest = max(widths, key=widths.__getitem__, default=None)
        if widest is None or widths[widest] <= max(_NARROWEST, len(columns[widest].head)):
            return None
        widths[widest] -= 1
        over -= 1
    if any(_loses_figure(columns[place], most) for place, most in widths.items()):
        return None
    return [_cut(column, widths.get(place, column.width)) for place, column in enumerate(columns)]


def _loses_figure(column: Column, width: int) -> bool:
    """Whether digits would be among what is cut away."""
    return any(len(cell) > width and any(map(str.isdigit, cell[width - 1 :])) for cell in column.cells)


def _cut(column: Column, width: int) -> Column:
    cells = [cell if len(cell) <= width else f"{cell[: width - 1].rstrip()}…" for cell in column.cells]
    return Column(column.name, column.head, cells, column.right, column.exact)


def _bands(grid: Grid, width: int) -> list[str]:
    """As many columns of values at once as fit next to the labels, band under band."""
    indent = len(_INDENT) if any(grid.sections) else 0
    values = [column for column in grid.columns if column.name.startswith(f"{VALUES}.")]
    others = [column for column in grid.columns if column not in values]
    widest = max((column.width for column in values), default=0)
    width_left = max(_LABEL, width - indent - len(_BETWEEN) - widest)
    labels = [_cut(others[0], width_left), *others[1:]] if others else []
    lines: list[str] = []
    for band in _split(values, width - indent - _width(labels[:1])):
        is_last = band[-1] is values[-1]
        marks = labels[1:] if is_last and _width([*labels[:1], *band, *labels[1:]]) + indent <= width else []
        lines += [*([""] if lines else []), *_table(grid, [*labels[:1], *band, *marks])]
    return lines


def _split(columns: Sequence[Column], width_left: int) -> Iterator[list[Column]]:
    band: list[Column] = []
    left = width_left
    for column in columns:
        needed = column.width + len(_BETWEEN)
        if band and needed > left:
            yield band
            band, left = [], width_left
        band.append(column)
        left -= needed
    if band:
        yield band


def _blocks(grid: Grid, width: int) -> list[str]:
    """A record in a block: what it is called by, and its other fields under that."""
    named = [column for column in grid.columns if column.name in NAMES] or grid.columns[:1]
    lines = []
    for place in range(len(grid.sections)):
        title = _BETWEEN.join(_title(column, place) for column in named if column.cells[place])
        others = [
            f"{column.head}: {column.cells[place].strip()}"
            for column in grid.columns
            if column not in named and column.cells[place]
        ]
        lines += [*wrapped([title], width, rest=_INDENT), *wrapped(others, width, first=_INDENT, rest=_INDENT)]
    return lines


def _title(column: Column, place: int) -> str:
    """A name or an id as it is; a figure or a day with what it is."""
    is_plain = column.name in (*NAMES, "id") or not column.exact
    return column.cells[place] if is_plain else f"{column.head} {column.cells[place].strip()}"
