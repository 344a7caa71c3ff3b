"""Numbers in a line's words that are made like those of the documents, and so say which one is meant, or which not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final, Literal

from atom_xero_plugin.bank_statements import text

Contradiction = Literal["none", "typo", "bare", "other"]
"""typo: one digit off; bare: only digits, which may be something else; other: another document is named."""
Shape = tuple[str, ...]
_SEVERAL: Final = 3
"""Documents that make a series of a letter and digits; two letters and more are one by themselves."""
_DAY_DIGITS: Final = frozenset({6, 8})
_YEARS: Final = range(1990, 2100)


class Series:
    """How the documents of one direction are numbered."""

    def __init__(self, numbers: Iterable[str | None]) -> None:
        """Learn the shapes of the numbers: their letters, and that digits follow."""
        counted: Counter[Shape] = Counter()
        lengths: defaultdict[Shape, set[int]] = defaultdict(set)
        self._tails: Counter[int] = Counter()
        values = list[int]()
        for shape, digits in filter(None, map(_numbered, numbers)):
            counted[shape] += 1
            lengths[shape].add(len(digits))
            self._tails[len(digits)] += 1
            values.append(int(digits))
        self._from, self._to = (min(values) // 2, max(values)) if values else (0, 0)
        self._lengths: dict[Shape, set[int]] = {
            shape: lengths[shape]
            for shape, count in counted.items()
            if any(len(part) > 1 for part in shape) or (count >= _SEVERAL and len(shape) > 1)
        }
        self._firsts: defaultdict[str, list[Shape]] = defaultdict(list)
        for shape in sorted(self._lengths):
            self._firsts[shape[0]].append(shape)

    def claims(self, parts: Sequence[str]) -> dict[str, Shape]:
        """Numbers that the pieces of a line hold, compared as `words.number` makes them, with their shapes.

        Digits that stand alone have the shape `0`; days and years are none.
        """
        found: dict[str, Shape] = {}
        used: set[int] = set()
        for start in range(len(parts)):
            for shape in self._firsts.get(_kind(parts[start]), ()):
                run = parts[start : start + len(shape)]
                if len(run) == len(shape) and _shape(run) == shape and self._near(shape, run[-1]):
                    found[text.normal(run)] = shape
                    used.update(range(start, start + len(shape)))
        for place, part in enumerate(parts):
            if place not in used and self._may_be_number(part):
                found[text.normal([part])] = ("0",)
        return found

    def _near(self, shape: Shape, digits: str) -> bool:
        """Whether so many digits may be a number of this shape; behind a word, zeros in front may be left out."""
        least = 1 if any(len(part) > 1 for part in shape) else min(self._lengths[shape]) - 1
        return least <= len(digits) <= max(self._lengths[shape]) + 1

    def _may_be_number(self, part: str) -> bool:
        length = len(part)
        if length < text.SHORTEST_DIGITS or not part[0].isdigit() or not self._tails[length]:
            return False
        if not self._from <= int(part) <= self._to:
            return False
        return length not in _DAY_DIGITS and not (length == 4 and int(part) in _YEARS)  # noqa: PLR2004 - a year


def contradiction(number: str | None, claims: Mapping[str, Shape]) -> Contradiction:
    """What numbers in a line say against a document of whose own number or reference nothing stands there."""
    parts = text.pieces(number or "")
    if not claims or not parts or not parts[-1][0].isdigit():
        return "none"
    mine, shape = text.normal(parts), _shape(parts)
    if mine in claims:
        return "none"
    same = [claim for claim, its in claims.items() if its == shape and shape != ("0",)]
    if same:
        return "typo" if all(one_off(claim, mine) for claim in same) else "other"
    bare = [claim for claim, its in claims.items() if its == ("0",)]
    if not bare or any(its != ("0",) for its in claims.values()):
        return "none"
    tail = parts[-1].lstrip("0")
    return "typo" if all(one_off(claim, tail) for claim in bare) else "bare"


def one_off(one: str, other: str) -> bool:
    """Whether one differs from the other by one digit changed, left out, put in, or two swapped."""
    from rapidfuzz.distance import OSA

    return OSA.distance(one, other, score_cutoff=1) <= 1


@lru_cache(maxsize=65_536)
def _numbered(number: str | None) -> tuple[Shape, str] | None:
    """The shape of a number and the digits at its end; None if it does not end with any."""
    parts = text.pieces(number or "")
    return (_shape(parts), parts[-1]) if parts and parts[-1][0].isdigit() else None


def _kind(part: str) -> str:
    return "0" if part[0].isdigit() else part


def _shape(parts: Sequence[str]) -> Shape:
    return tuple([_kind(part) for part in parts])
