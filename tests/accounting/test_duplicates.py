"""Copies of bills are found, and honest bills are not suspected: both counted over seeded sets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from support.bill_sets import PATTERNS, clean_bills, copied

from atom_xero_plugin.accounting.documents.duplicates import DocumentFacts, names_alike, signs

FOUND = Decimal("0.99")
SUSPECTED = Decimal("0.005")
BILL = DocumentFacts("a", "Kauri Timber Ltd", "INV-0142", None, date(2026, 3, 2), Decimal(100), Decimal(115), "NZD")


@pytest.mark.parametrize("pattern", PATTERNS)
def test_of_copies_of_each_pattern_at_least_99_in_100_are_found(pattern: str) -> None:
    """In either order: it does not matter which of the two was there first."""
    check_found(pattern, count=400, seed=1)


def test_of_clean_bills_at_most_5_in_1000_are_suspected() -> None:
    """Each is compared with all that stand before it."""
    check_suspected(clean_bills(2_000, seed=2))


@pytest.mark.full
@pytest.mark.parametrize("seed", range(3, 6))
def test_of_10000_clean_bills_at_most_50_are_suspected_and_of_copies_99_in_100_found(seed: int) -> None:
    """The whole of it, for several seeds."""
    check_suspected(clean_bills(10_000, seed))
    for pattern in PATTERNS:
        check_found(pattern, count=4_000, seed=seed)


def check_found(pattern: str, *, count: int, seed: int) -> None:
    """Assert that enough copies are found."""
    pairs = copied(pattern, count, seed)
    assert len(pairs) == count
    missed = [(one, other) for one, other in pairs if not signs(one, other) or not signs(other, one)]
    assert len(missed) <= (1 - FOUND) * count, f"{len(missed)} of {count} missed, such as {missed[:5]}"


def check_suspected(bills: Sequence[DocumentFacts]) -> None:
    """Assert that few are taken for copies of those before them."""
    by_contact: dict[object, list[DocumentFacts]] = defaultdict(list)
    by_total: dict[object, list[DocumentFacts]] = defaultdict(list)
    found = []
    for each in bills:
        # No sign of another contact's bill is without an equal total, so those of other totals need no comparing.
        compared = [*by_contact[each.contact_id], *by_total[each.total]]
        if any(signs(each, other) for other in compared):
            found.append(each)
        by_contact[each.contact_id].append(each)
        by_total[each.total].append(each)
    assert len(found) <= SUSPECTED * len(bills), f"{len(found)} of {len(bills)} suspected, such as {found[:8]}"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"number": "inv 142"}, ["number", "total_and_date"]),
        ({"number": "00142", "total": Decimal(9)}, ["number"]),
        ({"number": "INV-0143"}, ["total_and_date"]),
        ({"number": "INV-0143", "day": date(2026, 3, 4)}, []),
        ({"number": "INV-0143", "day": date(2026, 3, 1)}, ["number_alike"]),
        ({"number": "INV-0124", "day": date(2026, 3, 4)}, ["number_alike"]),
        ({"number": "INV-0143", "day": date(2026, 3, 9)}, []),
        ({"number": None, "day": date(2026, 3, 4)}, []),
        ({"number": None, "day": date(2026, 3, 4), "total": Decimal(100), "net": Decimal(100)}, ["net_or_gross"]),
        ({"number": "X9", "total": Decimal(100), "net": Decimal(100)}, []),
        ({"number": "CR-0142", "total": Decimal(9)}, []),
        ({"number": None, "currency": "AUD"}, []),
        ({"contact_id": "b", "contact_name": "KAURI TIMBER LIMITED"}, ["other_contact"]),
        ({"contact_id": "b", "contact_name": "Rimu Roofing"}, []),
        ({"contact_id": "b", "total": Decimal(9)}, []),
        ({"day": date(2026, 9, 2)}, ["number"]),
        ({"day": date(2027, 3, 2)}, []),
    ],
)
def test_the_signs_of_a_copy(changed: dict[str, object], expected: list[str]) -> None:
    """Each by itself, and where it ends."""
    assert signs(BILL, BILL._replace(**changed)) == expected


def test_an_amount_of_zero_is_no_sign() -> None:
    """Documents over nothing are all alike."""
    nothing = BILL._replace(number=None, net=Decimal(0), total=Decimal(0))

    assert signs(nothing, nothing) == []


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Kauri Timber Ltd", "The Kauri-Timber Company", True),
        ("Smith & Sons", "Smith and Sons Limited", True),
        ("Kauri Timber", "Kauri Roofing", False),
        ("Kauri Timber", "Kauri Timbre", True),
        ("Kauri Timber", "", False),
    ],
)
def test_names_of_one_supplier(one: str, other: str, alike: bool) -> None:
    """But for form, signs, order of words, and a slip."""
    assert names_alike(one, other) is alike
