"""The shape of a measurement, and how all of them are printed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One figure: ours, theirs next to it in the same run, and what it should be."""

    name: str
    ours: float
    theirs: float | None
    ratio: float | None
    target: str
    passed: bool


def print_table(rows: Sequence[Row]) -> None:
    """A table in Markdown."""
    lines = ["| figure | ours | theirs | ratio | target | met |", "| --- | --: | --: | --: | --- | --- |"]
    for row in rows:
        theirs, ratio = _number(row.theirs), _number(row.ratio)
        met = "yes" if row.passed else "NO"
        lines.append(f"| {row.name} | {_number(row.ours)} | {theirs} | {ratio} | {row.target} | {met} |")
    sys.stdout.write("\n".join(lines) + "\n")


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.2f}"
