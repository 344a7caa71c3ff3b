"""What lines of a statement say of each other: that one takes another back, or is the same payment once more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from atom_xero_plugin.reconciliation.matching.line_readings import LineReading
from atom_xero_plugin.reconciliation.matching.movement_words import PLAIN, TAKING_BACK

BACK_DAYS: Final = 30
"""Days within which money is undone."""


class Suspicions:
    """Lines, in their canonical order, next to each other."""

    def __init__(self, lines: Sequence[LineReading]) -> None:
        """Find the lines that are undone by others."""
        self._lines = lines
        self._taken_back = self._find()

    def returned(self, number: int) -> str | None:
        """Why money of a line did not stay, or did not come by it; None if nothing speaks for that."""
        if self._lines[number].returned:
            return "the text speaks of money given back"
        row = self._taken_back.get(number)
        return None if row is None else f"row {row} seems to undo it"

    def _find(self) -> dict[int, int]:
        """Numbers of the lines that are undone, with the row of the line that does."""
        by_amount: defaultdict[Decimal, list[int]] = defaultdict(list)
        for number, reading in enumerate(self._lines):
            by_amount[reading.line.amount].append(number)
        found: dict[int, int] = {}
        for amount, numbers in by_amount.items():
            for later in numbers:
                for earlier in by_amount.get(-amount, ()):
                    if _reverses(self._lines[later], self._lines[earlier]):
                        found.setdefault(earlier, self._lines[later].line.row)
        return found


def _reverses(later: LineReading, earlier: LineReading) -> bool:
    days = (later.line.day - earlier.line.day).days
    if not 0 <= days <= BACK_DAYS:
        return False
    if not TAKING_BACK.isdisjoint(later.plain):
        names, others = _naming(later), _naming(earlier)
        return not names or not others or not names.isdisjoint(others)
    return bool(_naming(later)) and later.plain == earlier.plain and days > 0


def _naming(reading: LineReading) -> frozenset[str]:
    """The words of a line that may name somebody, or a number."""
    return frozenset(each for each in reading.plain if each not in PLAIN and len(each) > 2)  # noqa: PLR2004 - letters
