"""Names that bank lines begin and do not end: cut off in the middle of a word, or written without spaces."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from atom_xero_plugin.reconciliation import line_words, words

_KEY: Final = 4
"""Letters from which the beginning of a name is looked for."""
_WITHIN: Final = 6
"""Letters of a beginning that stands in the middle of a text; at its end fewer do."""
_JOINED: Final = 8
"""Letters of a name that may stand in a text with other letters right behind it."""
_LIKENESS: Final = ((12, 96), (9, 93), (7, 90), (5, 86), (_KEY, 82))
"""Likeness of a name of which at least so many letters stand there."""
_MOST_SHARED: Final = 12
"""Names that may begin alike before the beginning says nothing."""
_LONGEST: Final = 48


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
        self._forms = sorted(forms)
        self._compact = [compact for compact, _ in self._forms]
        self._ends = [forms[each] for each in self._forms]

    def find(self, fields: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
        """Places of names that begin somewhere in the fields of a line (pieces of letters), with their likeness."""
        for parts in fields:
            for start, part in enumerate(parts):
                if not part[0].isdigit():
                    yield from self._at(parts[start : start + 8])

    def _at(self, parts: Sequence[str]) -> Iterator[tuple[int, int]]:
        text = _joined(parts)[:_LONGEST]
        if len(text) < _KEY:
            return
        ends = _ends(parts)
        at = bisect_left(self._compact, text[:_KEY])
        while at < len(self._compact) and self._compact[at].startswith(text[:_KEY]):
            likeness = self._likeness(at, text, ends, plain=parts[0] in line_words.PLAIN)
            if likeness:
                yield self._forms[at][1], likeness
            at += 1

    def _likeness(self, at: int, text: str, ends: Sequence[int], *, plain: bool) -> int:
        name = self._compact[at]
        same = _shared(name, text)
        if same <= ends[0] and plain and same < len(name):
            return 0
        if same == len(name):
            if same in ends:
                return 100
            return 94 if same >= _JOINED else 0
        if same not in ends:
            return 0
        at_end = same == ends[-1]
        if not at_end and (same < _WITHIN or same in self._ends[at]):
            return 0  # whole words of it, and then another one: as likely another name
        points = next((points for least, points in _LIKENESS if same >= least), 0)
        return points - self._crowding(name[:same]) if points else 0

    def _crowding(self, beginning: str) -> int:
        """What a beginning loses because other names have it too."""
        start = bisect_left(self._compact, beginning)
        places = set[int]()
        for at in range(start, len(self._compact)):
            if not self._compact[at].startswith(beginning):
                break
            places.add(self._forms[at][1])
            if len(places) > _MOST_SHARED:
                return 100
        return 0 if len(places) == 1 else 3 if len(places) <= 3 else 8  # noqa: PLR2004 - judgement


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
