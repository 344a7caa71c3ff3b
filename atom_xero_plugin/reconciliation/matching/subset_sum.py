"""Which of some amounts come to a total, exactly: both halves are summed up and met in the middle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

LARGEST: Final = 16
"""Amounts that are checked: each half then has at most 256 sums."""
MOST_REPORTED: Final = 3
_MOST_FOUND: Final = 64
"""Equal amounts make up a total in very many ways; so many are enough to know that it is not the only one."""


def subsets(amounts: Sequence[int], total: int, *, least: int = 2, most: int = LARGEST) -> list[tuple[int, ...]]:
    """The sets of places in `amounts` (positive, the first LARGEST) that come to `total`, the smallest sets first.

    At most MOST_TOLD are reported: more than one already means that the sum alone cannot decide.
    """
    usable = [place for place, amount in enumerate(amounts[:LARGEST]) if 0 < amount <= total]
    if sum(amounts[place] for place in usable) < total:
        return []
    middle = len(usable) // 2
    by_sum: defaultdict[int, list[tuple[int, ...]]] = defaultdict(list)
    for chosen, reached in _sums(amounts, usable[:middle], total):
        by_sum[reached].append(chosen)
    found = (
        before + chosen
        for chosen, reached in _sums(amounts, usable[middle:], total)
        for before in by_sum.get(total - reached, ())
        if least <= len(before) + len(chosen) <= most
    )
    return sorted(islice(found, _MOST_FOUND), key=lambda places: (len(places), places))[:MOST_REPORTED]


def _sums(amounts: Sequence[int], places: Sequence[int], total: int) -> Iterator[tuple[tuple[int, ...], int]]:
    """Every set of places whose sum is at most `total`, with its sum."""
    reached: list[tuple[tuple[int, ...], int]] = [((), 0)]
    for place in places:
        reached += [
            ((*chosen, place), so_far + amounts[place])
            for chosen, so_far in reached
            if so_far + amounts[place] <= total
        ]
    yield from reached
