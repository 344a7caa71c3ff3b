"""The best whole of many options: no line twice, nothing used beyond what there is of it, the sum of weights greatest.

Options that share no line and no target are decided apart. An option that outweighs all that it excludes is taken at
once, which is exact and breaks what is left into small pieces. Where each line has one target to itself such a piece is
the assignment problem, solved by scipy's matching of sparse graphs; where sums and parts are among the options it is an
integer programme, solved by scipy's `milp`. A piece too large for a programme is one in which nearly everything fits
everything: there a whole is built by weight and improved by exchanges for as long as that helps, sums and parts too.

Whether a choice is doubtful is worked out in its own neighbourhood, in the same way however large the piece is, so that
what is said of a line does not hang on how many other lines there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final

from msgspec import Struct

from atom_xero_plugin.reconciliation.options import Option, weight
from atom_xero_plugin.reconciliation.scoring import MARGIN
from atom_xero_plugin.reconciliation.solvers import by_assignment, by_programme

_PROGRAMME: Final = 400
"""Options that an integer programme is made of at most."""
_NODES: Final = 500
"""Branches of an integer programme; what is not proved best by then is not called sure."""
_NEAR: Final = 40
"""Options around a choice that may be taken otherwise when its alternatives are worked out."""
_PASSES: Final = 20
"""Rounds of exchanges at most."""


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
    for places in _components(options, [each for each in range(len(options)) if _possible(options[each], capacity)]):
        best, unsure = _Piece([options[place] for place in places], capacity).solve()
        chosen += [places[each] for each in best]
        doubtful |= {places[each] for each in unsure}
    return Assignment(tuple(sorted(chosen)), frozenset(doubtful))


def _possible(option: Option, capacity: Mapping[int, int]) -> bool:
    """Whether there is as much of each target as the option alone uses."""
    used: defaultdict[int, int] = defaultdict(int)
    for part in option.parts:
        used[part.target] += part.units
    return all(units <= capacity[target] for target, units in used.items())


def _components(options: Sequence[Option], possible: Sequence[int]) -> list[list[int]]:
    """Places of possible options that hang together by a line or a target."""
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def root(node: tuple[str, int]) -> tuple[str, int]:
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for option in (options[place] for place in possible):
        nodes = [("line", line) for line in option.lines] + [("target", target) for target in option.targets]
        for node in nodes[1:]:
            parent[root(node)] = root(nodes[0])
    groups: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for place in possible:
        groups[root(("line", options[place].lines[0]))].append(place)
    return list(groups.values())


def _index(keys: Iterable[Iterable[int]]) -> Mapping[int, list[int]]:
    """For each key the places where it stands."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for place, each in enumerate(keys):
        for key in each:
            found[key].append(place)
    return found


