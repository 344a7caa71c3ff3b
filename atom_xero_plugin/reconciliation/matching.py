"""Bank lines and what is in the books: the best match of all lines together, each with a score and reasons.

A line may pay one open document, in full or in part, or several of one contact that come to its amount; several lines
may pay one document; or the line is in the books already, as a payment or a bank transaction. The whole is decided at
once (assignment.py), does not depend on the order of lines or documents, and says where it could as well be otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Final

from msgspec import Struct

from atom_xero_plugin.reconciliation import words
from atom_xero_plugin.reconciliation.assignment import assign
from atom_xero_plugin.reconciliation.candidates import Booked, Document
from atom_xero_plugin.reconciliation.finding import Finder, Target, booked_evidence, text_of
from atom_xero_plugin.reconciliation.lines import StatementLine
from atom_xero_plugin.reconciliation.options import Option, Part
from atom_xero_plugin.reconciliation.scoring import (
    FLOOR,
    MARGIN,
    Amount,
    Evidence,
    Fit,
    fee_taken,
    fit_booked,
    fit_bookeds,
    fit_document,
    fit_documents,
)
from atom_xero_plugin.reconciliation.subsets import subsets
from atom_xero_plugin.reconciliation.units import Units

MOST_PARTS: Final = 3
"""Documents of a contact that a line without a number may be a part payment of: the oldest."""
MOST_SUMMED: Final = 10
"""Documents that one line may pay together."""
MOST_TOGETHER: Final = 12
"""Lines that may pay one document together."""
TOGETHER_DAYS: Final = 62
BANKED_DAYS: Final = 2
"""Days over which takings are banked together."""
MOST_BANKED: Final = 14
MOST_ALTERNATIVES: Final = 3


class Paid(Struct, frozen=True):
    """So much of a document that a line would pay."""

    document: Document
    amount: Decimal


class Suggestion(Struct, frozen=True):
    """What a line may be."""

    score: int
    reasons: tuple[str, ...]
    pays: tuple[Paid, ...] = ()
    booked: tuple[Booked, ...] = ()
    with_lines: tuple[str, ...] = ()
    """Ids of the other lines that pay the same document together with this one."""


class LineMatch(Struct, frozen=True):
    """A line and what came of it."""

    line: StatementLine
    best: Suggestion | None = None
    alternatives: tuple[Suggestion, ...] = ()
    """What else it may be, the best first."""
    doubtful: bool = False
    """Whether another match fits as well, so that only a person can tell."""
    too_little: tuple[Document, ...] = ()
    """Where nothing fits: documents named in the line, of which less is due than it is."""


def match_lines(
    lines: Sequence[StatementLine],
    documents: Sequence[Document],
    booked: Sequence[Booked] = (),
    *,
    currency: str,
    recorded: Collection[str] = (),
) -> list[LineMatch]:
    """What each line, in the order given, most likely is.

    Args:
        lines: Lines of one account; ids are unique.
        documents: Open documents in its currency.
        booked: What is in the books on it already.
        currency: Of all of them.
        recorded: Ids of lines that were recorded before: they can only be what is in the books.
    """
    ordered = sorted(lines, key=lambda line: (line.day, line.amount, line.line_id))
    by_due = sorted(documents, key=lambda each: (str(each.due or each.date), each.kind, each.id))
    by_day = sorted(booked, key=lambda each: (each.day, each.kind, each.id))
    targets: list[Target] = [*by_due, *by_day]
    matcher = _Matcher(ordered, targets, currency, recorded)
    found = {match.line.line_id: match for match in matcher.match()}
    return [found[line.line_id] for line in lines]


class _Matcher:
    """One question, its lines and targets in their canonical order."""

    def __init__(
        self, lines: Sequence[StatementLine], targets: Sequence[Target], currency: str, recorded: Collection[str]
    ) -> None:
        self.lines = lines
        self.targets = targets
        self.currency = currency
        self.recorded = frozenset(recorded)
        amounts = [each.amount_due if isinstance(each, Document) else each.amount for each in targets]
        self.units = Units([*amounts, *(line.amount for line in lines)])
        self.finder = Finder(targets, self.units)
        self.banked = self._banked()

    def match(self) -> Iterator[LineMatch]:
        """Every line's match."""
        options = [option for line in range(len(self.lines)) for option in self._options(line)]
        options += self._together(options)
        best = assign(options, {place: self._capacity(place) for place in range(len(self.targets))})
        by_line: defaultdict[int, list[Option]] = defaultdict(list)
        for option in options:
            for number in option.lines:
                by_line[number].append(option)
        chosen = {number: place for place in best.chosen for number in options[place].lines}
        for number in range(len(self.lines)):
            place = chosen.get(number)
            mine = options[place] if place is not None else None
            yield self._told(number, mine, by_line[number], sure=place not in best.doubtful)

    def _capacity(self, place: int) -> int:
        return abs(self.finder.units[place]) if isinstance(self.targets[place], Document) else 1

    def _told(self, number: int, mine: Option | None, every: Sequence[Option], *, sure: bool) -> LineMatch:
        others = sorted((each for each in every if each is not mine), key=lambda each: -_fit(each, number).score)
        least = _fit(mine, number).score - MARGIN if mine else FLOOR
        near = [each for each in others if _fit(each, number).score >= least]
        short = self._too_little(number) if mine is None else ()
        harmless = mine is not None and mine.booked and all(each.booked for each in near)
        return LineMatch(
            self.lines[number],
            self._suggestion(number, mine) if mine else None,
            tuple(self._suggestion(number, each) for each in near[:MOST_ALTERNATIVES]),
            doubtful=mine is not None and not sure and not harmless,
            too_little=short,
        )

    def _too_little(self, number: int) -> tuple[Document, ...]:
        line = self.lines[number]
        named = [self._document(place) for place in sorted(self.finder.named(line))]
        return tuple(each for each in named if each.amount_due < abs(line.amount))[:MOST_ALTERNATIVES]

    def _suggestion(self, number: int, option: Option) -> Suggestion:
        fit = _fit(option, number)
        mine = [part for part in option.parts if part.line == number]
        meant = [self.targets[part.target] for part in mine]
        return Suggestion(
            option.score,
            fit.reasons,
            pays=tuple(
                Paid(target, self.units.amount(part.units))
                for part, target in zip(mine, meant, strict=True)
                if isinstance(target, Document)
            ),
            booked=tuple(each for each in meant if isinstance(each, Booked)),
            with_lines=tuple(self.lines[each].line_id for each in option.lines if each != number),
        )

    def _options(self, number: int) -> list[Option]:
        """What one line may be by itself."""
        line = self.lines[number]
        units = self.units.of(line.amount)
        runs = words.runs_of(words.pieces(text_of(line)))
        names = self._names[number]
        same = self.finder.same_amount(units, line)
        found = [self._as_booked(number, place, runs, names) for place in same if self._is_booked(place)]
        if line.line_id not in self.recorded:
            found += self._as_documents(number, units, [place for place in same if not self._is_booked(place)])
        options = [each for each in found if each is not None and each.score >= FLOOR]
        if not any(each.booked for each in options):
            options += self._as_banked(number, units)
        return options

    @cached_property
    def _names(self) -> list[Mapping[str, int]]:
        return self.finder.names(self.lines)

    def _is_booked(self, place: int) -> bool:
        return isinstance(self.targets[place], Booked)

    def _document(self, place: int) -> Document:
        target = self.targets[place]
        if not isinstance(target, Document):
            raise TypeError("a record is no document")
        return target

    def _as_booked(self, number: int, place: int, runs: Mapping[str, int], names: Mapping[str, int]) -> Option | None:
        record = self.targets[place]
        if not isinstance(record, Booked):
            return None
        evidence = booked_evidence(record, runs, names.get(record.contact or "", 0))
        fit = fit_booked(record, self.lines[number].day, evidence)
        return Option((number,), (Part(number, place, 1),), (fit,), booked=True) if fit else None

    def _as_documents(self, number: int, units: int, same: Sequence[int]) -> Iterator[Option]:
        line, names = self.lines[number], self._names[number]
        named = self.finder.named(line)
        contacts = self.finder.of_contacts(names, line)
        for place in same:
            yield self._pays(number, place, named, "same", abs(units))
        told = bool(same or named)  # then it is no part payment of something that it does not name
        for place in sorted({*named, *(each for places in contacts.values() for each in places)} - set(same)):
            due = abs(self.finder.units[place])
            if due > abs(units):
                amount = self._amount_of(place, abs(units))
                by_name = amount == "fee" or place in self._oldest(contacts, abs(units))
                if place in named or (by_name and not told):
                    yield self._pays(number, place, named, amount, abs(units))
        yield from self._as_sums(number, abs(units), named, contacts)

    def _amount_of(self, place: int, units: int) -> Amount:
        due = self._document(place).amount_due
        return "fee" if fee_taken(due, self.units.amount(units)) else "part"

    def _oldest(self, contacts: Mapping[str, Sequence[int]], units: int) -> set[int]:
        """The first few documents of each contact that are more than the line pays."""
        return {
            place
            for places in contacts.values()
            for place in [each for each in places if abs(self.finder.units[each]) > units][:MOST_PARTS]
        }

    def _evidence(self, number: int, place: int, named: Mapping[int, Evidence]) -> Evidence:
        seen = named.get(place, Evidence())
        return Evidence(seen.number, seen.token, self._names[number].get(self._document(place).contact, 0))

    def _pays(self, number: int, place: int, named: Mapping[int, Evidence], amount: Amount, units: int) -> Option:
        document = self._document(place)
        evidence = self._evidence(number, place, named)
        paid = self.units.amount(units)
        fit = fit_document(document, self.lines[number].day, evidence, amount, paid, self.currency)
        return Option((number,), (Part(number, place, units),), (fit,))

    def _as_sums(
        self, number: int, units: int, named: Mapping[int, Evidence], contacts: Mapping[str, Sequence[int]]
    ) -> Iterator[Option]:
        """Several documents that come to the line's amount: those named in it, or those of one contact."""
        groups = [sorted(named), *([*places] for places in contacts.values())]
        told: set[tuple[int, ...]] = set()
        for group in groups:
            places = [each for each in group if abs(self.finder.units[each]) < units]
            for chosen in subsets([abs(self.finder.units[each]) for each in places], units, most=MOST_SUMMED):
                meant = tuple(sorted(places[each] for each in chosen))
                if meant not in told:
                    told.add(meant)
                    yield self._sum(number, meant, named)

    def _sum(self, number: int, places: Sequence[int], named: Mapping[int, Evidence]) -> Option:
        line = self.lines[number]
        evidence = [self._evidence(number, place, named) for place in places]
        documents = [self._document(place) for place in places]
        fit = fit_documents(documents, line.day, evidence, self.currency, abs(line.amount))
        parts = tuple(Part(number, place, abs(self.finder.units[place])) for place in places)
        return Option((number,), parts, (fit,))

    def _banked(self) -> dict[tuple[bool, int], list[int]]:
        """Records that may be part of one line, by direction and day: those that Xero has not as reconciled."""
        found: defaultdict[tuple[bool, int], list[int]] = defaultdict(list)
        for place, target in enumerate(self.targets):
            if isinstance(target, Booked) and not target.reconciled:
                found[target.amount > 0, target.day.toordinal()].append(place)
        return found

    def _as_banked(self, number: int, units: int) -> Iterator[Option]:
        """Several records of about the day that come to the line's amount."""
        line, day = self.lines[number], self.lines[number].day.toordinal()
        near = [
            place
            for each in range(day - BANKED_DAYS, day + BANKED_DAYS + 1)
            for place in self.banked.get((line.amount > 0, each), ())
        ]
        if not 1 < len(near) <= MOST_BANKED:
            return
        for chosen in subsets([abs(self.finder.units[place]) for place in near], abs(units)):
            records = [self.targets[near[each]] for each in chosen]
            fit = fit_bookeds([r for r in records if isinstance(r, Booked)], line.day, abs(line.amount), self.currency)
            parts = tuple(Part(number, near[each], 1) for each in chosen)
            yield Option((number,), parts, (fit,), booked=True)

    def _together(self, options: Sequence[Option]) -> list[Option]:
        """Lines that each are a part of a document and together exactly all of it."""
        parts: defaultdict[int, dict[int, Option]] = defaultdict(dict)
        for option in options:
            part = option.parts[0]
            if not option.booked and len(option.parts) == 1 and part.units < self._capacity(part.target):
                parts[part.target][part.line] = option
        found = []
        for place in sorted(parts):
            lines = sorted(parts[place])[:MOST_TOGETHER]
            shares = [parts[place][line].parts[0].units for line in lines]
            for chosen in subsets(shares, self._capacity(place)):
                mine = [lines[each] for each in chosen]
                if (self.lines[mine[-1]].day - self.lines[mine[0]].day).days <= TOGETHER_DAYS:
                    found.append(self._jointly(place, mine))
        return found

    def _jointly(self, place: int, numbers: Sequence[int]) -> Option:
        document = self._document(place)
        fits, parts = [], []
        for number in numbers:
            line = self.lines[number]
            evidence = self._evidence(number, place, self.finder.named(line))
            fits.append(fit_document(document, line.day, evidence, "together", abs(line.amount), self.currency))
            parts.append(Part(number, place, self.units.of(abs(line.amount))))
        return Option(tuple(numbers), tuple(parts), tuple(fits))


def _fit(option: Option, line: int) -> Fit:
    return option.fits[option.lines.index(line)]
