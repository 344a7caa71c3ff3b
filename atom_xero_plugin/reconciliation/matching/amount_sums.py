"""Amounts that come to a total: sets of a few, or of many that stand side by side; and how likely that is by chance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import comb, gcd

from msgspec import Struct

from atom_xero_plugin.reconciliation.matching.subset_sum import LARGEST, subsets


class Sum(Struct, frozen=True):
    """Places of amounts that come to a total."""

    places: tuple[int, ...]
    by_chance: float
    """How many such sums may be expected to come to the total by chance."""


def sums(amounts: Sequence[int], total: int, *, most: int) -> list[Sum]:
    """Sums of two and more of the amounts (positive, in an order that means something), each set once.

    Of the first LARGEST every set of at most `most`; of all of them those that stand side by side, as a payer who
    settles all of a month, or all up to a day, pays them.
    """
    usable = [place for place, amount in enumerate(amounts) if 0 < amount < total]
    mine = [amounts[place] for place in usable]
    if len(usable) < 2 or sum(mine) < total:  # noqa: PLR2004 - a sum
        return []
    found: dict[tuple[int, ...], float] = {}
    for chosen in side_by_side(mine, total):
        ways = 1.0 if len(chosen) == len(mine) else len(mine) ** 2 / 2
        found[chosen] = ways / _steps(mine, gcd(*(mine[each] for each in chosen)))
    for chosen in subsets(mine, total, most=most):
        found.setdefault(chosen, _by_chance(mine[:LARGEST], chosen))
    return [Sum(tuple(usable[each] for each in chosen), chance) for chosen, chance in found.items()]


def _by_chance(amounts: Sequence[int], chosen: Sequence[int]) -> float:
    """How many sets of as many amounts may be expected at one total.

    Round amounts come to round totals: only amounts as round as those of the set are counted, and only such totals.
    """
    step = gcd(*(amounts[each] for each in chosen))
    as_round = [amount for amount in amounts if amount % step == 0]
    ways = sum(comb(len(as_round), count) for count in range(2, len(chosen) + 1))
    return ways / _steps(as_round, step)


def _steps(amounts: Sequence[int], step: int) -> int:
    """How many totals there are, a step apart."""
    return max(1, sum(amounts) // step)


def side_by_side(amounts: Sequence[int], total: int) -> Iterator[tuple[int, ...]]:
    """Runs of two and more amounts in a row (all positive) that come to the total."""
    start = so_far = 0
    for end, amount in enumerate(amounts):
        so_far += amount
        while so_far > total:
            so_far -= amounts[start]
            start += 1
        if so_far == total and end > start:
            yield tuple(range(start, end + 1))
