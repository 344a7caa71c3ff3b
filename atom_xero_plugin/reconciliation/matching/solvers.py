"""One target a line: an assignment problem, solved by scipy's matching of sparse graphs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from atom_xero_plugin.reconciliation.matching.options import Option

_ALONE: Final = 10**9
"""What leaving a line alone costs in the graph; more than any weight, since its costs must be above zero."""


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


def is_simple(options: Sequence[Option], left: Mapping[int, int]) -> bool:
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
