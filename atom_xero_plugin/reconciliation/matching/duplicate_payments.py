"""Payments that may have been made twice: by two lines of a statement, or by a line and what is in the books."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from atom_xero_plugin.bank_statements import text
from atom_xero_plugin.reconciliation.matching.candidates import Target
from atom_xero_plugin.reconciliation.matching.line_readings import LineReading
from atom_xero_plugin.reconciliation.matching.options import Option
from atom_xero_plugin.reconciliation.matching.scoring import BOOKED_DAYS, REFERENCE, SURE, TWICE_DAYS
from atom_xero_plugin.reconciliation.matching.targets import Booked, OpenDocument

_SHORTEST: Final = 4
_MOST: Final = 3
_CLEAR: Final = 90
"""Likeness of a name that is clear."""


def paid_by_earlier(
    readings: Sequence[LineReading], options: Sequence[Option], targets: Sequence[Target], due: Sequence[int]
) -> tuple[list[Option], Mapping[int, tuple[int, ...]]]:
    """The options without payments in full of a document that a line of an earlier day names and pays in full as well.

    Also, for each line that pays in full what another one before it does, by number, or within a few days by name where
    there are fewer such documents than lines, those other lines: it may be the same payment once more. `due` holds the
    units of each target.
    """
    whole: defaultdict[int, list[Option]] = defaultdict(list)
    alike: defaultdict[tuple[str, int], list[Option]] = defaultdict(list)
    booked = {option.lines[0] for option in options if option.booked and option.score >= SURE}
    for option in options:
        if not _pays_in_full(option, due) or option.lines[0] in booked:
            continue
        reading, place = readings[option.lines[0]], option.parts[0].target
        target = targets[place]
        if _names(reading, place) and not option.review:
            whole[place].append(option)
        if isinstance(target, OpenDocument) and reading.names.get(target.contact, 0) >= _CLEAR:
            alike[target.contact, due[place]].append(option)
    lost: set[int] = set()
    again: defaultdict[int, set[int]] = defaultdict(set)
    for payers in whole.values():
        first = min(payers, key=lambda each: each.lines[0])
        for later in payers:
            if later is not first:
                again[later.lines[0]].add(first.lines[0])
                if readings[later.lines[0]].line.day > readings[first.lines[0]].line.day:
                    lost.add(id(later))
    for payers in alike.values():
        _by_name(payers, readings, again)
    stored = [option for option in options if id(option) not in lost]
    return stored, {number: tuple(sorted(earlier)[:_MOST]) for number, earlier in again.items()}


def _by_name(payers: Sequence[Option], readings: Sequence[LineReading], again: defaultdict[int, set[int]]) -> None:
    """Of lines of one contact and amount, those of about the same days, if there are more of them than documents."""
    lines = sorted({option.lines[0] for option in payers})
    if len(lines) <= len({option.parts[0].target for option in payers}):
        return
    for first, later in pairwise(lines):
        if (readings[later].line.day - readings[first].line.day).days <= TWICE_DAYS:
            again[later].add(first)


def _pays_in_full(option: Option, due: Sequence[int]) -> bool:
    return not option.booked and len(option.parts) == 1 and option.parts[0].units == abs(due[option.parts[0].target])


def _names(reading: LineReading, target: int) -> bool:
    seen = reading.named.get(target)
    return seen is not None and seen.number >= REFERENCE


def paid_in_books(reading: LineReading, records: Sequence[Booked]) -> tuple[Booked, ...]:
    """Of records of a line's amount, those that pay the number it names, or its contact's of about the same days."""
    return tuple(each for each in records if _is_numbered(each, reading) or _is_near(each, reading))[:_MOST]


def _is_numbered(record: Booked, reading: LineReading) -> bool:
    about = text.number(record.about)
    return len(about) >= _SHORTEST and not about.isalpha() and about in reading.runs


def _is_near(record: Booked, reading: LineReading) -> bool:
    if not record.contact or abs((record.day - reading.line.day).days) > BOOKED_DAYS:
        return False
    return reading.names.get(record.contact, 0) >= _CLEAR and not reading.other_than(record.contact)
