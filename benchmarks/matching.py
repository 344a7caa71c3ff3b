"""1,000 bank lines against 10,000 open documents: our matching next to a scan of every pair with rapidfuzz."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from statistics import median

from atom_xero_plugin.bank_statements.statement import StatementLine
from atom_xero_plugin.reconciliation.matching.line_readings import text_of
from atom_xero_plugin.reconciliation.matching.match import LineMatch, match_lines
from atom_xero_plugin.reconciliation.matching.targets import OpenDocument
from benchmarks.table import Row

ROUNDS = 5
LINES, DOCUMENTS, CONTACTS = 1_000, 10_000, 1_500
MOST_S = 3.0
TODAY = date(2026, 6, 16)
_FIRST = ("Kauri", "Rata", "Totara", "Rimu", "Harbour", "Summit", "Coastal", "Northern", "Southern", "Alpine", "Valley",
          "River", "Stone", "Copper", "Silver", "Bright", "Green", "Blue", "Urban", "Central", "Pacific", "Tasman",
          "Capital", "Garden", "Orchard", "Lakeside", "Hilltop", "Meadow", "Forest", "Island")  # fmt: skip
_SECOND = ("Builders", "Bakery", "Plumbing", "Dental", "Legal", "Motors", "Roofing", "Design", "Studio", "Foods",
           "Timber", "Electrical", "Marine", "Physio", "Books", "Cleaning", "Catering", "Transport", "Print",
           "Engineering", "Insurance", "Property", "Nursery", "Wines", "Fitness", "Travel", "Software", "Media",
           "Security", "Joinery", "Flooring", "Painting", "Surveyors", "Accountants", "Pharmacy", "Florist",
           "Optics", "Brewing", "Cycles", "Audio")  # fmt: skip


def books(seed: int = 1) -> tuple[list[StatementLine], list[OpenDocument], dict[str, set[str]]]:
    """Lines, open documents, and which documents each line truly pays."""
    rng = random.Random(seed)
    contacts = _contacts(rng)
    documents = [_document(rng, number, rng.choice(contacts)) for number in range(DOCUMENTS)]
    lines: list[StatementLine] = []
    truth: dict[str, set[str]] = {}
    for paid in rng.sample(documents, LINES):
        line = _line(rng, len(lines), paid)
        lines.append(line)
        truth[line.line_id] = {paid.id}
    return lines, documents, truth


def _contacts(rng: random.Random) -> list[str]:
    every = [
        f"{first} {second}{ending}" for first in _FIRST for second in _SECOND for ending in ("", " Limited", " & Co")
    ]
    return rng.sample(every, CONTACTS)


def _document(rng: random.Random, number: int, contact: str) -> OpenDocument:
    issued = TODAY - timedelta(days=rng.randint(0, 300))
    sales = rng.random() < 0.6
    amount = Decimal(rng.randint(2_000, 900_000)) / 100
    name = f"INV-{number:05}" if sales else f"{rng.choice('ABCDEFGH')}{rng.randint(100, 99_999)}"
    due = issued + timedelta(days=20)
    return OpenDocument(f"doc-{number:05}", "sales" if sales else "bill", name, None, contact, issued, due, amount)


def _line(rng: random.Random, number: int, paid: OpenDocument) -> StatementLine:
    """A payer writes the number, or only its name, often cut off; now and then part of the amount."""
    luck = rng.random()
    words = paid.contact.upper()[:18]
    reference = paid.number if luck < 0.6 else None
    amount = paid.signed if luck < 0.95 else (paid.signed / 2).quantize(Decimal("0.01"))
    day = min(TODAY, (paid.due or TODAY) + timedelta(days=rng.randint(-4, 20)))
    return StatementLine(f"L{number:04}", number + 1, day, amount, "NZD", words, reference, "DIRECT CREDIT")


def ours(lines: Sequence[StatementLine], documents: Sequence[OpenDocument]) -> list[LineMatch]:
    """Our matching."""
    return match_lines(lines, documents, currency="NZD")


def every_pair(lines: Sequence[StatementLine], documents: Sequence[OpenDocument]) -> int:
    """What a plain loop does: rapidfuzz's best document for each line by its words, whatever the amount."""
    from rapidfuzz import fuzz, process

    choices = [f"{each.number} {each.contact}".casefold() for each in documents]
    found = (process.extractOne(text_of(line).casefold(), choices, scorer=fuzz.token_set_ratio) for line in lines)
    return sum(1 for each in found if each)


def run() -> list[Row]:
    """Interleaved rounds, medians; the scan of a tenth of the lines, times ten. And how many lines went right."""
    lines, documents, truth = books()
    matched = ours(lines, documents)
    mine: list[float] = []
    theirs: list[float] = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        ours(lines, documents)
        mine.append(time.perf_counter() - started)
        started = time.perf_counter()
        every_pair(lines[:100], documents)
        theirs.append((time.perf_counter() - started) * LINES / 100)
    taken, scan = median(mine), median(theirs)
    sure = [each for each in matched if each.best and not each.doubtful and each.best.score >= 75]
    invalid = [
        each for each in sure if each.best and {p.document.id for p in each.best.pays} != truth[each.line.line_id]
    ]
    return [
        Row("match 1,000 lines to 10,000 documents, s (vs a scan of every pair)", taken, scan, scan / taken, "< 3 s",
            taken < MOST_S),
        Row("of them sure, %", len(sure) / LINES * 100, None, None, ">= 60 %", len(sure) >= LINES * 0.6),
        Row("sure and wrong, lines", float(len(invalid)), None, None, "0", not invalid),
    ]  # fmt: skip
