"""The best whole of many options: no line twice, nothing used beyond what there is of it, the sum of weights greatest.

Options that share no line and no target are decided apart, and each piece exactly (packing.py), never line by line. A
piece so large that this cannot be done is one in which nearly everything fits everything: there a whole is built by
weight and improved by exchanges for as long as that helps, sums and parts too; nothing is left out because it is large.

Whether a choice is doubtful is worked out in its own neighbourhood, in the same way however large the piece is, so that
what is said of a line does not hang on how many other lines there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from atom_xero_plugin.reconciliation.matching.options import Option, weight
from atom_xero_plugin.reconciliation.matching.packing import Packing, components, possible
from atom_xero_plugin.reconciliation.matching.scoring import MARGIN
from atom_xero_plugin.reconciliation.matching.solvers import is_simple

_PROGRAMME: Final = 1_500
"""Options of one piece that are decided exactly at most, where a line may have more than one target."""
_TRIES: Final = 300
"""Wholes that are tried for one piece; what is not proved best by then is not called sure if it has a rival."""
_TRIES_NEAR: Final = 40
"""Wholes that are tried for the alternatives of one choice; where that is not enough, it is called doubtful."""
_NEAR: Final = 40
"""Options around a choice that may be taken otherwise when its alternatives are worked out."""


class Assignment(Struct, frozen=True):
    """What was chosen, as places in the options given."""

    chosen: tuple[int, ...]
    doubtful: frozenset[int]
    """Chosen ones without which another whole would be about as good: a person decides."""


def assign(options: Sequence[Option], capacity: Mapping[int, int]) -> Assignment:
    """The best whole. Ties fall to what stands first, so give options in an order that means something.

    `capacity` says how many units there are of each target.
    """
    chosen: list[int] = []
    doubtful: set[int] = set()
    for places in components(options, [each for each in range(len(options)) if possible(options[each], capacity)]):
        if len({line for place in places for line in options[place].lines}) == 1:
            best, unsure = _of_one_line([options[place] for place in places])
        else:
            best, unsure = _Piece([options[place] for place in places], capacity).solve()
        chosen += [places[each] for each in best]
        doubtful |= {places[each] for each in unsure}
    return Assignment(tuple(sorted(chosen)), frozenset(doubtful))


def _of_one_line(options: Sequence[Option]) -> tuple[list[int], list[int]]:
    """The heaviest; doubtful if another one scores about as well."""
    order = sorted(range(len(options)), key=lambda each: (-options[each].score, each))
    doubtful = len(order) > 1 and options[order[1]].score >= options[order[0]].score - MARGIN
    return order[:1], order[:1] if doubtful else []


class _Piece:
    """One component."""

    def __init__(self, options: list[Option], capacity: Mapping[int, int]) -> None:
        self.options = options
        self.scores = [option.score for option in options]
        targets = {target for option in options for target in option.targets}
        self.capacity = {target: capacity[target] for target in targets}
        self.packing = Packing(options)

    def solve(self) -> tuple[list[int], list[int]]:
        """Places of the chosen options, and of those among them that are doubtful."""
        every = range(len(self.options))
        if len(self.options) > _PROGRAMME and not is_simple(self.options, self.capacity):
            best, proved = self.packing.anyhow(every, self.capacity), False
        else:
            best, proved = self.packing.best(every, self.capacity, _TRIES)
        return best, [each for each in best if self._has_rival(each) and (not proved or self._is_doubtful(each, best))]

    def _has_rival(self, place: int) -> bool:
        """Whether another option for one of its lines or targets scores about as well."""
        least = self.scores[place] - MARGIN
        return any(self.scores[each] >= least and each != place for each in self.packing.neighbours(place))

    def _is_doubtful(self, place: int, best: Sequence[int]) -> bool:
        """Whether the whole would lose no more without it than a few points of the score.

        What is around it may be taken otherwise then, about _NEAR options; the rest stays as it was chosen.
        """
        near = self._around(place)
        stored = [each for each in best if each not in near and each != place]
        left = dict(self.capacity)
        for each in stored:
            for part in self.options[each].parts:
                left[part.target] -= part.units
        lines = {line for each in stored for line in self.options[each].lines}
        free = [each for each in near if lines.isdisjoint(self.options[each].lines) and self.packing.fits(each, left)]
        weights = self.packing.weights
        before = weights[place] + sum(weights[each] for each in best if each in near)
        found, proved = self.packing.best(free, left, _TRIES_NEAR)
        loss = before - sum(weights[each] for each in found)
        allowed = sum(weight(fit.score) - weight(max(0, fit.score - MARGIN)) for fit in self.options[place].fits)
        return loss <= allowed or not proved

    def _around(self, place: int) -> set[int]:
        """Options near another one: those that touch it, those that touch these, and so on, while they are few."""
        found = edge = self.packing.touching(place)
        while len(found) < _NEAR:
            edge = {other for each in edge for other in self.packing.touching(each)} - found - {place}
            if not edge or len(found) + len(edge) > _NEAR * 3:
                break
            found = found | edge
        return found
