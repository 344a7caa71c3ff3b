"""How well a bank line fits what it may be: points of 100, each with its reason as text.

The points are judgement, kept in one place: amount up to 50, number or reference up to 35, name up to 20, day up to 10
(for what is in the books already, where the day says more: up to 30).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from atom_xero_plugin.core.money import Money
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.reconciliation.matching.contact_names import ALIKE
from atom_xero_plugin.reconciliation.matching.number_series import Contradiction
from atom_xero_plugin.reconciliation.matching.shortfalls import Shortfall
from atom_xero_plugin.reconciliation.matching.targets import Booked, OpenDocument

Amount = Literal["same", "short", "part", "together"]

BEST: Final = 100
SURE: Final = 75
"""Points from which a match is recorded without a person choosing it, if nothing else fits as well."""
REVIEWED: Final = 70
"""Points at most of what a person has to check, whatever speaks for it."""
FLOOR: Final = 40
"""Below this a fit is no fit."""
MARGIN: Final = 11
"""Fits so many points apart are equally good: more than the day alone can give, so it never decides by itself."""
SAME: Final = 50
_LESS_FOR_EACH: Final = 2
_LESS_AT_MOST: Final = 6
"""Points that each document of a sum costs, up to a point; what chance may do is taken off as well."""
_POINTS: Final[dict[Amount, int]] = {"same": SAME, "together": 40, "short": 28, "part": 15}
NUMBER: Final = 35
REFERENCE: Final = 28
DIGITS: Final = 22
NAME: Final = 20
BOOKED_DAYS: Final = 10
"""Days between a line and a record that may still be the same movement."""
RECONCILED_DAYS: Final = 5
TWICE_DAYS: Final = 5
"""Days within which the same amount of the same contact is more likely one payment made twice than two."""
_DUE: Final = ((3, 10), (10, 8), (30, 6), (400, 5))
_BOOKED: Final = (30, 28, 25, 22, 15, 15)
_LATER_BY_NUMBER: Final = 10
_EARLY: Final = 3
"""Days before its own date on which a document may be paid without wonder."""
_AGAINST: Final[dict[Contradiction, int]] = {"none": 0, "typo": 16, "bare": 12, "other": 28}
_OTHER_NAME: Final = 14
_OTHER_NAME_BOOKED: Final = 25
_UNTRADED: Final = 12
_UNKNOWN_NAME: Final = 8
"""Points that a record loses if the line names another contact, or just not its own."""
_BY_CHANCE: Final = ((0.2, 25), (0.02, 10))
"""Points that a sum loses, by how many sums of so many amounts would come to the total by chance."""
_HARDLY: Final = 0.002
_NOT_BY_CHANCE: Final = 5


class Evidence(Struct, frozen=True, gc=False):
    """What a line's words say about a document or record."""

    number: int = 0
    """NUMBER, REFERENCE, DIGITS or 0."""
    token: str | None = None
    """What was found, as the document has it."""
    name: int = 0
    """Likeness of the contact's name, ALIKE to 100, or 0."""
    other: str | None = None
    """A contact that is named more clearly than the document's own."""
    against: Contradiction = "none"
    """Whether numbers in the text are those of other documents."""
    rare: int = 0
    """Points for an amount that nothing else has."""
    untraded: bool = False
    """Whether the text speaks of wages, interest, a fee, a tax: of what pays no document."""
    stranger: bool = False
    """Whether the record has a contact that the text does not name."""

    @property
    def points(self) -> int:
        """All that words can give."""
        return self.number + _name_points(self.name)


class MatchScore(Struct, frozen=True, gc=False):
    """Points of 100 and why."""

    score: int
    reasons: tuple[str, ...]
    review: bool = False
    """Whether a person has to check it, whatever its points."""
    lacks: Shortfall | None = None
    """What the payment lacks, if that is more likely a fee or discount than a rest that stays due."""


def reviewed(fit: MatchScore, reason: str | None = None, *, most: int = REVIEWED) -> MatchScore:
    """The same fit as one that a person has to check, of `most` points at most."""
    reasons = (*fit.reasons, reason) if reason and reason not in fit.reasons else fit.reasons
    return replace(fit, score=min(most, fit.score), reasons=reasons, review=True)


def score_document(
    document: OpenDocument,
    day: date,
    evidence: Evidence,
    amount: Amount,
    currency: str,
    lacks: Shortfall | None = None,
) -> MatchScore:
    """How well a line that pays a document, or of it what `amount` says, fits it."""
    points, reasons = _POINTS[amount], [_amount_label(document, amount, currency, lacks)]
    reasons += _usual_label(lacks, currency) if lacks else []
    reasons += _evidence_label(evidence)
    near, words = _due_points(document, day)
    rare = evidence.rare if amount == "same" else 0
    points += evidence.points + near + rare - _against(evidence)
    fit = MatchScore(_bounded(points), (*reasons, words), lacks=lacks)
    return reviewed(fit) if lacks else fit


def score_documents(
    documents: Sequence[OpenDocument],
    day: date,
    evidence: Sequence[Evidence],
    currency: str,
    total: Decimal,
    by_chance: float = 0.0,
) -> MatchScore:
    """How well a line that pays several documents in full fits them.

    `by_chance` is how many sums of as many amounts may be expected to come to the total.
    """
    count = len(documents)
    each = [_due_points(document, day)[0] for document in documents]
    named = sum(one.number for one in evidence) // count
    name = max(one.name for one in evidence)
    points = SAME - _less(count) + named + _name_points(name) + sum(each) // count
    tokens = [in_sentence(one.token) for one in evidence if one.token]
    if len(tokens) < count:
        points -= next((points for least, points in _BY_CHANCE if by_chance >= least), 0)
        points += _NOT_BY_CHANCE if by_chance < _HARDLY else 0
    if not tokens:
        points -= max(_against(one) for one in evidence)
    reasons = [f"{count} documents come to exactly {Money.of(total, currency)}"]
    if tokens:
        reasons.append(f"{', '.join(tokens)} in the text")
    return MatchScore(_bounded(points), (*reasons, *_evidence_label(Evidence(name=name))))


