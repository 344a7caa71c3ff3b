"""The best whole of many options: as good as trying everything, exact in its sums, the same in any order."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.long_run import examples

from atom_xero_plugin.reconciliation.matching import assignment
from atom_xero_plugin.reconciliation.matching.assignment import assign
from atom_xero_plugin.reconciliation.matching.options import Option, Part
from atom_xero_plugin.reconciliation.matching.scoring import MARGIN, MatchScore
from atom_xero_plugin.reconciliation.matching.subset_sum import LARGEST, subsets

CAPACITY = {0: 100, 1: 60, 2: 60, 3: 1}


def one(line: int, target: int, units: int, score: int) -> Option:
    return Option((line,), (Part(line, target, units),), (MatchScore(score, ()),))


@st.composite
def single_options(draw: st.DrawFn) -> list[Option]:
    """Each line with a few targets that it would use up."""
    pairs = draw(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=9, unique=True))
    return [one(line, target, 7, draw(st.integers(40, 100))) for line, target in pairs]


@st.composite
def mixed_options(draw: st.DrawFn) -> list[Option]:
    """Parts, sums and lines together, of targets of which there is more than one line may use."""
    options = []
    for _ in range(draw(st.integers(1, 8))):
        lines = draw(st.lists(st.integers(0, 3), min_size=1, max_size=2, unique=True))
        targets = draw(st.lists(st.sampled_from([0, 1, 2, 3]), min_size=1, max_size=2, unique=True))
        if len(lines) > 1:
            targets = targets[:1]
        parts = tuple(
            Part(line, target, draw(st.integers(1, CAPACITY[target]))) for line in lines for target in targets
        )
        fits = tuple(MatchScore(draw(st.integers(40, 100)), ()) for _ in lines)
        options.append(Option(tuple(sorted(lines)), parts, fits))
    return options


def allowed(options: Sequence[Option], capacity: dict[int, int]) -> bool:
    """Whether the options can all be taken: no line twice, nothing used beyond what there is."""
    lines = Counter(line for option in options for line in option.lines)
    used: defaultdict[int, int] = defaultdict(int)
    for option in options:
        for part in option.parts:
            used[part.target] += part.units
    return all(count == 1 for count in lines.values()) and all(used[each] <= capacity[each] for each in used)


def best_by_trying(options: Sequence[Option], capacity: dict[int, int]) -> int:
    """The greatest weight of all that is allowed, by trying every choice."""
    return max(
        sum(option.weight for option in choice)
        for size in range(len(options) + 1)
        for choice in combinations(options, size)
        if allowed(choice, capacity)
    )


@given(single_options())
@settings(max_examples=examples(150))
def test_one_to_one_is_as_good_as_trying_everything(options: list[Option]) -> None:
    """By the assignment problem, never line by line."""
    capacity = dict.fromkeys(range(5), 7)
    found = assign(options, capacity)
    chosen = [options[each] for each in found.chosen]

    assert allowed(chosen, capacity)
    assert sum(option.weight for option in chosen) == best_by_trying(options, capacity)


@given(mixed_options())
@settings(max_examples=examples(150))
def test_sums_and_parts_are_as_good_as_trying_everything(options: list[Option]) -> None:
    """By an integer programme; no document is used beyond what is due on it."""
    found = assign(options, CAPACITY)
    chosen = [options[each] for each in found.chosen]

    assert allowed(chosen, CAPACITY)
    assert sum(option.weight for option in chosen) == best_by_trying(options, CAPACITY)


@given(st.one_of(single_options(), mixed_options()))
@settings(max_examples=examples(100))
def test_sure_means_that_nothing_else_is_about_as_good(options: list[Option]) -> None:
    """Leaving out a choice that is called sure costs more than a few points, whatever is taken instead."""
    capacity = {**dict.fromkeys(range(5), 100), 3: 7} if options[0].parts[0].units == 7 else CAPACITY
    found = assign(options, capacity)
    total = sum(options[each].weight for each in found.chosen)

    for place in set(found.chosen) - found.doubtful:
        rest = [option for each, option in enumerate(options) if each != place]
        mine = options[place]
        rivals = [
            other for other in rest if other.score >= mine.score - MARGIN and (set(mine.lines) & set(other.lines))
        ]
        loss = total - best_by_trying(rest, capacity)
        slack = sum(fit.score**2 - max(0, fit.score - MARGIN) ** 2 for fit in mine.fits)
        assert loss > slack or not rivals


def test_greed_would_have_been_worse() -> None:
    """The best pair first would leave the other line with nothing."""
    options = [one(0, 0, 1, 90), one(0, 1, 1, 88), one(1, 0, 1, 85)]

    found = assign(options, {0: 1, 1: 1})

    assert [options[each].targets for each in found.chosen] == [(1,), (0,)]


def test_one_good_match_is_worth_more_than_two_poor_ones() -> None:
    """A line whose words name a document keeps it, although two others could then be reported something."""
    options = [one(0, 0, 1, 95), one(1, 0, 1, 60), one(0, 1, 1, 45)]

    found = assign(options, {0: 1, 1: 1})

    assert found.chosen == (0,)


def test_equals_are_called_doubtful() -> None:
    """Two lines and one document that fit as well as each other: a person decides."""
    found = assign([one(0, 0, 1, 80), one(1, 0, 1, 80)], {0: 1})

    assert len(found.chosen) == 1
    assert set(found.chosen) == found.doubtful


def test_a_component_too_large_to_be_tried_is_still_never_greedy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the size of a programme each line gets one target or none; what has a rival is doubtful."""
    monkeypatch.setattr(assignment, "_PROGRAMME", 2)
    options = [one(0, 0, 40, 90), one(0, 1, 40, 88), one(1, 0, 60, 85), one(2, 1, 50, 50)]

    found = assign(options, CAPACITY)

    assert allowed([options[each] for each in found.chosen], CAPACITY)
    assert {0, 1} <= {line for each in found.chosen for line in options[each].lines}
    assert found.doubtful


@given(st.lists(st.integers(1, 60), max_size=9), st.integers(1, 200))
@settings(max_examples=examples(200))
def test_sums_are_exact_and_the_smallest_are_reported_first(amounts: list[int], total: int) -> None:
    """As trying every set finds them."""
    every = [
        chosen
        for size in range(2, len(amounts) + 1)
        for chosen in combinations(range(len(amounts)), size)
        if sum(amounts[each] for each in chosen) == total
    ]

    found = subsets(amounts, total)

    assert all(chosen in every for chosen in found)
    assert bool(found) == bool(every)
    assert len(found) == min(len(every), 3)
    if found:
        assert len(found[0]) == min(len(chosen) for chosen in every) or len(every) > 64


def test_only_so_many_amounts_are_summed() -> None:
    """A thousand equal amounts cost no more than a few."""
    found = subsets([10] * 1000, 10 * LARGEST)

    assert found == [tuple(range(LARGEST))]
