"""The chart of a report over periods: its first sum as bars, its last as a line, as SVG without any text in it.

The picture is stretched to the width of its page, so labels stand outside of it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final, NamedTuple

from atom_xero_plugin.core.money import ZERO, cents
from atom_xero_plugin.reports.exports.tables import ExportDocument, ExportLine

_HEIGHT: Final = 160
_MARGIN: Final = 8
_STEP: Final = 100
_BAR: Final = 44
_FILL: Final = "#3b8f81"
_INK: Final = "#121a17"
_BAD: Final = "#991b12"


class ReportChart(NamedTuple):
    """A picture, and the words around it."""

    svg: str
    bars: str
    """What the bars are: the label of a sum."""
    line: str
    labels: list[str]
    """Of the periods, the first first."""
    highest: Decimal
    lowest: Decimal
    """Ends of the scale."""


def chart_of(document: ExportDocument) -> ReportChart | None:
    """The chart of a report whose columns are periods; None for any other, and for one without two sums."""
    table, places = document.tables[0], document.periods
    sums = [line for line in table.lines if line.kind == "total"]
    if not places or len(sums) <= 1:
        return None
    bars, line = (_figures(each, places) for each in (sums[0], sums[-1]))
    lowest, highest = min(ZERO, *bars, *line), max(ZERO, *bars, *line)
    if lowest == highest:
        return None
    labels = [table.columns[place].head for place in places]
    svg = _drawn(bars, line, lowest, highest)
    return ReportChart(svg, str(sums[0].cells[0]), str(sums[-1].cells[0]), labels, highest, lowest)


def _figures(line: ExportLine, places: tuple[int, ...]) -> list[Decimal]:
    return [cell if isinstance(cell := line.cells[place], Decimal) else ZERO for place in places]


def _drawn(bars: list[Decimal], line: list[Decimal], lowest: Decimal, highest: Decimal) -> str:
    def at(amount: Decimal) -> Decimal:
        return cents((highest - amount) / (highest - lowest) * (_HEIGHT - 2 * _MARGIN) + _MARGIN)

    width, zero = _STEP * len(bars), at(ZERO)
    centres = [_STEP * place + _STEP // 2 for place in range(len(bars))]
    parts = [
        f'<rect x="{centre - _BAR // 2}" y="{min(at(amount), zero)}" width="{_BAR}" '
        f'height="{abs(at(amount) - zero)}" fill="{_FILL}"/>'
        for centre, amount in zip(centres, bars, strict=True)
    ]
    parts.append(f'<line x1="0" x2="{width}" y1="{zero}" y2="{zero}" stroke="{_INK}" stroke-width="1"/>')
    points = " ".join(f"{centre},{at(amount)}" for centre, amount in zip(centres, line, strict=True))
    parts.append(f'<polyline points="{points}" fill="none" stroke="{_INK}" stroke-width="2"/>')
    parts += [
        f'<circle cx="{centre}" cy="{at(amount)}" r="{4 if amount >= 0 else 6}" '
        f'fill="{_INK if amount >= 0 else _BAD}"/>'
        for centre, amount in zip(centres, line, strict=True)
    ]
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {_HEIGHT}">{"".join(parts)}</svg>'
