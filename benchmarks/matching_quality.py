"""How right matching is: made-up months of all kinds of lines, with their truth.

Run by itself: `python -m benchmarks.matching_quality [--tuning]`. Points and rules were tuned by the even seeds; the
odd ones are the report, and were not checked while tuning.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from atom_xero_plugin.reconciliation.matching.match import LineMatch, match_lines
from benchmarks.matching_other_kinds import KINDS
from benchmarks.matching_world import SyncDependencies, Truth
from benchmarks.table import Row

TUNING: Final = tuple(range(0, 16, 2))
UNSEEN: Final = tuple(range(1, 17, 2))
EACH: Final = 6
"""How often each kind is made in one month."""


class Score(Struct):
    """Counts of lines."""

    lines: int = 0
    matches: int = 0
    """That have a true match in the books."""
    sure: int = 0
    right: int = 0
    """Sure, and what is true."""
    found: int = 0
    """Whose best match is the true one, sure or not."""

    @property
    def invalid(self) -> int:
        """Sure, and not true."""
        return self.sure - self.right

    @property
    def precision(self) -> float:
        """Of what is sure, how much is right, per cent."""
        return self.right / self.sure * 100 if self.sure else 100.0

    @property
    def recall(self) -> float:
        """Of what has a match, how much is sure and right, per cent."""
        return self.right / self.matches * 100 if self.matches else 100.0


def month(seed: int, each: int = EACH) -> SyncDependencies:
    """A month with so many of each kind, all mixed."""
    world = SyncDependencies(seed)
    requested = [name for name in KINDS for _ in range(each)]
    world.rng.shuffle(requested)
    for name in requested:
        KINDS[name](world, name)
    return world


def matched(world: SyncDependencies) -> list[LineMatch]:
    """What matching makes of it."""
    return match_lines(world.lines, world.documents, world.booked, currency="NZD")


def measured(seeds: Iterable[int], each: int = EACH, *, show: bool = False) -> dict[str, Score]:
    """Scores of each kind over the months of these seeds."""
    scores: defaultdict[str, Score] = defaultdict(Score)
    for seed in seeds:
        world = month(seed, each)
        for match in matched(world):
            truth = world.truth[match.line.line_id]
            _count(scores[truth.kind], truth, match)
            if show and match.sure and not is_right(truth, match):
                print(f"  wrong: seed {seed} {truth} {match.line}\n    {match.best}")
    return dict(sorted(scores.items()))


def _count(score: Score, truth: Truth, match: LineMatch) -> None:
    same = is_same(truth, match)
    score.lines += 1
    score.matches += truth.is_match
    score.found += same and truth.is_match
    score.sure += match.sure
    score.right += match.sure and is_right(truth, match)


def is_same(truth: Truth, match: LineMatch) -> bool:
    """Whether the best match is the true one."""
    if match.best is None:
        return not truth.is_match
    documents = frozenset(paid.document.id for paid in match.best.pays)
    return documents == truth.documents and frozenset(each.id for each in match.best.booked) == truth.booked


def is_right(truth: Truth, match: LineMatch) -> bool:
    """Whether that a match is sure is right: it is the true one, and nobody had to check it."""
    return truth.is_match and not truth.never_sure and is_same(truth, match)


def total(scores: Iterable[Score]) -> Score:
    """All kinds together."""
    counts: Counter[str] = Counter()
    for score in scores:
        for field in Score.__struct_fields__:
            counts[field] += getattr(score, field)
    return Score(**counts)


def run() -> list[Row]:
    """The unseen months."""
    every = total(measured(UNSEEN).values())
    return [
        Row(f"lines of {len(KINDS)} kinds: sure and right, of all sure, %", every.precision, None, None, ">= 99 %",
            every.precision >= 99),
        Row("the same, of all that have a match, %", every.recall, None, None, ">= 65 %", every.recall >= 65),
    ]  # fmt: skip


def main() -> None:
    """Print a table of the kinds."""
    tuning = "--tuning" in sys.argv
    scores = measured(TUNING if tuning else UNSEEN, show=tuning)
    print(f"{'kind':32}{'lines':>7}{'match':>7}{'found':>7}{'sure':>6}{'wrong':>6}{'recall':>8}")
    for name, score in [*scores.items(), ("all", total(scores.values()))]:
        counts = f"{score.lines:7}{score.matches:7}{score.found:7}{score.sure:6}{score.invalid:6}"
        print(f"{name:32}{counts}{score.recall:8.1f}{score.precision:8.2f}")


if __name__ == "__main__":
    main()