class _Piece:
    """One component."""

    def __init__(self, options: list[Option], capacity: Mapping[int, int]) -> None:
        self.options = options
        self.weights = [option.weight for option in options]
        self.scores = [option.score for option in options]
        self.capacity = capacity
        self._unproved: set[int] = set()

    def solve(self) -> tuple[list[int], list[int]]:
        """Places of the chosen options, and of those among them that are doubtful."""
        if len(self.options) == 1:
            return [0], []
        best = self._best()
        return best, [each for each in best if each in self._unproved or self._is_doubtful(each, best)]

    @cached_property
    def _by_line(self) -> Mapping[int, list[int]]:
        return _index(option.lines for option in self.options)

    @cached_property
    def _by_target(self) -> Mapping[int, list[int]]:
        return _index(option.targets for option in self.options)

    def _touching(self, place: int) -> set[int]:
        """Options of the same lines or targets."""
        mine = self.options[place]
        found = {each for line in mine.lines for each in self._by_line[line]}
        found.update(each for target in mine.targets for each in self._by_target[target])
        found.discard(place)
        return found

    def _best(self) -> list[int]:
        """What outweighs all that it excludes first; then the pieces that are left."""
        alive, chosen = set(range(len(self.options))), list[int]()
        left = dict(self.capacity)
        waiting = sorted(alive, key=lambda each: (-self.weights[each], each))
        while waiting:
            again: set[int] = set()
            for place in waiting:
                if place in alive and self.weights[place] >= self._excluded(place, alive):
                    chosen.append(place)
                    again |= self._take(place, alive, left)
            waiting = sorted(again & alive, key=lambda each: (-self.weights[each], each))
        rest = sorted(alive)
        for places in _components(self.options, rest):
            chosen += self._exact(places, left) if len(places) <= _PROGRAMME else self._anyhow(places, left)
        return sorted(chosen)

    def _excluded(self, place: int, alive: set[int]) -> int:
        """At most so much weight cannot be had with an option: of each line touched, its heaviest."""
        heaviest: dict[int, int] = {}
        for each in self._touching(place) & alive:
            line = self.options[each].lines[0]
            heaviest[line] = max(heaviest.get(line, 0), self.weights[each])
        return sum(heaviest.values())

    def _take(self, place: int, alive: set[int], left: dict[int, int]) -> set[int]:
        """Take an option: what can no longer be taken is no longer alive. What may be decided now is answered."""
        mine, near = self.options[place], self._touching(place) & alive
        alive.discard(place)
        for part in mine.parts:
            left[part.target] -= part.units
        gone = {each for each in near if set(self.options[each].lines) & set(mine.lines)}
        gone |= {each for each in near if not _possible(self.options[each], left)}
        alive -= gone
        return (near | {other for each in gone for other in self._touching(each)}) & alive

    def _exact(self, places: Sequence[int], left: Mapping[int, int]) -> list[int]:
        if len(places) == 1:
            return [places[0]]
        options = [self.options[place] for place in places]
        weights = [self.weights[place] for place in places]
        if _is_simple(options, left):
            return [places[each] for each in by_assignment(options, weights)]
        found, proved = by_programme(options, weights, left, _NODES)
        best = [places[each] for each in found]
        if not proved:
            best = self._improved(best, places, left)
            self._unproved.update(best)
        return best

    def _anyhow(self, places: Sequence[int], left: Mapping[int, int]) -> list[int]:
        """A good whole of very many options: one target a line where that is all there is, else the better of two."""
        options = [self.options[place] for place in places]
        if _is_simple(options, left):
            return [places[each] for each in by_assignment(options, [self.weights[place] for place in places])]
        single = [place for place in places if len(self.options[place].parts) == 1]
        paired = by_assignment([self.options[each] for each in single], [self.weights[each] for each in single])
        starts = [[], [single[each] for each in paired]]
        wholes = [self._improved(start, places, left) for start in starts]
        best = max(wholes, key=lambda whole: sum(self.weights[each] for each in whole))
        self._unproved.update(each for each in best if self._has_rival(each))
        return best

    def _improved(self, start: Sequence[int], places: Sequence[int], left: Mapping[int, int]) -> list[int]:
        """A whole in which no option could take the place of those that it excludes and weigh more."""
        mine, among = set(start), set(places)
        for _ in range(_PASSES):
            changed = False
            for place in sorted(among - mine, key=lambda each: (-self.weights[each], each)):
                out = self._pushed_out(place, mine, left)
                if self.weights[place] > sum(self.weights[each] for each in out):
                    mine = (mine - out) | {place}
                    changed = True
            if not changed:
                break
        return sorted(mine)

    def _pushed_out(self, place: int, mine: set[int], left: Mapping[int, int]) -> set[int]:
        """Chosen options that have to go if this one comes, the lightest first."""
        option = self.options[place]
        near = self._touching(place) & mine
        out = {each for each in near if set(self.options[each].lines) & set(option.lines)}
        for part in option.parts:
            users = sorted((each for each in near - out if part.target in self.options[each].targets),
                           key=lambda each: (self.weights[each], each))  # fmt: skip
            free = left[part.target] - part.units - sum(self._used(each, part.target) for each in users)
            while free < 0 and users:
                gone = users.pop(0)
                out.add(gone)
                free += self._used(gone, part.target)
        return out

    def _used(self, place: int, target: int) -> int:
        return sum(part.units for part in self.options[place].parts if part.target == target)

    def _has_rival(self, place: int) -> bool:
        """Whether another option for one of its lines or targets scores about as well."""
        least = self.scores[place] - MARGIN
        return any(self.scores[each] >= least for each in self._touching(place))

    def _is_doubtful(self, place: int, best: Sequence[int]) -> bool:
        """Whether the whole would lose no more without it than a few points of the score.

        What is around it may be taken otherwise then, up to _NEAR options; the rest stays as it was chosen.
        """
        if not self._has_rival(place):
            return False
        near = self._around(place)
        kept = [each for each in best if each not in near and each != place]
        left = dict(self.capacity)
        for each in kept:
            for part in self.options[each].parts:
                left[part.target] -= part.units
        lines = {line for each in kept for line in self.options[each].lines}
        free = [
            each
            for each in sorted(near)
            if lines.isdisjoint(self.options[each].lines) and _possible(self.options[each], left)
        ]
        before = self.weights[place] + sum(self.weights[each] for each in best if each in near)
        found, proved = self._around_exact(free, left)
        loss = before - sum(self.weights[each] for each in found)
        allowed = sum(weight(fit.score) - weight(max(0, fit.score - MARGIN)) for fit in self.options[place].fits)
        return loss <= allowed or not proved

    def _around_exact(self, places: Sequence[int], left: Mapping[int, int]) -> tuple[list[int], bool]:
        if len(places) <= 1:
            return list(places), True
        if len({line for each in places for line in self.options[each].lines}) == 1:
            return [max(places, key=lambda each: self.weights[each])], True
        options, weights = [self.options[each] for each in places], [self.weights[each] for each in places]
        if _is_simple(options, left):
            return [places[each] for each in by_assignment(options, weights)], True
        found, proved = by_programme(options, weights, left, _NODES)
        return [places[each] for each in found], proved

    def _around(self, place: int) -> set[int]:
        """Options near another one: those that touch it, those that touch these, and so on, while they are few."""
        found = edge = self._touching(place)
        while len(found) < _NEAR:
            edge = {other for each in sorted(edge) for other in self._touching(each)} - found - {place}
            if not edge or len(found) + len(edge) > _NEAR * 3:
                break
            found = found | edge
        return found


def _is_simple(options: Sequence[Option], left: Mapping[int, int]) -> bool:
    """Whether no two lines could share a target, and each option is one line and one target."""
    if any(len(option.parts) != 1 for option in options):
        return False
    least: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for option in options:
        part = option.parts[0]
        least[part.target].append((part.units, part.line))
    return all(_unshared(left[target], sorted(uses)) for target, uses in least.items())


def _unshared(capacity: int, uses: list[tuple[int, int]]) -> bool:
    first, *others = uses
    other = next((units for units, line in others if line != first[1]), None)
    return other is None or first[0] + other > capacity
