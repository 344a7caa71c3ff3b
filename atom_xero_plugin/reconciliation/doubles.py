"""Payments that may have been made twice: by two lines of a statement, or by a line and what is in the books."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from atom_xero_plugin.reconciliation import words
from atom_xero_plugin.reconciliation.candidates import Booked
from atom_xero_plugin.reconciliation.options import Option
from atom_xero_plugin.reconciliation.readings import Reading
from atom_xero_plugin.reconciliation.scoring import BOOKED_DAYS, REFERENCE, SURE

_SHORTEST: Final = 4
_MOST: Final = 3
_CLEAR: Final = 90
"""Likeness of a name that is clear."""


def paid_by_earlier(
    readings: Sequence[Reading], options: Sequence[Option], due: Sequence[int]
) -> tuple[list[Option], Mapping[int, tuple[int, ...]]]:
    """The options without payments in full of a document that an earlier line names and pays in full as well.

    Also, for each line that lost one, the earlier lines. Lines of one day are no earlier than each other. `due` holds
    the units of each target.
    """
    whole: defaultdict[int, list[Option]] = defaultdict(list)
    booked = {option.lines[0] for option in options if option.booked and option.score >= SURE}
    for option in options:
        if _names_and_pays(option, readings, due) and not option.review and option.lines[0] not in booked:
            whole[option.parts[0].target].append(option)
    lost: dict[int, Option] = {}
    again: defaultdict[int, list[int]] = defaultdict(list)
    for payers in whole.values():
        first = min(payers, key=lambda each: (readings[each.lines[0]].line.day, each.lines[0]))
        for option in payers:
            if readings[option.lines[0]].line.day > readings[first.lines[0]].line.day:
                lost[id(option)] = option
                again[option.lines[0]].append(first.lines[0])
    kept = [option for option in options if id(option) not in lost]
    return kept, {number: tuple(earlier[:_MOST]) for number, earlier in again.items()}


def _names_and_pays(option: Option, readings: Sequence[Reading], due: Sequence[int]) -> bool:
    if option.booked or len(option.parts) > 1 or option.parts[0].units != abs(due[option.parts[0].target]):
        return False
    seen = readings[option.lines[0]].named.get(option.parts[0].target)
    return seen is not None and seen.number >= REFERENCE


def paid_in_books(reading: Reading, records: Sequence[Booked]) -> tuple[Booked, ...]:
    """Of records of a line's amount, those that pay the number it names, or its contact's of about the same days."""
    return tuple(each for each in records if _is_numbered(each, reading) or _is_near(each, reading))[:_MOST]


def _is_numbered(record: Booked, reading: Reading) -> bool:
    about = words.number(record.about)
    return len(about) >= _SHORTEST and not about.isalpha() and about in reading.runs


def _is_near(record: Booked, reading: Reading) -> bool:
    if not record.contact or abs((record.day - reading.line.day).days) > BOOKED_DAYS:
        return False
    return reading.names.get(record.contact, 0) >= _CLEAR and not reading.other_than(record.contact)
