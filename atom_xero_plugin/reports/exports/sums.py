"""How a sum of a table is made of the rows above it, so that a sheet can hold it as a formula; never guessed."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from atom_xero_plugin.core.money import ZERO
from atom_xero_plugin.reports.exports.tables import ExportLine, ExportTable

_MOST_PARTS: Final = 3
"""Sums that another is made of: gross profit, expenses and other income."""
_RECENT: Final = 8


class Range(NamedTuple):
    """Rows from one to another, both included, that a sum adds up."""

    first: int
    last: int


class Signed(NamedTuple):
    """A line above, added or taken away."""

    line: int
    sign: int


Parts = Range | tuple[Signed, ...]


def parts_of_sums(table: ExportTable, places: Sequence[int]) -> dict[int, Parts]:
    """For each line that is a sum, the lines above that come to it in each of these columns; none for others.

    The rows of the block right above are tried first, then all rows above, then sums above, added or taken away. What
    does not come to it to the cent in every column is left out.
    """
    found: dict[int, Parts] = {}
    for number, line in enumerate(table.lines):
        if line.kind == "total" and any(_amount(line, place) for place in places):
            candidates: Iterator[Parts] = itertools.chain(_blocks(table.lines, number), _sums(table.lines, number))
            parts = next((each for each in candidates if _comes_to(table.lines, each, line, places)), None)
            if parts is not None:
                found[number] = parts
    return found


def _blocks(lines: Sequence[ExportLine], number: int) -> Iterator[Range]:
    first = number
    while first > 0 and lines[first - 1].kind == "row":
        first -= 1
    if first < number:
        yield Range(first, number - 1)
    if first > 0 and all(line.kind != "total" for line in lines[:number]):
        yield Range(0, number - 1)


def _sums(lines: Sequence[ExportLine], number: int) -> Iterator[tuple[Signed, ...]]:
    totals = [place for place in range(number) if lines[place].kind == "total"][-_RECENT:][::-1]
    for count in range(2, _MOST_PARTS + 1):
        for chosen in itertools.combinations(totals, count):
            for signs in itertools.product((1, -1), repeat=count):
                yield tuple(Signed(line, sign) for line, sign in zip(sorted(chosen), signs, strict=True))
    yield from ((Signed(line, 1),) for line in totals)


def _comes_to(lines: Sequence[ExportLine], parts: Parts, total: ExportLine, places: Sequence[int]) -> bool:
    if isinstance(parts, Range):
        chosen = [(line, 1) for line in lines[parts.first : parts.last + 1] if line.kind == "row"]
    else:
        chosen = [(lines[each.line], each.sign) for each in parts]
        if any(not any(_amount(line, place) for place in places) for line, _ in chosen):
            return False  # a sum of nothing adds nothing: that it belongs here, no figure says
    return all(
        sum((sign * _amount(line, place) for line, sign in chosen), ZERO) == _amount(total, place) for place in places
    )


def _amount(line: ExportLine, place: int) -> Decimal:
    cell = line.cells[place]
    return cell if isinstance(cell, Decimal) else ZERO
