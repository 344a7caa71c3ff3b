"""How right matching is on made-up months of more than 30 kinds of lines whose truth is known."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from msgspec.structs import replace

from atom_xero_plugin.reconciliation.matching.match import LineMatch, match_lines
from benchmarks.matching_other_kinds import KINDS
from benchmarks.matching_quality import Score, matched, measured, month, total

RELATED = {"reversed_payment", "paid_twice", "two_lines_for_one"}
"""Kinds whose lines say something of each other."""


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    return measured((21, 23), each=5)


def test_what_is_called_sure_is_right_and_most_is_called_sure(scores: dict[str, Score]) -> None:
    """At least 99 of 100 sure ones, and 65 of 100 lines that have something in the books."""
    every = total(scores.values())

    assert len(KINDS) >= 30
    assert every.lines >= 500
    assert every.precision >= 99
    assert every.recall >= 65


@pytest.mark.parametrize(
    ("kind", "recall"),
    [
        ("name_cut_off", 80), ("name_cut_short", 50), ("name_without_spaces", 80), ("name_with_umlauts", 80),
        ("name_misspelt", 60), ("digits_alone", 80), ("several_named", 90), ("a_month_of_invoices", 70),
        ("two_lines_for_one", 80), ("payment_in_books", 90), ("transfer_in_books", 90), ("batch_in_books", 90),
    ],
)  # fmt: skip
def test_what_banks_do_to_words_is_seen_through(scores: dict[str, Score], kind: str, recall: int) -> None:
    """Cut, joined, without umlauts, misspelt; many invoices at once; what is there already."""
    assert scores[kind].recall >= recall
    assert scores[kind].invalid == 0


@pytest.mark.parametrize(
    "kind",
    [
        "card_payout_net", "bank_fee_on_the_way", "early_discount", "cents_apart", "several_the_last_in_part",
        "overpaid", "reversed_payment", "refund_to_a_customer", "record_of_another", "other_customer_by_chance",
        "amount_by_chance", "cash_of_a_known_amount", "number_that_was_paid_before", "payout_of_many",
        "paid_ahead", "taxes",
    ],
)  # fmt: skip
def test_what_a_person_has_to_see_is_never_sure(scores: dict[str, Score], kind: str) -> None:
    """Fees, discounts, reversals, chance."""
    assert scores[kind].sure == 0


def reported(match: LineMatch) -> tuple[object, ...]:
    best = match.best
    return (best and (best.score, best.pays, best.booked), match.sure, match.doubtful)


def test_a_sure_line_is_the_same_alone_and_in_a_month_of_a_thousand() -> None:
    """How many other lines there are decides nothing, if none of them is of its amount."""
    world = month(25, each=17)
    together = {each.line.line_id: each for each in matched(world)}
    counts = Counter(each.amount for each in world.lines)
    single = [each for each in world.lines if counts[each.amount] == 1]
    some = [each for each in single[::20] if world.truth[each.line_id].kind not in RELATED]

    assert len(world.lines) >= 900
    for line in some:
        alone = match_lines([line], world.documents, world.booked, currency="NZD")[0]
        if alone.sure:
            assert reported(together[line.line_id]) == reported(alone), line


def test_money_of_a_line_is_never_more_than_the_line() -> None:
    """In every month, to the cent, whatever was chosen; and no document is paid more than is due on it."""
    world = month(27, each=6)
    due = {each.id: each.amount_due for each in world.documents}
    for match in matched(world):
        if match.best and match.best.pays:
            assert sum((each.amount for each in match.best.pays), Decimal(0)) == abs(match.line.amount)
            for paid in match.best.pays:
                due[paid.document.id] -= paid.amount

    assert min(due.values()) >= 0


def test_the_order_of_a_month_changes_nothing() -> None:
    """Nor the ids that its lines have."""
    world = month(29, each=3)
    before = [reported(each) for each in matched(world)]
    turned = match_lines(world.lines[::-1], world.documents[::-1], world.booked[::-1], currency="NZD")[::-1]
    lines = [replace(each, line_id=f"other-{each.line_id}") for each in world.lines]
    renamed = match_lines(lines, world.documents, world.booked, currency="NZD")

    assert [reported(each) for each in turned] == before
    assert [reported(each)[1] for each in renamed] == [each[1] for each in before]
