"""The options of a statement's lines: everything that each of them, alone or with others, may be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.reconciliation.matching.amount_sums import Sum, sums
from atom_xero_plugin.reconciliation.matching.candidates import Finder, Target
from atom_xero_plugin.reconciliation.matching.integer_amounts import Units
from atom_xero_plugin.reconciliation.matching.line_readings import LineReading
from atom_xero_plugin.reconciliation.matching.line_relations import Suspicions
from atom_xero_plugin.reconciliation.matching.options import Option, Part
from atom_xero_plugin.reconciliation.matching.scoring import (
    DIGITS,
    FLOOR,
    MARGIN,
    REFERENCE,
    REVIEWED,
    TWICE_DAYS,
    Amount,
    MatchScore,
    lack_reasons,
    reviewed,
    score_booked,
    score_booked_together,
    score_document,
    score_documents,
)
from atom_xero_plugin.reconciliation.matching.shortfalls import Shortfall, shortfall
from atom_xero_plugin.reconciliation.matching.subset_sum import subsets
from atom_xero_plugin.reconciliation.matching.targets import Booked, OpenDocument

MOST_PARTS: Final = 3
"""Documents of a contact that a line without a number may be a part payment of: the oldest."""
MOST_SUMMED: Final = 10
"""Documents that one line may pay together."""
MOST_TOGETHER: Final = 12
"""Lines that may pay one document together: those that fit it best."""
TOGETHER_DAYS: Final = 62
BANKED_DAYS: Final = 2
"""Days over which takings are banked together."""
MOST_BANKED: Final = 14
"""Records of which every set is tried; of more, all those of a day and of days in a row."""


class Builder:
    """Makes the options of lines, given in their canonical order like the targets."""

    def __init__(
        self, lines: Sequence[LineReading], targets: Sequence[Target], finder: Finder, units: Units, currency: str
    ) -> None:
        """Work with what was read and found."""
        self._lines = lines
        self._targets = targets
        self._finder = finder
        self._units = units
        self._currency = currency
        self._due = [abs(each) for each in finder.units]
        self._suspicions = Suspicions(lines)
        self._unreconciled = self._by_day()

    def options(self, number: int, *, recorded: bool) -> list[Option]:
        """What one line may be by itself; one `recorded` before can only be what is in the books."""
        reading = self._lines[number]
        units = self._units.of(reading.line.amount)
        same = self._finder.same_amount(units, reading.line)
        records = [place for place in same if isinstance(self._targets[place], Booked)]
        found = [each for place in records if (each := self._as_booked(number, place))]
        if not recorded:
            documents = [place for place in same if place not in set(records)]
            found += [self._questioned(number, each) for each in self._as_documents(number, documents, records)]
        options = [each for each in found if each.score >= FLOOR]
        if not any(each.booked for each in options):
            options += [each for each in self._as_banked(number, abs(units)) if each.score >= FLOOR]
        return options

    def _document(self, place: int) -> OpenDocument:
        target = self._targets[place]
        if not isinstance(target, OpenDocument):
            raise TypeError("a record is no document")
        return target

    def _booked(self, place: int) -> Booked:
        target = self._targets[place]
        if not isinstance(target, Booked):
            raise TypeError("a document is no record")
        return target

    def _questioned(self, number: int, option: Option) -> Option:
        """An option of documents, for a person to check where the line, or another one, takes money back."""
        why = self._suspicions.returned(number)
        if why is None:
            return option
        return Option(option.lines, option.parts, tuple(reviewed(fit, why) for fit in option.fits))

    def _as_booked(self, number: int, place: int) -> Option | None:
        reading = self._lines[number]
        fit = score_booked(self._booked(place), reading.line.day, self._finder.booked_evidence(place, reading))
        return Option((number,), (Part(number, place, 1),), (fit,), booked=True) if fit else None

    def _as_documents(self, number: int, same: Sequence[int], records: Sequence[int]) -> Iterator[Option]:
        reading = self._lines[number]
        units = abs(self._units.of(reading.line.amount))
        contacts = self._finder.of_contacts(reading.names, reading.line)
        several = len(reading.tokens()) > 1
        payers = {self._document(place).contact for place in same}
        for place in same:
            option = self._pays(number, place, "same", units)
            if reading.other_than(self._document(place).contact) in payers:
                option = _reviewed(option, "the payer has a document of exactly this amount itself")
            yield self._paid_once(number, option, records, several=several)
        yield from self._as_parts(number, units, same, contacts, several=several)
        yield from self._as_sums(number, units, contacts)
        yield from self._allotted(number, units)

    def _paid_once(self, number: int, option: Option, records: Sequence[int], *, several: bool) -> Option:
        """A payment in full, for a person to check where others are named too, or it was made already."""
        place = option.parts[0].target
        seen = self._lines[number].named.get(place)
        if several:
            return _reviewed(option, "the text names others too")
        if seen is not None:
            return option
        contact, day = self._document(place).contact, self._lines[number].line.day
        for each in map(self._booked, records):
            if each.contact == contact and abs((each.day - day).days) <= TWICE_DAYS:
                return _reviewed(option, f"the {each.words} of the same amount is in the books: perhaps paid twice")
        return option

    def _as_parts(
        self, number: int, units: int, same: Sequence[int], contacts: Mapping[str, Sequence[int]], *, several: bool
    ) -> Iterator[Option]:
        """Documents of which the line would leave something due."""
        reading = self._lines[number]
        named = reading.named
        reported = bool(same or named)  # then it is no part payment of something that it does not name
        oldest = self._oldest(contacts, units)
        rivals = {self._document(place).contact for place in same}
        for place in sorted({*named, *(each for places in contacts.values() for each in places)} - set(same)):
            if self._due[place] <= units:
                continue
            lacks = shortfall(self._document(place).amount_due, self._units.amount(units), reading.plain)
            if place not in named and (reported or not (lacks or place in oldest)):
                continue
            option = self._pays(number, place, "short" if lacks else "part", units, lacks)
            if several:
                option = _reviewed(option, "the text names others too", most=REVIEWED - MARGIN)
            elif self._document(place).contact in rivals:
                option = _reviewed(option, "another document is of exactly this amount")
            yield option

    def _oldest(self, contacts: Mapping[str, Sequence[int]], units: int) -> set[int]:
        """The first few documents of each contact that are more than the line pays."""
        return {
            place
            for places in contacts.values()
            for place in [each for each in places if self._due[each] > units][:MOST_PARTS]
        }

    def _pays(self, number: int, place: int, amount: Amount, units: int, lacks: Shortfall | None = None) -> Option:
        fit = self._fit(number, place, amount, lacks)
        return Option((number,), (Part(number, place, units),), (fit,))

    def _fit(self, number: int, place: int, amount: Amount, lacks: Shortfall | None = None) -> MatchScore:
        reading = self._lines[number]
        evidence = self._finder.evidence(place, reading)
        return score_document(self._document(place), reading.line.day, evidence, amount, self._currency, lacks)

    def _as_sums(self, number: int, units: int, contacts: Mapping[str, Sequence[int]]) -> Iterator[Option]:
        """Several documents that come to the line's amount: those named in it, or those of one contact."""
        reading = self._lines[number]
        named = sorted(reading.named)
        reported: set[tuple[int, ...]] = set()
        if len(named) > 1 and sum(self._due[each] for each in named) == units:
            reported.add(tuple(named))
            yield self._sum(number, Sum(tuple(named), 0.0))
        for group in [named, *([*places] for places in contacts.values())]:
            for each in sums([self._due[place] for place in group], units, most=MOST_SUMMED):
                places = tuple(sorted(group[place] for place in each.places))
                if places not in reported:
                    reported.add(places)
                    yield self._sum(number, Sum(places, each.by_chance))

    def _sum(self, number: int, found: Sum) -> Option:
        reading = self._lines[number]
        evidence = [self._finder.evidence(place, reading) for place in found.places]
        documents = [self._document(place) for place in found.places]
        line = reading.line
        fit = score_documents(documents, line.day, evidence, self._currency, abs(line.amount), found.by_chance)
        parts = tuple(Part(number, place, self._due[place]) for place in found.places)
        option = Option((number,), parts, (fit,))
        covered = {each.token for each in evidence}
        return option if reading.tokens() <= covered else _reviewed(option, "the text names others too")

    def _allotted(self, number: int, units: int) -> Iterator[Option]:
        """Several named documents of which more is due than is paid: the smaller in full, of the largest a part."""
        reading = self._lines[number]
        payers = {self._document(place).contact for place, seen in reading.named.items() if seen.number >= REFERENCE}
        named = [
            place
            for place, seen in reading.named.items()
            if seen.number >= REFERENCE or (seen.number == DIGITS and self._document(place).contact in payers)
        ]
        order = sorted(named, key=lambda place: (self._due[place], place))
        if len(named) < 2 or sum(self._due[each] for each in named) <= units:  # noqa: PLR2004 - several
            return
        left, parts = units, list[Part]()
        for place in order:
            paid = min(left, self._due[place])
            if not paid:
                return  # not enough for each of them
            parts.append(Part(number, place, paid))
            left -= paid
        fits = [self._fit(number, part.target, "part") for part in parts]
        best = max(fits, key=lambda fit: fit.score)
        tokens = ", ".join(in_sentence(reading.named[place].token or "") for place in order)
        why = f"{tokens} in the text: the smaller in full, of the largest a part"
        due = self._units.amount(sum(self._due[each] for each in named))
        lacks = shortfall(due, self._units.amount(units), reading.plain)
        reasons = (f"less than the {len(named)} named documents together", *lack_reasons(lacks, self._currency))
        fit = reviewed(MatchScore(best.score, reasons, lacks=lacks), why)
        yield Option((number,), tuple(sorted(parts, key=lambda part: part.target)), (fit,))

    def _by_day(self) -> dict[tuple[bool, int], list[int]]:
        """Records that may be part of one line, by direction and day: those that Xero has not as reconciled."""
        found: defaultdict[tuple[bool, int], list[int]] = defaultdict(list)
        for place, target in enumerate(self._targets):
            if isinstance(target, Booked) and not target.reconciled:
                found[target.amount > 0, target.day.toordinal()].append(place)
        return found

    def _as_banked(self, number: int, units: int) -> Iterator[Option]:
        """Several records of about the day that come to the line's amount."""
        line = self._lines[number].line
        day = line.day.toordinal()
        days = [
            self._unreconciled.get((line.amount > 0, each), [])
            for each in range(day - BANKED_DAYS, day + BANKED_DAYS + 1)
        ]
        for chosen in self._sets(days, units) if any(days) else ():
            yield self._bankings(number, chosen)

    def _sets(self, days: Sequence[Sequence[int]], units: int) -> Iterator[Sum]:
        """Sets of records of these days that come to the amount: all of days in a row, and any of a few."""
        reported: set[tuple[int, ...]] = set()
        for start, end in combinations(range(len(days) + 1), 2):
            places = tuple(place for each in days[start:end] for place in each)
            if len(places) > 1 and places not in reported and sum(self._due[place] for place in places) == units:
                reported.add(places)
                yield Sum(places, 0.0)
        groups = [[place for each in days for place in each]]
        groups = groups if len(groups[0]) <= MOST_BANKED else [[*each] for each in days]
        for group in groups:
            if not 1 < len(group) <= MOST_BANKED:
                continue
            for each in sums([self._due[place] for place in group], units, most=MOST_BANKED):
                chosen = tuple(group[place] for place in each.places)
                if chosen not in reported:
                    reported.add(chosen)
                    yield Sum(chosen, each.by_chance)

    def _bankings(self, number: int, found: Sum) -> Option:
        reading, line = self._lines[number], self._lines[number].line
        records = [self._booked(place) for place in found.places]
        contacts = {each.contact for each in records if each.contact}
        name = max((reading.names.get(each, 0) for each in contacts), default=0)
        others = {reading.other_than(each) for each in contacts}
        other = (
            next(iter(others - contacts))
            if len(others) == 1 and others - contacts != {None} and others - contacts
            else None
        )
        fit = score_booked_together(records, line.day, abs(line.amount), self._currency, name, other, found.by_chance)
        return Option((number,), tuple(Part(number, place, 1) for place in found.places), (fit,), booked=True)

    def together(self, options: Sequence[Option]) -> list[Option]:
        """Lines that each are a part of a document and together exactly all of it."""
        parts: defaultdict[int, dict[int, Option]] = defaultdict(dict)
        for option in options:
            part = option.parts[0]
            if not option.booked and len(option.parts) == 1 and part.units < self._due[part.target]:
                parts[part.target][part.line] = option
        found = []
        for place in sorted(parts):
            mine = parts[place]
            lines = sorted(sorted(mine, key=lambda each: (-mine[each].score, each))[:MOST_TOGETHER])
            shares = [mine[line].parts[0].units for line in lines]
            for chosen in subsets(shares, self._due[place]):
                numbers = [lines[each] for each in chosen]
                days = [self._lines[each].line.day for each in numbers]
                if (max(days) - min(days)).days <= TOGETHER_DAYS:
                    found.append(self._jointly(place, numbers))
        return found

    def _jointly(self, place: int, numbers: Sequence[int]) -> Option:
        parts = [Part(number, place, self._units.of(abs(self._lines[number].line.amount))) for number in numbers]
        fits = [self._fit(part.line, place, "together") for part in parts]
        return self._questioned(numbers[0], Option(tuple(numbers), tuple(parts), tuple(fits)))


def _reviewed(option: Option, why: str, most: int = REVIEWED) -> Option:
    fits = tuple(reviewed(fit, why, most=most) for fit in option.fits)
    return Option(option.lines, option.parts, fits, option.booked)
