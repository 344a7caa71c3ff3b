"""Names that bank lines begin and do not end: cut off in the middle of a word, or written without spaces."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from atom_xero_plugin.bank_statements import text as words
from atom_xero_plugin.reconciliation.matching import movement_words

_KEY: Final = 4
"""Letters from which the beginning of a name is searched for."""
_WITHIN: Final = 6
"""Letters of a beginning that stands in the middle of a text; at its end fewer do."""
_BEHIND: Final = 9
"""Letters of a beginning that stands behind other words which may name somebody."""
_NAMING: Final = 3
_JOINED: Final = 8
"""Letters of a name that may stand in a text with other letters right behind it."""
_LIKENESS: Final = ((12, 96), (9, 93), (7, 90), (5, 86), (_KEY, 82))
"""Likeness of a name of which at least so many letters stand there."""
_MOST_SHARED: Final = 12
"""Names that may begin alike before the beginning says nothing."""
_LONGEST: Final = 48
_AFTER: Final = "\uffff"
"""Sorts behind every letter."""


class Beginnings:
    """The compact forms of names, without spaces and with and without legal form, in order."""

    def __init__(self, names: Sequence[str]) -> None:
        """Index the names; answers are places in them."""
        forms: dict[tuple[str, int], frozenset[int]] = {}
        for place, name in enumerate(names):
            every = words.pieces(words.letters(name))
            bare = [part for part in every if part not in words.LEGAL_FORMS]
            for parts in (every, bare or every):
                compact = _joined(parts)
                if len(compact) >= _KEY:
                    forms[compact, place] = frozenset(_ends(parts))
        ordered = sorted(forms)
        self._compact = [compact for compact, _ in ordered]
        self._places = [place for _, place in ordered]
        self._ends = [forms[each] for each in ordered]
        self._whole: dict[str, list[int]] = {}
        for compact, place in ordered:
            self._whole.setdefault(compact, []).append(place)
        self._first = {compact[:_KEY] for compact in self._compact}

    def find(self, fields: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
        """Places of names that begin somewhere in the fields of a line (pieces of letters), with their likeness."""
        for parts in fields:
            first = True
            for start, part in enumerate(parts):
                if not part[0].isdigit():
                    yield from self._at(parts[start : start + 8], first=first)
                first = first and (part in movement_words.PLAIN or len(part) < _NAMING or part[0].isdigit())

    def _at(self, parts: Sequence[str], *, first: bool) -> Iterator[tuple[int, int]]:
        text = _joined(parts)[:_LONGEST]
        if len(text) < _KEY or text[:_KEY] not in self._first:
            return
        at = bisect_left(self._compact, text)
        longest = max(_shared(each, text) for each in self._compact[max(0, at - 1) : at + 1])
        ends = [end for end in _ends(parts) if end <= len(text)]
        for length in range(_KEY, longest + 1):
            for place in self._whole.get(text[:length], ()):
                if length in ends:
                    yield place, 100
                elif length >= _JOINED:
                    yield place, 94
        plain = parts[0] in movement_words.PLAIN
        for end in ends:
            if (_KEY if first else _BEHIND) <= end <= longest and not (plain and end == ends[0]):
                yield from self._cut(text, end, at_end=end == ends[-1])

    def _cut(self, text: str, end: int, *, at_end: bool) -> Iterator[tuple[int, int]]:
        """Names of which the text has just so many letters, and then something else, or nothing more."""
        if not at_end and end < _WITHIN:
            return
        beginning = text[:end]
        low = bisect_left(self._compact, beginning)
        high = bisect_left(self._compact, beginning + _AFTER, low)
        sharing = len(set(self._places[low:high])) if high - low <= 2 * _MOST_SHARED else _MOST_SHARED + 1
        if sharing > _MOST_SHARED:
            return
        points = next(points for least, points in _LIKENESS if end >= least)
        points -= 0 if sharing == 1 else 3 if sharing <= 3 else 8  # noqa: PLR2004 - judgement
        for at in range(low, high):
            name = self._compact[at]
            further = len(name) > end and name[end : end + 1] != text[end : end + 1]
            # whole words of it, and then another one, are as likely another name
            if further and (at_end or end not in self._ends[at]):
                yield self._places[at], points


def _joined(parts: Sequence[str]) -> str:
    return words.letters("".join(parts))


def _ends(parts: Sequence[str]) -> list[int]:
    """Where each of the parts ends in the joined text."""
    return [len(_joined(parts[: count + 1])) for count in range(len(parts))]


def _shared(one: str, other: str) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
