"""What every kind of file is made of: tables with a type for each column, whose figures are those of the skill."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final, Literal

from msgspec import Struct

ColumnKind = Literal["text", "amount", "number", "day", "id"]
Cell = str | Decimal | date | None
LineKind = Literal["row", "total", "section"]
FIGURES: Final = frozenset({"amount", "number"})


class ExportColumn(Struct, frozen=True):
    """A column."""

    head: str
    kind: ColumnKind
    currency: str | None = None
    """Of all its amounts, where they have one."""


class ExportLine(Struct, frozen=True):
    """A row, a sum of rows, or the heading of those below it, whose only cell is the first."""

    cells: tuple[Cell, ...]
    kind: LineKind = "row"


class ExportTable(Struct, frozen=True):
    """Rows under columns."""

    name: str
    columns: tuple[ExportColumn, ...]
    lines: tuple[ExportLine, ...]

    def shown(self) -> ExportTable:
        """Without the columns of ids, which are for programs."""
        kept = [place for place, column in enumerate(self.columns) if column.kind != "id"]
        lines = (ExportLine(tuple(line.cells[place] for place in kept), line.kind) for line in self.lines)
        return ExportTable(self.name, tuple(self.columns[place] for place in kept), tuple(lines))


class ExportDocument(Struct, frozen=True):
    """One answer of a skill, to be written as a file."""

    title: str
    organisation: str
    day: date
    """On which it was made, where the organisation is."""
    about: tuple[str, ...]
    """What it is of: its days, its basis, its currency."""
    facts: tuple[tuple[str, Cell], ...]
    """Figures that stand next to the tables, such as an opening balance."""
    tables: tuple[ExportTable, ...]
    """The one that was asked for first."""
    currency: str | None = None
    periods: tuple[int, ...] = ()
    """Places of the columns of the first table that are periods, in the order of time: what a chart is drawn over."""
