"""docs/coverage.md: what people do in Xero by an integration, by which skill they do it here, and where it is tested.

The rows are docs/coverage.tsv. One is covered if it names something, and all that it names is there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import groupby
from pathlib import Path
from typing import Final, NamedTuple

TOOL: Final = "tool:"
"""What stands before a name that is a tool of the AI server and no skill."""


BEYOND: Final = "Beyond the matrix"
"""The area of actions that people ask for and the matrix of integrations does not have; they are not counted."""


class CoverageRow(NamedTuple):
    """One action that people ask an integration for."""

    area: str
    action: str
    by: tuple[str, ...]
    """The skills that do it, and tools."""
    tests: tuple[str, ...]
    """Test files below the root."""

    @property
    def skills(self) -> tuple[str, ...]:
        """The skills alone."""
        return tuple(name for name in self.by if not name.startswith(TOOL))

    def missing(self, skills: Collection[str]) -> tuple[str, ...]:
        """The skills that are not in a catalogue of these names."""
        return tuple(name for name in self.skills if name not in skills)

    def covered(self, skills: Collection[str]) -> bool:
        """Whether all that it takes is there."""
        return bool(self.by) and not self.missing(skills)


def coverage_rows(root: Path) -> list[CoverageRow]:
    """The rows of docs/coverage.tsv, in order."""
    lines = (root / "docs" / "coverage.tsv").read_text().splitlines()
    return [_row(line) for line in lines if line and not line.startswith("#")]


def coverage_page(root: Path, skills: Collection[str]) -> str:
    """The page: the count, a table for each area, and what is not covered."""
    rows = coverage_rows(root)
    matrix = [row for row in rows if row.area != BEYOND]
    covered = [row for row in matrix if row.covered(skills)]
    count = f"**{len(covered)} of {len(matrix)}** actions that people use Xero integrations for are skills here."
    parts = [
        f"# Coverage\n\n{count}\n`make schemas` makes this page from [coverage.tsv](coverage.tsv); a test counts it.\n"
    ]
    for area, each in groupby(rows, key=lambda row: row.area):
        parts.append(f"## {area}\n\n| action | by | tested in |\n| --- | --- | --- |\n{_table(each, skills)}")
    left = [f"- {row.area}: {row.action}" for row in rows if not row.covered(skills)]
    parts.append("## Not covered\n\n" + ("\n".join(left) if left else "Nothing of these.") + "\n")
    return "\n".join(parts)


def _row(line: str) -> CoverageRow:
    area, action, by, tests = [*line.split("\t"), "", ""][:4]
    names = tuple(filter(None, by.split(",")))
    given = tuple(filter(None, tests.split(",")))
    own = tuple(f"tests/skills/test_{name}.py" for name in names if not name.startswith(TOOL))
    return CoverageRow(area, action, names, given or own)


def _table(rows: Iterable[CoverageRow], skills: Collection[str]) -> str:
    return "".join(_line(row, skills) for row in rows)


def _line(row: CoverageRow, skills: Collection[str]) -> str:
    if not row.covered(skills):
        return f"| {row.action} | not covered | |\n"
    by = ", ".join(f"`{name.removeprefix(TOOL)}`" for name in row.by)
    tests = ", ".join(f"[{Path(path).stem.removeprefix('test_')}](../{path})" for path in row.tests)
    return f"| {row.action} | {by} | {tests} |\n"
