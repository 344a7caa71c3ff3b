"""The two exact solvers: one target a line as an assignment problem, sums and parts as an integer programme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from atom_xero_plugin.reconciliation.options import Option

_ALONE: Final = 10**9
"""What leaving a line alone costs in the graph; more than any weight, since its costs must be above zero."""
_SCALE: Final = 10**4
"""Keeps the numbers of a programme near those that its tolerances are made for."""


def by_assignment(options: Sequence[Option], weights: Sequence[int]) -> list[int]:
    """Places of the best options of one line and one target each, each target for one line."""
    import numpy as np
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    if not options:
        return []
    rows = {line: row for row, line in enumerate(sorted({option.lines[0] for option in options}))}
    columns = {target: column for column, target in enumerate(sorted({option.parts[0].target for option in options}))}
    costs = {(row, len(columns) + row): _ALONE for row in rows.values()}
    meant = dict[tuple[int, int], int]()
    for place, option in enumerate(options):
        cell = (rows[option.lines[0]], columns[option.parts[0].target])
        cost = _ALONE - weights[place]
        if cost < costs.get(cell, _ALONE + 1):
            costs[cell], meant[cell] = cost, place
    shape = (len(rows), len(columns) + len(rows))
    places = np.array(list(costs))
    graph = csr_array((np.array(list(costs.values()), dtype=float), (places[:, 0], places[:, 1])), shape=shape)
    matched = min_weight_full_bipartite_matching(graph)
    cells = zip(*(each.tolist() for each in matched), strict=True)
    return sorted(meant[cell] for cell in cells if cell in meant)


def by_programme(
    options: Sequence[Option], weights: Sequence[int], capacity: Mapping[int, int], nodes: int
) -> tuple[list[int], bool]:
    """Places of the best options, and whether that is proved within so many branches.

    Solved anew with a cut for as long as rounding let something be used beyond what there is of it.
    """
    cuts: list[list[int]] = []
    while True:
        found, proved = _programme(options, weights, capacity, cuts, nodes)
        over = _overused(options, found, capacity)
        if over is None:
            return found, proved
        cuts.append(over)


def _programme(
    options: Sequence[Option],
    weights: Sequence[int],
    capacity: Mapping[int, int],
    cuts: Sequence[Sequence[int]],
    nodes: int,
) -> tuple[list[int], bool]:
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    cells: list[tuple[int, int, float]] = []
    most: list[float] = []
    for uses in (*_lines(options), *_shares(options, capacity)):
        cells += [(len(most), place, share) for place, share in uses]
        most.append(1.0)
    for cut in cuts:
        cells += [(len(most), place, 1.0) for place in cut]
        most.append(len(cut) - 1.0)
    rows, columns, values = zip(*cells, strict=True)
    matrix = csr_array((np.array(values), (np.array(rows), np.array(columns))), shape=(len(most), len(options)))
    solved = milp(
        -np.array(weights, dtype=float) / _SCALE,
        integrality=np.ones(len(options)),
        bounds=Bounds(np.zeros(len(options)), np.ones(len(options))),
        constraints=LinearConstraint(matrix, -np.inf, np.array(most)),
        options={"mip_rel_gap": 0.0, "node_limit": nodes},
    )
    if solved.x is None:
        return [], False
    chosen = [place for place, value in enumerate(solved.x) if value > 0.5]  # noqa: PLR2004 - 0 or 1, but for rounding
    return chosen, solved.status == 0


def _lines(options: Sequence[Option]) -> Iterable[list[tuple[int, float]]]:
    """Of each line the options: one at most may be taken."""
    found: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    for place, option in enumerate(options):
        for line in option.lines:
            found[line].append((place, 1.0))
    return (found[line] for line in sorted(found))


def _shares(options: Sequence[Option], capacity: Mapping[int, int]) -> Iterable[list[tuple[int, float]]]:
    """Of each target the shares that options use: one whole at most."""
    found: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for place, option in enumerate(options):
        for part in option.parts:
            found[part.target][place] = found[part.target].get(place, 0) + part.units
    return ([(place, units / capacity[target]) for place, units in found[target].items()] for target in sorted(found))


def _overused(options: Sequence[Option], chosen: Sequence[int], capacity: Mapping[int, int]) -> list[int] | None:
    """Options that together use more of a target than there is, in whole numbers."""
    used: defaultdict[int, int] = defaultdict(int)
    for place in chosen:
        for part in options[place].parts:
            used[part.target] += part.units
    over = next((target for target in sorted(used) if used[target] > capacity[target]), None)
    return None if over is None else [place for place in chosen if over in options[place].targets]
