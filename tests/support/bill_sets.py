"""Bills as suppliers send them, and copies of them as people enter them twice: both from a seed, so always the same."""

from __future__ import annotations

import string
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from atom_xero_plugin.accounting.documents.duplicates import DocumentFacts

_FIRST: Final = date(2026, 1, 5)
_CENT: Final = Decimal("0.01")
_RATES: Final = (Decimal("1.15"), Decimal("1.10"), Decimal("1.20"), Decimal(1))
_STEMS: Final = (
    "Kauri", "Harbour", "Southern", "Pacific", "Rimu", "Summit", "Beacon", "Tasman", "Willow", "Granite", "Cobalt",
    "Meridian", "Orchard", "Falcon", "Juniper", "Ridgeway", "Sterling", "Aurora", "Delta", "Lakeside",
)  # fmt: skip
_TRADES: Final = (
    "Electrical", "Plumbing", "Stationery", "Couriers", "Cleaning", "Roofing", "Timber", "Catering", "Design",
    "Logistics", "Printing", "Security", "Glazing", "Software", "Landscapes", "Motors", "Energy", "Legal", "Dental",
    "Fasteners",
)  # fmt: skip
_FORMS: Final = ("Ltd", "Limited", "", "Pty Ltd", "LLC")


def clean_bills(count: int, seed: int) -> list[DocumentFacts]:
    """Bills of which none is a copy, by about forty bills a supplier.

    Among them is what looks like copies and is none: rents, weekly deliveries and deliveries of each second or third
    day, all of one total with numbers that count up; bills without a number; suppliers whose numbers are short; several
    bills of a day, and, once in 500, of one total too.
    """
    random, found = Random(seed), list[DocumentFacts]()
    while len(found) < count:
        found += _bills_of_supplier(random, len(found))
    return found[:count]


def _bills_of_supplier(random: Random, place: int) -> list[DocumentFacts]:
    name = f"{random.choice(_STEMS)} {random.choice(_TRADES)} {random.choice(_FORMS)}".strip()
    shape, rate = random.choice(("INV-{:05}", "{}", "{:06}", "B{:04}", "2026/{:03}", "SI{:07}")), random.choice(_RATES)
    habit = random.choices(("varied", "rent", "weekly", "deliveries", "unnumbered"), (67, 12, 12, 3, 6))[0]
    number, day, fixed, found = random.randint(10, 90_000), _FIRST, _amount(random), list[DocumentFacts]()
    for _ in range(random.randint(20, 60)):
        often = random.choice((2, 3)) if habit == "deliveries" else random.choice((0, 1, 2, 3, 5, 8, 13, 21))
        again = bool(found) and random.random() < 0.002
        day += timedelta(days=0 if again else {"rent": 30, "weekly": 7}.get(habit, often))
        number += 1 if habit in {"weekly", "deliveries"} else random.randint(1, 9)
        fixed = fixed if again or habit in {"rent", "weekly", "deliveries"} else _amount(random)
        net = fixed
        shown = None if habit == "unnumbered" else shape.format(number)
        total = (net * rate).quantize(_CENT)
        found.append(DocumentFacts(f"supplier-{place}", name, shown, None, day, net, total, "NZD"))
    return found


def _amount(random: Random) -> Decimal:
    return Decimal(random.randint(1_000, 900_000)) / 100


def rewritten_number(bill: DocumentFacts, random: Random) -> DocumentFacts:
    """The same number with blanks, hyphens, zeros, another case or a word before it."""
    number = bill.number or ""
    ways: tuple[Callable[[str], str], ...] = (
        lambda text: f" {text[:2]} {text[2:]} ",
        lambda text: text.replace("-", "").replace("/", ""),
        str.lower,
        lambda text: f"{text[:-3]}-{text[-3:]}",
        lambda text: f"Invoice no. {text}" if text[:1].isdigit() else f"#{text}",
        lambda text: f"000{text}" if text[:1].isdigit() else text.replace("INV-0", "INV-").replace("SI00", "SI0"),
    )
    return bill._replace(number=random.choice(ways)(number), day=_moved(bill, random, 30))


def mistyped_number(bill: DocumentFacts, random: Random) -> DocumentFacts:
    """One character wrong, left out, doubled or swapped; the same total, and a day at most three away."""
    number = bill.number or ""
    digits = [place for place, each in enumerate(number) if each.isdigit()]
    place = random.choice(digits)
    way = random.choice(("wrong", "left out", "doubled", "swapped"))
    if way == "wrong":
        other = random.choice([each for each in string.digits if each != number[place]])
        typed = number[:place] + other + number[place + 1 :]
    elif way == "left out" and len(digits) > 3:
        typed = number[:place] + number[place + 1 :]
    elif way == "swapped" and place + 1 in digits:
        typed = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    else:
        typed = number[: place + 1] + number[place:]
    return bill._replace(number=typed, day=_moved(bill, random, 3))


def without_number(bill: DocumentFacts, _random: Random) -> DocumentFacts:
    """No number at all; the same total and day."""
    return bill._replace(number=None)


def other_day(bill: DocumentFacts, random: Random) -> DocumentFacts:
    """The same number weeks or months away, and not always the same total."""
    total = bill.total if random.random() < 0.5 else _amount(random)
    return bill._replace(day=_moved(bill, random, 200), total=total)


def net_for_gross(bill: DocumentFacts, random: Random) -> DocumentFacts:
    """What is to be paid entered as the net amount, or the net amount as what is to be paid; often without a number."""
    net, total = bill.net, bill.total
    assert net is not None
    assert total is not None
    wrong = (total, total * Decimal("1.15")) if random.random() < 0.5 else (net, net)
    number = None if random.random() < 0.7 else (bill.number or "").lower()
    return bill._replace(
        number=number, net=wrong[0], total=wrong[1].quantize(_CENT), day=_moved(bill, random, 3)
    )  # fmt: skip


def other_spelling(bill: DocumentFacts, random: Random) -> DocumentFacts:
    """Entered for a second contact of the same supplier, spelt otherwise."""
    name = bill.contact_name or ""
    stem, trade = name.split()[:2]
    spelt = random.choice(
        (f"{stem} {trade}", f"{stem.upper()} {trade.upper()} LIMITED", f"{stem}-{trade} Ltd.", f"{trade} {stem}",
         f"The {stem} {trade} Company", f"{stem[:-2]}{stem[-1]}{stem[-2]} {trade}", f"{stem} {trade} (NZ)",
         f"{stem}{trade}"),
    )  # fmt: skip
    return bill._replace(contact_id=f"{bill.contact_id}-again", contact_name=spelt, day=_moved(bill, random, 14))


def _moved(bill: DocumentFacts, random: Random, most: int) -> date:
    assert bill.day is not None
    return bill.day + timedelta(days=random.randint(-most, most))


PATTERNS: Final[dict[str, Callable[[DocumentFacts, Random], DocumentFacts]]] = {
    "rewritten number": rewritten_number,
    "mistyped number": mistyped_number,
    "no number": without_number,
    "other day": other_day,
    "net for gross": net_for_gross,
    "other spelling": other_spelling,
}


def copied(pattern: str, count: int, seed: int) -> list[tuple[DocumentFacts, DocumentFacts]]:
    """Bills and copies of them by one pattern."""
    random = Random(f"{pattern} {seed}")
    bills = [each for each in clean_bills(count * 2, seed) if each.number and each.net != each.total]
    return [(each, PATTERNS[pattern](each, random)) for each in bills[:count]]
