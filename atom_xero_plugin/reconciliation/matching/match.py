"""Bank lines and what is in the books: the best match of all lines together, each with a score and reasons.

A line may pay one open document, in full or in part, or several of one contact that come to its amount; several lines
may pay one document; or the line is in the books already, as a payment or a bank transaction. The whole is decided at
once (assignment.py), does not depend on the order of lines or documents, and says where it could as well be otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from msgspec import Struct

from atom_xero_plugin.bank_statements.statement import StatementLine
from atom_xero_plugin.reconciliation.matching.assignment import assign
from atom_xero_plugin.reconciliation.matching.candidates import Finder, Target
from atom_xero_plugin.reconciliation.matching.duplicate_payments import paid_by_earlier, paid_in_books
from atom_xero_plugin.reconciliation.matching.integer_amounts import Units
from atom_xero_plugin.reconciliation.matching.option_building import Builder
from atom_xero_plugin.reconciliation.matching.options import Option
from atom_xero_plugin.reconciliation.matching.scoring import FLOOR, MARGIN, SURE
from atom_xero_plugin.reconciliation.matching.shortfalls import Shortfall
from atom_xero_plugin.reconciliation.matching.targets import Booked, OpenDocument, records_key

MOST_ALTERNATIVES: Final = 3


class Paid(Struct, frozen=True, gc=False):
    """So much of a document that a line would pay."""

    document: OpenDocument
    amount: Decimal


class Suggestion(Struct, frozen=True):
    """What a line may be."""

    score: int
    reasons: tuple[str, ...]
    pays: tuple[Paid, ...] = ()
    booked: tuple[Booked, ...] = ()
    review: bool = False
    """Whether a person has to check it, whatever its score."""
    lacks: Shortfall | None = None
    """What the payment lacks, if that is more likely a fee or discount than a rest that stays due."""


class LineMatch(Struct, frozen=True):
    """A line and what came of it."""

    line: StatementLine
    best: Suggestion | None = None
    alternatives: tuple[Suggestion, ...] = ()
    """What else it may be about as well, the best first."""
    further: tuple[Suggestion, ...] = ()
    """What else it may be, less likely by far; with `alternatives`, as many as MOST_ALTERNATIVES."""
    doubtful: bool = False
    """Whether another match fits as well, so that only a person can decide."""
    too_little: tuple[OpenDocument, ...] = ()
    """Where nothing fits: documents named in the line, of which less is due than it is."""
    paid_before: tuple[Booked, ...] = ()
    """Records that say that what the line names was paid already: it may be paid twice."""
    same_as: tuple[str, ...] = ()
    """Ids of earlier lines that pay what this one names: it may be paid twice."""

    @property
    def sure(self) -> bool:
        """Whether nobody needs to check it, at the usual number of points."""
        best = self.best
        return best is not None and not self.doubtful and not best.review and best.score >= SURE


def match_lines(
    lines: Sequence[StatementLine],
    documents: Sequence[OpenDocument],
    booked: Sequence[Booked] = (),
    *,
    currency: str,
    recorded: Collection[str] = (),
    ruled_out: Collection[tuple[str, str]] = (),
) -> list[LineMatch]:
    """What each line, in the order given, most likely is.

    Args:
        lines: Lines of one account; ids are unique.
        documents: Open documents in its currency.
        booked: What is in the books on it already.
        currency: Of all of them.
        recorded: Ids of lines that were recorded before: they can only be what is in the books.
        ruled_out: What lines are not, as a person said: a line's id, and the `records_key` of what it is not.
    """
    ordered = sorted(lines, key=lambda line: (line.day, line.amount, line.line_id))
    by_due = sorted(documents, key=lambda each: (str(each.due or each.date), each.kind, each.id))
    by_day = sorted(booked, key=lambda each: (each.day, each.kind, each.id))
    targets: list[Target] = [*by_due, *by_day]
    matcher = _Matcher(ordered, targets, currency, recorded, ruled_out)
    found = {match.line.line_id: match for match in matcher.match()}
    return [found[line.line_id] for line in lines]


class _Matcher:
    """One question, its lines and targets in their canonical order."""

    def __init__(
        self, lines: Sequence[StatementLine], targets: Sequence[Target], currency: str, recorded: Collection[str],
        ruled_out: Collection[tuple[str, str]],
    ) -> None:  # fmt: skip
        self.lines = lines
        self.targets = targets
        self.recorded = frozenset(recorded)
        self.ruled_out = frozenset(ruled_out)
        amounts = [each.amount_due if isinstance(each, OpenDocument) else each.amount for each in targets]
        self.units = Units([*amounts, *(line.amount for line in lines)])
        self.finder = Finder(targets, self.units)
        self.readings = self.finder.read(lines)
        self.builder = Builder(self.readings, targets, self.finder, self.units, currency)

    def match(self) -> Iterator[LineMatch]:
        """Every line's match."""
        options = [
            option
            for number, line in enumerate(self.lines)
            for option in self.builder.options(number, recorded=line.line_id in self.recorded)
        ]
        options = self._allowed(options)
        options, again = paid_by_earlier(self.readings, options, self.targets, self.finder.units)
        options += self._allowed(self.builder.together(options))
        meant = {target for option in options for target in option.targets}
        best = assign(options, {place: self._capacity(place) for place in meant})
        by_line: defaultdict[int, list[Option]] = defaultdict(list)
        by_target: defaultdict[int, list[Option]] = defaultdict(list)
        for option in options:
            for number in option.lines:
                by_line[number].append(option)
            for target in option.targets:
                by_target[target].append(option)
        chosen = {number: options[place] for place in best.chosen for number in options[place].lines}
        doubtful = {number for place in best.doubtful for number in options[place].lines}
        for number in range(len(self.lines)):
            mine = chosen.get(number)
            unsure = number in doubtful and not self._harmless(number, mine, by_line, by_target, chosen)
            yield self._reported(number, mine, by_line[number], again.get(number, ()), unsure=unsure)

    def _allowed(self, options: Iterable[Option]) -> list[Option]:
        """Those that no person ruled out for one of their lines."""
        if not self.ruled_out:
            return list(options)
        return [each for each in options if not self._is_ruled_out(each)]

    def _is_ruled_out(self, option: Option) -> bool:
        key = records_key(self.targets[place].id for place in option.targets)
        return any((self.lines[number].line_id, key) in self.ruled_out for number in option.lines)

    def _capacity(self, place: int) -> int:
        return abs(self.finder.units[place]) if isinstance(self.targets[place], OpenDocument) else 1

    def _harmless(
        self,
        number: int,
        mine: Option | None,
        by_line: dict[int, list[Option]],
        by_target: dict[int, list[Option]],
        chosen: dict[int, Option],
    ) -> bool:
        """Whether all that could be otherwise is which of the records in the books a line is."""
        if mine is None or not mine.booked:
            return False
        least = mine.fit(number).score - MARGIN
        if any(not each.booked for each in by_line[number] if each.fit(number).score >= least):
            return False
        rivals = {
            line
            for target in mine.targets
            for each in by_target[target]
            if each.score >= least
            for line in each.lines
            if line != number
        }
        return all((other := chosen.get(line)) is not None and other.booked for line in rivals)

    def _reported(
        self, number: int, mine: Option | None, every: Sequence[Option], again: tuple[int, ...], *, unsure: bool
    ) -> LineMatch:
        others = sorted((each for each in every if each is not mine), key=lambda each: -each.fit(number).score)
        least = mine.fit(number).score - MARGIN if mine else FLOOR
        near = [each for each in others if each.fit(number).score >= least][:MOST_ALTERNATIVES]
        rest = [each for each in others if each.fit(number).score < least][: MOST_ALTERNATIVES - len(near)]
        before = () if mine is not None and mine.booked else paid_in_books(self.readings[number], self._same(number))
        return LineMatch(
            self.lines[number],
            self._suggestion(number, mine) if mine else None,
            tuple(self._suggestion(number, each) for each in near),
            tuple(self._suggestion(number, each) for each in rest),
            doubtful=unsure,
            too_little=self._too_little(number) if mine is None else (),
            paid_before=before,
            same_as=tuple(self.lines[each].line_id for each in again),
        )

    def _same(self, number: int) -> list[Booked]:
        """Records of the line's amount."""
        line = self.lines[number]
        places = self.finder.same_amount(self.units.of(line.amount), line)
        return [each for each in (self.targets[place] for place in places) if isinstance(each, Booked)]

    def _too_little(self, number: int) -> tuple[OpenDocument, ...]:
        due = abs(self.lines[number].amount)
        named = (self.targets[place] for place in sorted(self.readings[number].named))
        short = (each for each in named if isinstance(each, OpenDocument) and each.amount_due < due)
        return tuple(short)[:MOST_ALTERNATIVES]

    def _suggestion(self, number: int, option: Option) -> Suggestion:
        fit = option.fit(number)
        mine = [part for part in option.parts if part.line == number]
        meant = [self.targets[part.target] for part in mine]
        return Suggestion(
            option.score,
            fit.reasons,
            pays=tuple(
                Paid(target, self.units.amount(part.units))
                for part, target in zip(mine, meant, strict=True)
                if isinstance(target, OpenDocument)
            ),
            booked=tuple(each for each in meant if isinstance(each, Booked)),
            review=option.review,
            lacks=fit.lacks,
        )
