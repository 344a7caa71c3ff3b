"""Payments that may have been made twice: by two lines of a statement, or by a line and what is in the books."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from atom_xero_plugin.reconciliation import words
from atom_xero_plugin.reconciliation.candidates import Booked
from atom_xero_plugin.reconciliation.options import Option
from atom_xero_plugin.reconciliation.readings import Reading
from atom_xero_plugin.reconciliation.scoring import REFERENCE, SURE

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
    """Of records of a line's amount, those that pay what the line names, or what its only contact owed."""
    found = [
        each
        for each in records
        if (len(words.number(each.about)) >= _SHORTEST and words.number(each.about) in reading.runs)
        or (each.contact and reading.names.get(each.contact, 0) >= _CLEAR and not reading.other_than(each.contact))
    ]
    return tuple(found[:_MOST])
