"""Which documents and records each bank line may be: found by amount, number and name, never by trying every pair."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from atom_xero_plugin.bank_statements import text as words
from atom_xero_plugin.bank_statements.statement import StatementLine
from atom_xero_plugin.reconciliation.matching.contact_names import NameFinder
from atom_xero_plugin.reconciliation.matching.integer_amounts import Units
from atom_xero_plugin.reconciliation.matching.line_readings import LineReading, fields_of
from atom_xero_plugin.reconciliation.matching.number_lists import listed
from atom_xero_plugin.reconciliation.matching.number_series import Series, contradiction
from atom_xero_plugin.reconciliation.matching.scoring import DIGITS, NUMBER, REFERENCE, Evidence
from atom_xero_plugin.reconciliation.matching.targets import Booked, OpenDocument

MOST_ALIKE: Final = 60
"""Targets of one amount that a line is compared with, those nearest in time: more could not be distinguished anyway."""
MOST_OF_CONTACT: Final = 60
"""Open documents of one contact that a line is compared with, those nearest in time."""
_SHORTEST_REFERENCE: Final = 4
"""Characters a reference needs to be searched for in a line's words."""
Target = OpenDocument | Booked


class Finder:
    """Finds the targets that a line has something in common with, and what that is."""

    def __init__(self, targets: Sequence[Target], units: Units) -> None:
        """Index the targets, given in the order in which equals are to be taken."""
        self.targets = targets
        self.units = [units.of(each.signed if isinstance(each, OpenDocument) else each.amount) for each in targets]
        self._days = [_day(each) for each in targets]
        one = units.of(Decimal(1))
        self._steps = ((10 * one, 0), (one, 4), (1, 8))
        self._by_amount: defaultdict[int, list[int]] = defaultdict(list)
        self._by_contact: defaultdict[tuple[bool, str], list[int]] = defaultdict(list)
        self._by_number: defaultdict[str, list[int]] = defaultdict(list)
        self._by_reference: defaultdict[str, list[int]] = defaultdict(list)
        self._by_digits: defaultdict[str, list[int]] = defaultdict(list)
        for place, target in enumerate(targets):
            self._by_amount[self.units[place]].append(place)
            if isinstance(target, OpenDocument):
                self._by_contact[self.units[place] > 0, target.contact].append(place)
                self._number(place, target)
        self._known = {*self._by_number, *self._by_reference, *self._by_digits}
        for places in (*self._by_amount.values(), *self._by_contact.values()):
            if len(places) > 1:
                places.sort(key=self._day_of)
        self._names = NameFinder([each.contact for each in targets if each.contact])
        self._series = {way: Series(_numbers(targets, self.units, way=way)) for way in (True, False)}

    def _number(self, place: int, document: OpenDocument) -> None:
        number, reference = words.number(document.number), words.number(document.reference)
        if number:
            self._by_number[number].append(place)
        tail = words.digits(document.number)
        if tail:
            self._by_digits[tail].append(place)
        if len(reference) >= _SHORTEST_REFERENCE and reference != number:
            self._by_reference[reference].append(place)

    def _day_of(self, place: int) -> int:
        return self._days[place]

    def read(self, lines: Sequence[StatementLine]) -> list[LineReading]:
        """What stands in the words of each line."""
        every = [fields_of(line) for line in lines]
        return [
            self._read(line, fields, names)
            for line, fields, names in zip(lines, every, self._names.find(every), strict=True)
        ]

    def _read(self, line: StatementLine, fields: Sequence[str], names: Mapping[str, int]) -> LineReading:
        text = " ".join(fields)
        parts = words.pieces(text)
        runs = words.runs_of(parts)
        return LineReading(
            line=line,
            runs=runs,
            plain=frozenset(words.pieces(words.letters(text))),
            names=names,
            named=self._named(line, runs, parts),
            claims=self._series[line.amount > 0].claims(parts),
        )

    def evidence(self, place: int, reading: LineReading) -> Evidence:
        """What a line's words, and how rare its amount is, say about a document."""
        document = self.targets[place]
        if not isinstance(document, OpenDocument):
            raise TypeError("a record is no document")
        seen = reading.named.get(place, Evidence())
        other = reading.other_than(document.contact)
        against = "none" if seen.number else contradiction(document.number, reading.claims)
        name = 0 if other else reading.names.get(document.contact, 0)
        return Evidence(seen.number, seen.token, name, other, against, self.rare(place), reading.untraded)

    def booked_evidence(self, place: int, reading: LineReading) -> Evidence:
        """The same about a record of the books."""
        booked = self.targets[place]
        if not isinstance(booked, Booked):
            raise TypeError("a document is no record")
        about = words.number(booked.about)
        said = len(about) >= _SHORTEST_REFERENCE and about in reading.runs
        number, token = (REFERENCE, booked.about) if said else (0, None)
        other = reading.other_than(booked.contact) if booked.contact else None
        name = 0 if other else reading.names.get(booked.contact or "", 0)
        against = "none" if said else contradiction(booked.about, reading.claims)
        stranger = bool(booked.contact) and not name
        against = "none" if against == "bare" else against
        return Evidence(number, token, name, other, against, self.rare(place), stranger=stranger)

    def rare(self, place: int) -> int:
        """Points for an amount that no other target has; round amounts are never rare."""
        alike = len(self._by_amount[self.units[place]])
        if alike > 2:  # noqa: PLR2004 - a document, and perhaps its payment
            return 0
        points = next(points for step, points in self._steps if self.units[place] % step == 0)
        return points if alike == 1 else points // 2

    def same_amount(self, units: int, line: StatementLine) -> list[int]:
        """Targets of exactly this signed amount."""
        return self._nearest(self._by_amount.get(units, []), line, MOST_ALIKE)

    def of_contacts(self, contacts: Collection[str], line: StatementLine) -> dict[str, list[int]]:
        """Open documents of contacts, of the line's direction, the oldest first."""
        found = {
            contact: self._nearest(self._by_contact.get((line.amount > 0, contact), []), line, MOST_OF_CONTACT)
            for contact in sorted(contacts)
        }
        return {contact: places for contact, places in found.items() if places}

    def _nearest(self, places: list[int], line: StatementLine, most: int) -> list[int]:
        """Of targets in the order of their days those nearest to the line's."""
        if len(places) <= most:
            return places
        middle = bisect_left(places, line.day.toordinal(), key=self._day_of)
        start = max(0, min(middle - most // 2, len(places) - most))
        return places[start : start + most]

    def _named(self, line: StatementLine, runs: Mapping[str, int], parts: Sequence[str]) -> dict[int, Evidence]:
        """Documents of the line's direction whose number or reference stands in its words."""
        found: dict[int, Evidence] = {}
        for run, length in runs.items():
            if run not in self._known:
                continue
            for points, places in self._candidates_by(run, length):
                for place in places:
                    if (self.units[place] > 0) == (line.amount > 0) and points > _points(found.get(place)):
                        found[place] = Evidence(number=points, token=self._token(place, points))
        if any(each.number >= REFERENCE for each in found.values()):
            for run in listed(parts):
                for place in self._by_number.get(run, ()):
                    if (self.units[place] > 0) == (line.amount > 0) and place not in found:
                        found[place] = Evidence(number=DIGITS, token=self._token(place, DIGITS))
        return found

    def _candidates_by(self, run: str, length: int) -> Iterable[tuple[int, list[int]]]:
        if len(run) > 1 or length > 1:
            yield _strength(run), self._by_number.get(run, [])
        yield REFERENCE, self._by_reference.get(run, [])
        if run.isdigit() and length >= words.SHORTEST_DIGITS:
            yield DIGITS, self._by_digits.get(run, [])

    def _token(self, place: int, points: int) -> str:
        target = self.targets[place]
        if not isinstance(target, OpenDocument):
            raise TypeError("only documents have numbers")
        if points == REFERENCE:
            return f"reference {target.reference}"
        return target.number or ""


def _day(target: Target) -> int:
    """The day a target is compared by: when a document is due, when a record happened."""
    found = target.day if isinstance(target, Booked) else target.due or target.date
    return found.toordinal() if found else 0


def _numbers(targets: Sequence[Target], units: Sequence[int], *, way: bool) -> Iterator[str | None]:
    """Numbers of the documents, and of those that were paid, of one direction."""
    for target, amount in zip(targets, units, strict=True):
        if (amount > 0) == way:
            yield target.number if isinstance(target, OpenDocument) else target.about


def _points(evidence: Evidence | None) -> int:
    return evidence.number if evidence else 0


def _strength(run: str) -> int:
    """A number of few digits and nothing else may stand in a line by chance."""
    if not run.isdigit():
        return NUMBER
    return DIGITS if len(run) >= words.SHORTEST_DIGITS - 1 else DIGITS // 3
