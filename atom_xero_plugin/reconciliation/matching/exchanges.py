"""A whole of options improved by exchanges: one comes in where it weighs more than all that has to go for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from atom_xero_plugin.reconciliation.matching.options import Option

_PASSES: Final = 20
"""Rounds of exchanges at most."""
_Use = tuple[str, int]
"""A line, or a target, that an option uses."""


class Exchanges:
    """Chosen options, found by what they use."""

    def __init__(
        self, options: Sequence[Option], weights: Sequence[int], start: Sequence[int], left: Mapping[int, int]
    ) -> None:
        """Begin with the options at the places of `start`; `left` is what there is of each target without them."""
        self._options = options
        self._weights = weights
        self._left = left
        self._chosen: set[int] = set()
        self._users: defaultdict[_Use, set[int]] = defaultdict(set)
        self._exchanges = 0
        self._changed: dict[_Use, int] = {}
        """The last exchange that changed who uses it."""
        self._tried: dict[int, int] = {}
        """How many exchanges there had been when an option was tried last."""
        for place in start:
            self._add(place)

    def improve(self, places: Sequence[int]) -> list[int]:
        """Take in options, the heaviest first, for as long as one outweighs those that it excludes."""
        order = sorted(places, key=lambda each: (-self._weights[each], each))
        for _ in range(_PASSES):
            before = self._exchanges
            for place in order:
                if place not in self._chosen and self._may_come_in(place):
                    self._try(place)
            if self._exchanges == before:
                break
        return sorted(self._chosen)

    def _may_come_in(self, place: int) -> bool:
        """Whether anything that an option uses has changed hands since it was tried in vain."""
        tried = self._tried.get(place)
        return tried is None or any(self._changed.get(use, 0) > tried for use in _uses(self._options[place]))

    def _try(self, place: int) -> None:
        out = self._pushed_out(place)
        if self._weights[place] > sum(self._weights[each] for each in out):
            self._exchanges += 1
            for each in out:
                self._drop(each)
            self._add(place)
        self._tried[place] = self._exchanges

    def _add(self, place: int) -> None:
        self._chosen.add(place)
        for use in _uses(self._options[place]):
            self._users[use].add(place)
            self._changed[use] = self._exchanges

    def _drop(self, place: int) -> None:
        self._chosen.discard(place)
        for use in _uses(self._options[place]):
            self._users[use].discard(place)
            self._changed[use] = self._exchanges

    def _pushed_out(self, place: int) -> set[int]:
        """Chosen options that have to go if this one comes, the lightest first."""
        option = self._options[place]
        out = {each for line in option.lines for each in self._users["line", line]}
        for part in option.parts:
            users = sorted(self._users["target", part.target] - out, key=lambda each: (self._weights[each], each))
            free = self._left[part.target] - part.units - sum(self._used(each, part.target) for each in users)
            while free < 0 and users:
                gone = users.pop(0)
                out.add(gone)
                free += self._used(gone, part.target)
        return out

    def _used(self, place: int, target: int) -> int:
        return sum(part.units for part in self._options[place].parts if part.target == target)


def _uses(option: Option) -> Iterator[_Use]:
    """What an option uses, a target once for each of its parts."""
    for line in option.lines:
        yield "line", line
    for part in option.parts:
        yield "target", part.target
