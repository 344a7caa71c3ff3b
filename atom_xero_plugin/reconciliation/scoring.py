"""How well a bank line fits what it may be: points of 100, each with its reason in words.

The points are judgement, kept in one place: amount up to 50, number or reference up to 35, name up to 20, day up to 10
(for what is in the books already, where the day says more: up to 30).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from msgspec import Struct

from atom_xero_plugin.money import Money
from atom_xero_plugin.reconciliation.candidates import Booked, Document
from atom_xero_plugin.reconciliation.names import ALIKE

Amount = Literal["same", "fee", "part", "together"]

BEST: Final = 100
FLOOR: Final = 40
"""Below this a fit is no fit."""
MARGIN: Final = 11
"""Fits so many points apart are equally good: more than the day alone can give, so it never decides by itself."""
SAME: Final = 50
LESS_FOR_EACH: Final = 2
"""Points that each further document of a sum costs: many numbers sum up to something by chance."""
_POINTS: Final[dict[Amount, int]] = {"same": SAME, "together": 40, "fee": 28, "part": 15}
FEE_SHARE: Final = Decimal("0.03")
MOST_FEE: Final = Decimal(50)
"""What banks keep of a payment on its way: at most this share and this amount."""
NUMBER: Final = 35
REFERENCE: Final = 28
DIGITS: Final = 22
NAME: Final = 20
BOOKED_DAYS: Final = 10
"""Days between a line and a record that may still be the same movement."""
RECONCILED_DAYS: Final = 5
_DUE: Final = ((3, 10), (10, 8), (30, 5), (60, 2))
_BOOKED: Final = (30, 28, 25, 22, 15, 15)
_EARLY: Final = 3
"""Days before its own date on which a document may be paid without wonder."""


class Evidence(Struct, frozen=True):
    """What a line's words say about a document or record."""

    number: int = 0
    """NUMBER, REFERENCE, DIGITS or 0."""
    token: str | None = None
    """What was found, as the document has it."""
    name: int = 0
    """Likeness of the contact's name, ALIKE to 100, or 0."""

    @property
    def points(self) -> int:
        """All that words can give."""
        return self.number + _name_points(self.name)


class Fit(Struct, frozen=True):
    """Points of 100 and why."""

    score: int
    reasons: tuple[str, ...]


def fee_taken(due: Decimal, paid: Decimal) -> bool:
    """Whether what was paid is what is due, less what a bank may have kept."""
    return 0 < due - paid <= min(MOST_FEE, due * FEE_SHARE)


def fit_document(
    document: Document, day: date, evidence: Evidence, amount: Amount, paid: Decimal, currency: str
) -> Fit:
    """How well a line that pays `paid` of a document fits it."""
    points, reasons = _POINTS[amount], [_amount_words(document, amount, paid, currency)]
    reasons += _evidence_words(evidence)
    near, words = _due_points(document, day)
    return Fit(_bounded(points + evidence.points + near), (*reasons, words))


def fit_documents(
    documents: Sequence[Document], day: date, evidence: Sequence[Evidence], currency: str, total: Decimal
) -> Fit:
    """How well a line that pays several documents in full fits them."""
    count = len(documents)
    each = [_due_points(document, day)[0] for document in documents]
    named = sum(one.number for one in evidence) // count
    name = max(one.name for one in evidence)
    points = SAME - LESS_FOR_EACH * count + named + _name_points(name) + sum(each) // count
    tokens = [one.token for one in evidence if one.token]
    reasons = [f"{count} documents come to exactly {Money.of(total, currency)}"]
    if tokens:
        reasons.append(f"{', '.join(tokens)} in the text")
    return Fit(_bounded(points), (*reasons, *_evidence_words(Evidence(name=name))))


def fit_booked(booked: Booked, day: date, evidence: Evidence) -> Fit | None:
    """How well a line fits a record of the same amount; None if their days are too far apart."""
    days = abs((day - booked.day).days)
    if days > (RECONCILED_DAYS if booked.reconciled else BOOKED_DAYS):
        return None
    near = _BOOKED[days] if days < len(_BOOKED) else 5
    points = SAME + near + min(NAME, evidence.points)
    when = "same day" if days == 0 else f"{_days(days)} apart"
    state = "reconciled in Xero already" if booked.reconciled else "in the books already"
    return Fit(_bounded(points), ("same amount", when, *_evidence_words(evidence), state))


def fit_bookeds(records: Sequence[Booked], day: date, total: Decimal, currency: str) -> Fit:
    """How well a line fits several records that come to its amount, as takings banked together do."""
    days = max(abs((day - each.day).days) for each in records)
    points = SAME - LESS_FOR_EACH * len(records) + _BOOKED[days]
    words = f"{len(records)} records come to exactly {Money.of(total, currency)}"
    return Fit(_bounded(points), (words, "same day" if days == 0 else f"at most {_days(days)} apart"))


def _amount_words(document: Document, amount: Amount, paid: Decimal, currency: str) -> str:
    if amount == "same":
        return "same amount"
    due = Money.of(document.amount_due, currency)
    if amount == "fee":
        less = Money.of(document.amount_due - paid, currency)
        return f"{less} less than the {due} due, perhaps a bank fee"
    if amount == "together":
        return f"part of {due} that several lines pay exactly"
    return f"part of the {due} due"


def _evidence_words(evidence: Evidence) -> list[str]:
    found = []
    if evidence.number and evidence.token:
        found.append(f"{evidence.token} in the text")
    if evidence.name:
        found.append("name found" if evidence.name == BEST else f"name alike 0.{evidence.name:02}")
    return found


def _name_points(likeness: int) -> int:
    return NAME * (likeness - ALIKE // 2) // (BEST - ALIKE // 2) if likeness else 0


def _due_points(document: Document, day: date) -> tuple[int, str]:
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
