"""The heaviest set of options in which no line is used twice and no target beyond what there is of it.

Exact, in whole numbers: an option that outweighs all that it excludes is taken at once, what is left falls into pieces,
a piece in which each line has one target to itself is an assignment problem, and any other one is tried line by line,
the heaviest first, for as long as a better whole is possible. Where that takes too many tries, a whole is built by
weight and improved by exchanges, and is not called proved.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from atom_xero_plugin.reconciliation.matching.exchanges import Exchanges
from atom_xero_plugin.reconciliation.matching.options import Option
from atom_xero_plugin.reconciliation.matching.solvers import by_assignment, is_simple


class Packing:
    """Options, of which some may be chosen together."""

    def __init__(self, options: Sequence[Option]) -> None:
        """Index them by their lines and targets."""
        self.options = options
        self.weights = [option.weight for option in options]
        self._by_line = _index(option.lines for option in options)
        self._by_target = _index(option.targets for option in options)

    def neighbours(self, place: int) -> Iterator[int]:
        """Options of the same lines or targets, some of them more than once, and itself."""
        mine = self.options[place]
        for line in mine.lines:
            yield from self._by_line[line]
        for target in mine.targets:
            yield from self._by_target[target]

    def touching(self, place: int) -> set[int]:
        """Options of the same lines or targets."""
        found = set(self.neighbours(place))
        found.discard(place)
        return found

    def fits(self, place: int, left: Mapping[int, int]) -> bool:
        """Whether there is as much left of each target as an option alone uses."""
        return possible(self.options[place], left)

    def best(self, among: Collection[int], left: Mapping[int, int], tries: int) -> tuple[list[int], bool]:
        """The heaviest whole of these options, and whether it is proved in so many tries."""
        budget = _Budget(tries)
        found = self._search(set(among), dict(left), budget)
        return sorted(found), budget.left >= 0

    def _search(self, alive: set[int], left: dict[int, int], budget: _Budget) -> list[int]:
        """Works with `alive` and `left` as its own."""
        if is_simple([self.options[each] for each in alive], left):
            return self._assigned(sorted(alive))
        chosen = self._outweighing(alive, left)
        for places in components(self.options, sorted(alive)):
            if len(places) == 1:
                chosen += places
            elif is_simple([self.options[each] for each in places], left):
                chosen += self._assigned(places)
            else:
                chosen += self._branch(places, left, budget)
        return chosen

    def _assigned(self, places: Sequence[int]) -> list[int]:
        options, weights = [self.options[each] for each in places], [self.weights[each] for each in places]
        return [places[each] for each in by_assignment(options, weights)]

    def _outweighing(self, alive: set[int], left: dict[int, int]) -> list[int]:
        """Options that outweigh all that they exclude; what can no longer be taken is no longer alive."""
        chosen = list[int]()
        waiting = sorted(alive, key=lambda each: (-self.weights[each], each))
        while waiting:
            again: set[int] = set()
            for place in waiting:
                if place in alive and self._outweighs(place, alive):
                    chosen.append(place)
                    again |= self._take(place, alive, left)
            waiting = sorted(again & alive, key=lambda each: (-self.weights[each], each))
        return chosen

    def _outweighs(self, place: int, alive: set[int]) -> bool:
        """Whether an option weighs as much as all that it excludes could: of each line touched, its heaviest."""
        heaviest: dict[int, int] = {}
        excluded = 0
        for each in self.neighbours(place):
            if each in alive and each != place:
                line, mine = self.options[each].lines[0], self.weights[each]
                more = mine - heaviest.get(line, 0)
                if more > 0:
                    heaviest[line] = mine
                    excluded += more
                    if excluded > self.weights[place]:
                        return False
        return True

    def _take(self, place: int, alive: set[int], left: dict[int, int]) -> set[int]:
        """Take an option: what can no longer be taken is no longer alive. What may be decided now is answered."""
        mine, near = self.options[place], self.touching(place) & alive
        alive.discard(place)
        for part in mine.parts:
            left[part.target] -= part.units
        gone = {each for each in near if set(self.options[each].lines) & set(mine.lines) or not self.fits(each, left)}
        alive -= gone
        return (near | {other for each in gone for other in self.touching(each)}) & alive

    def _branch(self, places: Sequence[int], left: Mapping[int, int], budget: _Budget) -> list[int]:
        """Each option of the line with most of them, and none of them: the heaviest of all wholes that follow."""
        among = set(places)
        by_line = _index(self.options[each].lines for each in places)
        line = max(sorted(by_line), key=lambda each: len(by_line[each]))
        mine = sorted((places[each] for each in by_line[line]), key=lambda each: (-self.weights[each], each))
        best = self._improved([], places, left)
        weight = self._weight(best)
        for place in [*mine, None]:
            budget.left -= 1
            if budget.left < 0:
                break
            alive, rest = among - set(mine), dict(left)
            first = 0
            if place is not None:
                self._take(place, alive, rest)
                first = self.weights[place]
            if first + self._bound(alive) > weight:
                found = self._search(alive, rest, budget)
                if first + self._weight(found) > weight:
                    best = [*found, *([place] if place is not None else [])]
                    weight = self._weight(best)
        return best

    def _bound(self, alive: Iterable[int]) -> int:
        """At most so much weight: of each line its heaviest fit."""
        heaviest: dict[int, int] = {}
        for place in alive:
            option = self.options[place]
            for line, mine in zip(option.lines, option.weights, strict=True):
                if mine > heaviest.get(line, 0):
                    heaviest[line] = mine
        return sum(heaviest.values())

    def _weight(self, places: Iterable[int]) -> int:
        return sum(self.weights[each] for each in places)

    def _improved(self, start: Sequence[int], places: Sequence[int], left: Mapping[int, int]) -> list[int]:
        """A whole in which no option could take the place of those that it excludes and weigh more."""
        return Exchanges(self.options, self.weights, start, left).improve(places)

    def anyhow(self, places: Sequence[int], left: Mapping[int, int]) -> list[int]:
        """A good whole of very many options: the better of one built by weight and one of a target a line."""
        single = [place for place in places if len(self.options[place].parts) == 1]
        wholes = [self._improved(start, places, left) for start in ([], self._assigned(single))]
        return max(wholes, key=self._weight)


class _Budget:
    """Tries that are left."""

    def __init__(self, tries: int) -> None:
        self.left = tries


def possible(option: Option, left: Mapping[int, int]) -> bool:
    """Whether there is as much of each target as the option alone uses."""
    used: defaultdict[int, int] = defaultdict(int)
    for part in option.parts:
        used[part.target] += part.units
    return all(units <= left[target] for target, units in used.items())


def components(options: Sequence[Option], places: Sequence[int]) -> list[list[int]]:
    """Places of options, in groups that hang together by a line or a target."""
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def root(node: tuple[str, int]) -> tuple[str, int]:
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for option in (options[place] for place in places):
        nodes = [("line", line) for line in option.lines] + [("target", target) for target in option.targets]
        for node in nodes[1:]:
            parent[root(node)] = root(nodes[0])
    groups: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for place in places:
        groups[root(("line", options[place].lines[0]))].append(place)
    return list(groups.values())


def _index(keys: Iterable[Iterable[int]]) -> Mapping[int, list[int]]:
    """For each key the places where it stands."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for place, each in enumerate(keys):
        for key in each:
            found[key].append(place)
    return found
