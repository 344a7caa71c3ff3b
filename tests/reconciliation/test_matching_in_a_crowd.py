"""What a line is does not hang on how many other lines there are, and nothing is left out because there are many."""

from __future__ import annotations

import pytest
from support.matching import booked, document, line, match, paid

from atom_xero_plugin.reconciliation.matching.option_building import MOST_BANKED
from atom_xero_plugin.reconciliation.matching.options import Option, Part
from atom_xero_plugin.reconciliation.matching.scoring import MatchScore

KAURI = "Kauri Grove Cafe"


@pytest.mark.parametrize("others", [0, 40, 250, 1_000])
def test_a_line_that_pays_several_is_found_among_any_number_of_lines_of_one_customer(others: int) -> None:
    """All of them hang together by parts that each might be of the same invoices: thousands of options."""
    documents = [document(f"INV-{1000 + number}", f"{500 + number}.17", KAURI, due=number % 40) for number in range(60)]
    two = line("1041.34", KAURI, reference="INV-1020 INV-1021", line_id="L9999")
    rest = [
        line(f"{10 + number % 300}.{number % 90 + 10}", KAURI, day=number % 28, line_id=f"L{number}")
        for number in range(others)
    ]

    found = match([two, *rest], documents)[0]

    assert paid(found) == {"INV-1020": "520.17", "INV-1021": "521.17"}
    assert found.sure


def test_every_invoice_of_a_month_may_be_paid_by_one_line() -> None:
    """Many more than the sets of which every one can be tried: those that stand side by side are."""
    documents = [
        document(f"INV-{1000 + number}", f"{100 + number * 7}.{number + 10}", KAURI, due=number) for number in range(40)
    ]
    total = sum(each.amount_due for each in documents[3:37])

    found = match([line(f"{total}", KAURI, day=39)], documents)[0]

    assert len(paid(found)) == 34
    assert found.sure


def test_takings_are_found_however_many_records_there_are_around_their_day() -> None:
    """All of a day are one banking, on a day with any number of records."""
    count = MOST_BANKED * 2
    records = [booked(f"p{number}", f"{20 + number}.{number + 11}", f"Guest {number}") for number in range(count)]
    others = [booked(f"o{number}", f"{50 + number}.05", f"Guest {number}", day=1) for number in range(count)]
    total = sum(each.amount for each in records)

    found = match([line(f"{total}", "DEPOSIT")], [], [*records, *others])[0]

    assert found.best is not None
    assert {each.id for each in found.best.booked} == {each.id for each in records}


def test_lines_that_pay_one_invoice_together_are_found_among_many_of_the_customer() -> None:
    """Those that name it are not crowded out by those that do not."""
    halves = [
        line("250.25", KAURI, reference="INV-2001", day=20 + number, line_id=f"L{900 + number}") for number in (0, 1)
    ]
    rest = [line(f"{30 + number}.33", KAURI, day=number % 20, line_id=f"L{number}") for number in range(60)]

    found = {
        each.line.line_id: each for each in match([*rest, *halves], [document("INV-2001", "500.50", KAURI, due=20)])
    }

    assert [paid(found[each.line_id]) for each in halves] == [{"INV-2001": "250.25"}] * 2
    assert all(found[each.line_id].sure for each in halves)


def test_a_piece_beyond_every_programme_still_takes_sums(monkeypatch: pytest.MonkeyPatch) -> None:
    """By weight and exchanges: a sum is chosen where it weighs most, and nothing is used twice."""
    from atom_xero_plugin.reconciliation.matching import assignment

    monkeypatch.setattr(assignment, "_PROGRAMME", 1)
    both = Option((0,), (Part(0, 0, 50), Part(0, 1, 50)), (MatchScore(90, ()),))
    singles = [Option((each,), (Part(each, each % 2, 30),), (MatchScore(60, ()),)) for each in (0, 1, 2)]
    rivals = [Option((3,), (Part(3, each, 50),), (MatchScore(45, ()),)) for each in (0, 1)]

    found = assignment.assign([both, *singles, *rivals], {0: 60, 1: 60})

    assert 0 in found.chosen
    assert len({line for each in found.chosen for line in [both, *singles, *rivals][each].lines}) == len(found.chosen)