def score_booked(booked: Booked, day: date, evidence: Evidence) -> MatchScore | None:
    """How well a line fits a record of the same amount; None if their days are too far apart."""
    days = abs((day - booked.day).days)
    if days > (RECONCILED_DAYS if booked.reconciled else BOOKED_DAYS):
        return None
    points = SAME + min(NAME, evidence.points)
    if days < len(_BOOKED):
        points += _BOOKED[days] + evidence.rare
    elif evidence.number:
        points += _LATER_BY_NUMBER  # without one, the record of a week ago is as likely that of another line
    if not evidence.number:
        points -= _OTHER_NAME_BOOKED if evidence.other else _UNKNOWN_NAME if evidence.stranger else 0
    points -= _AGAINST[evidence.against]
    when = "same day" if days == 0 else f"{_days(days)} apart"
    state = "reconciled in Xero already" if booked.reconciled else "in the books already"
    return MatchScore(_bounded(points), ("same amount", when, *_evidence_label(evidence), state))


def score_booked_together(
    records: Sequence[Booked], day: date, total: Decimal, currency: str, name: int, other: str | None, by_chance: float
) -> MatchScore:
    """How well a line fits several records that come to its amount, as takings banked together do."""
    days = max(abs((day - each.day).days) for each in records)
    points = SAME - _less(len(records)) + _BOOKED[days] + _name_points(name)
    points -= next((points for least, points in _BY_CHANCE if by_chance >= least), 0)
    points += _NOT_BY_CHANCE if by_chance < _HARDLY else 0
    points -= _OTHER_NAME_BOOKED if other else 0
    words = f"{len(records)} records come to exactly {Money.of(total, currency)}"
    when = "same day" if days == 0 else f"at most {_days(days)} apart"
    return MatchScore(_bounded(points), (words, when, *_evidence_label(Evidence(name=name, other=other))))


def _less(count: int) -> int:
    return min(_LESS_AT_MOST, _LESS_FOR_EACH * count)


def _against(evidence: Evidence) -> int:
    """Points that a document loses by what the words say of others."""
    other = _OTHER_NAME if evidence.other else 0
    if evidence.number:
        return other
    return other + _AGAINST[evidence.against] + (_UNTRADED if evidence.untraded else 0)


def _amount_label(document: OpenDocument, amount: Amount, currency: str, lacks: Shortfall | None) -> str:
    if amount == "same":
        return "same amount"
    due = Money.of(document.amount_due, currency)
    if amount == "short" and lacks is not None:
        return f"{Money.of(lacks.amount, currency)} less than the {due} due, perhaps {shortfall_label(lacks)}"
    if amount == "together":
        return f"part of {due} that several lines pay exactly"
    return f"part of the {due} due"


def lack_reasons(lacks: Shortfall | None, currency: str) -> list[str]:
    """What a payment of several documents lacks, as reasons."""
    if lacks is None:
        return []
    less = Money.of(lacks.amount, currency)
    return [f"{less} less than is due, perhaps {shortfall_label(lacks)}", *_usual_label(lacks, currency)]


def shortfall_label(lacks: Shortfall) -> str:
    """What a payment most likely lacks."""
    if lacks.reason == "discount":
        return f"a discount of {lacks.per_cent:f} %"
    names = {"card_fee": "the fee of a card or payment service", "bank_fee": "a bank fee", "rounding": "a rounding"}
    return names.get(lacks.reason, "a fee or a discount")


def _usual_label(lacks: Shortfall, currency: str) -> list[str]:
    if lacks.least is None or lacks.most is None:
        return []
    most = Money.of(lacks.most, currency)
    return [
        f"such a fee is {Money.of(lacks.least, currency)} to {most} as a rule"
        if lacks.least
        else f"such a fee is up to {most} as a rule"
    ]


def _evidence_label(evidence: Evidence) -> list[str]:
    found = []
    if evidence.number and evidence.token:
        found.append(f"{in_sentence(evidence.token)} in the text")
    if evidence.name:
        found.append("name found" if evidence.name == BEST else f"name alike 0.{evidence.name:02}")
    if evidence.other:
        found.append(f"the text names {in_sentence(evidence.other)}")
    if evidence.against != "none" and not evidence.number:
        near = "a number one digit off" if evidence.against == "typo" else "another number"
        found.append(f"{near} in the text")
    if evidence.rare and not evidence.number:
        found.append("nothing else has this amount")
    return found


def _name_points(likeness: int) -> int:
    return NAME * (likeness - ALIKE // 2) // (BEST - ALIKE // 2) if likeness else 0


def _due_points(document: OpenDocument, day: date) -> tuple[int, str]:
    if document.date is not None and (document.date - day).days > _EARLY:
        return -15, f"{_days((document.date - day).days)} before its date"
    if document.due is None:
        return 0, "no due date"
    late = (day - document.due).days
    points = next((points for most, points in _DUE if abs(late) <= most), 0)
    if late == 0:
        return points, "on the due date"
    return points, f"{_days(abs(late))} {'after' if late > 0 else 'before'} the due date"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _bounded(points: int) -> int:
    return max(0, min(BEST, points))
