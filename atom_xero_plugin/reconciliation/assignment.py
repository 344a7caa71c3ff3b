"""The best whole of many options: no line twice, nothing used beyond what there is of it, the sum of weights greatest.

Options that share no line and no target are decided apart. Where each line has one target to itself that is the
assignment problem, solved by scipy's matching of sparse graphs; where sums and parts are among the options it is a
small integer programme, solved by scipy's `milp`. Neither is ever decided line by line. A component too large for a
programme is one in which nearly everything fits everything: there each line is given one target or none, and what has
a rival is called doubtful.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from msgspec import Struct

from atom_xero_plugin.reconciliation.options import Option, weight
from atom_xero_plugin.reconciliation.scoring import MARGIN

_CLOSELY: Final = 32
_CLOSELY_BY_PROGRAMME: Final = 8
"""Options chosen in one piece whose alternatives are each worked out by solving again; beyond, a stricter rule."""
_PROGRAMME: Final = 160
"""Options that an integer programme is made of at most."""
_NODES: Final = 500
"""Branches of an integer programme; what is not proved best by then is not called sure."""
_ALONE: Final = 10**7
"""What leaving a line alone costs in the graph; more than any weight, since its costs must be above zero."""


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
        piece = _Piece([options[place] for place in places], capacity)
        best, unsure = piece.solve()
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
        self.lines = sorted({line for option in options for line in option.lines})
        self.targets = sorted({target for option in options for target in option.targets})
        self.capacity = {target: capacity[target] for target in self.targets}
        self._proved = True

    def solve(self) -> tuple[list[int], list[int]]:
        """Places of the chosen options, and of those among them that are doubtful."""
        if len(self.options) == 1:
            return [0], []
        if len(self.lines) == 1:
            order = sorted(range(len(self.options)), key=lambda each: (-self.weights[each], each))
            first, second = self.options[order[0]], self.options[order[1]]
            return order[:1], order[:1] if second.score >= first.score - MARGIN else []
        best = self._best()
        if not self._proved:
            return best, best
        closely = _CLOSELY if self._simple else _CLOSELY_BY_PROGRAMME
        if len(best) > closely or self._large:
            return best, [each for each in best if self._has_rival(each)]
        total = sum(self.weights[each] for each in best)
        return best, [each for each in best if self._is_doubtful(each, total)]

    def _is_doubtful(self, place: int, total: int) -> bool:
        """Whether the whole would lose no more without it than a few points of the score."""
        if not self._has_rival(place):
            return False
        loss = total - sum(self.weights[each] for each in self._best(without=place))
        allowed = sum(weight(fit.score) - weight(max(0, fit.score - MARGIN)) for fit in self.options[place].fits)
        return loss <= allowed or not self._proved

    def _has_rival(self, place: int) -> bool:
        """Whether another option for one of its lines or targets scores about as well."""
        mine = self.options[place]
        touching = [self._by_line[line] for line in mine.lines] + [self._by_target[each] for each in mine.targets]
        least = mine.score - MARGIN
        return any(self._scores[each] >= least for places in touching for each in places if each != place)

    @cached_property
    def _scores(self) -> list[int]:
        return [option.score for option in self.options]

    @cached_property
    def _by_line(self) -> Mapping[int, list[int]]:
        return _index(option.lines for option in self.options)

    @cached_property
    def _by_target(self) -> Mapping[int, list[int]]:
        return _index(option.targets for option in self.options)

    def _best(self, without: int | None = None) -> list[int]:
        return self._by_assignment(without) if self._simple or self._large else self._by_programme(without)

    @cached_property
    def _large(self) -> bool:
        return not self._simple and len(self.options) > _PROGRAMME

    @cached_property
    def _simple(self) -> bool:
        """Whether no two lines could share a target, and each option is one line and one target."""
        if any(len(option.parts) != 1 for option in self.options):
            return False
        least: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for option in self.options:
            part = option.parts[0]
            least[part.target].append((part.units, part.line))
        return all(self._unshared(target, sorted(uses)) for target, uses in least.items())

    def _unshared(self, target: int, uses: list[tuple[int, int]]) -> bool:
        first, *others = uses
        other = next((units for units, line in others if line != first[1]), None)
        return other is None or first[0] + other > self.capacity[target]

    def _by_assignment(self, without: int | None) -> list[int]:
        """Options of one line and one target only, each target for one line."""
        import numpy as np
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import min_weight_full_bipartite_matching

        rows = {line: row for row, line in enumerate(self.lines)}
        columns = {target: column for column, target in enumerate(self.targets)}
        alone = {(row, len(columns) + row): _ALONE for row in rows.values()}
        costs, meant = dict(alone), dict[tuple[int, int], int]()
        for place, option in enumerate(self.options):
            if place == without or len(option.parts) > 1:
                continue
            cell = (rows[option.lines[0]], columns[option.parts[0].target])
            cost = _ALONE - self.weights[place]
            if cost < costs.get(cell, _ALONE + 1):
                costs[cell], meant[cell] = cost, place
        shape = (len(rows), len(columns) + len(rows))
        places = np.array(list(costs))
        graph = csr_array((np.array(list(costs.values()), dtype=float), (places[:, 0], places[:, 1])), shape=shape)
        matched = min_weight_full_bipartite_matching(graph)
        cells = zip(*(each.tolist() for each in matched), strict=True)
        return sorted(meant[cell] for cell in cells if cell in meant)

    def _by_programme(self, without: int | None) -> list[int]:
        """Solved anew with a cut for as long as rounding let something be used beyond what there is of it."""
        limits = [{place for place, option in enumerate(self.options) if line in option.lines} for line in self.lines]
        cuts: list[set[int]] = []
        while True:
            best = self._programme(limits, cuts, without)
            over = self._overused(best)
            if over is None:
                return best
            cuts.append(over)

    def _programme(self, limits: list[set[int]], cuts: list[set[int]], without: int | None) -> list[int]:
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp

        count = len(self.options)
        rows: list[Any] = [self._row(limit) for limit in limits]
        rows += [self._share(target) for target in self.targets]
        most = [1.0] * len(rows)
        for cut in cuts:
            rows.append(self._row(cut))
            most.append(len(cut) - 1.0)
        upper = np.ones(count)
        if without is not None:
            upper[without] = 0.0
        solved = milp(
            -np.array(self.weights, dtype=float),
            integrality=np.ones(count),
            bounds=Bounds(np.zeros(count), upper),
            constraints=LinearConstraint(np.array(rows), -np.inf, np.array(most)),
            options={"mip_rel_gap": 0.0, "node_limit": _NODES},
        )
        self._proved = self._proved and solved.status == 0
        if solved.x is None:
            return []
        return [place for place, value in enumerate(solved.x) if value > 0.5]  # noqa: PLR2004 - 0 or 1, but for rounding

    def _row(self, places: Iterable[int]) -> list[float]:
        among = set(places)
        return [1.0 if place in among else 0.0 for place in range(len(self.options))]

    def _share(self, target: int) -> list[float]:
        there = self.capacity[target]
        return [sum(part.units for part in option.parts if part.target == target) / there for option in self.options]

    def _overused(self, chosen: list[int]) -> set[int] | None:
        """Options that together use more of a target than there is, in whole numbers."""
        used: defaultdict[int, int] = defaultdict(int)
        for place in chosen:
            for part in self.options[place].parts:
                used[part.target] += part.units
        over = next((target for target in self.targets if used[target] > self.capacity[target]), None)
        return None if over is None else {place for place in chosen if over in self.options[place].targets}
