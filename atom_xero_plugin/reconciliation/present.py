"""How a statement next to the books is reported: each line, and sums of each state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Final, get_args

from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.reconciliation.matching.match import Suggestion
from atom_xero_plugin.reconciliation.matching.scoring import shortfall_label
from atom_xero_plugin.reconciliation.review import Judged, LineState, StatementReview
from atom_xero_plugin.reconciliation.views import (
    StatementLineView,
    StatementView,
    StateSum,
    match_view,
    plain_layout,
    shown_text,
)

_SHOW_OTHERS: Final = frozenset({"ambiguous", "weak", "unmatched"})


def statement_view(review: StatementReview) -> StatementView:
    """The statement as it was read."""
    statement = review.statement
    balance = statement.closing_balance
    return StatementView(
        format=statement.format,
        lines=len(statement.lines),
        first=statement.first,
        last=statement.last,
        closing_balance=Money.of(balance, review.currency) if balance is not None else None,
        read_as=plain_layout(statement.layout),
        remembered=statement.remembered,
    )


def sums(review: StatementReview, judged: Sequence[Judged]) -> list[StateSum]:
    """How many lines are in each state and what they come to, in the order of the states."""
    groups: defaultdict[str, list[Decimal]] = defaultdict(list)
    for each in judged:
        groups[each.state].append(each.line.amount)
    return [
        StateSum(
            state,
            len(groups[state]),
            Money.of(sum((amount for amount in groups[state] if amount > 0), Decimal(0)), review.currency),
            Money.of(-sum((amount for amount in groups[state] if amount < 0), Decimal(0)), review.currency),
        )
        for state in get_args(LineState)
        if groups[state]
    ]


def line_view(ctx: Context, review: StatementReview, judged: Judged, *, candidates: bool = False) -> StatementLineView:
    """A line with what it may be; with `candidates` also what is less likely, and the bank's words by themselves."""
    match, line = judged.match, judged.line
    others = match.alternatives if judged.state in _SHOW_OTHERS else ()
    if candidates:
        others = (*match.alternatives, *match.further)
    return StatementLineView(
        row=judged.line.row,
        date=judged.line.day,
        amount=Money.of(judged.line.amount, review.currency),
        text=shown_text(judged.line),
        state=judged.state,
        match=match_view(ctx, match.best, review.account, review.currency) if match.best else None,
        alternatives=[match_view(ctx, each, review.account, review.currency) for each in others],
        note=_note(review, judged),
        plan=judged.plan_id,
        kind=line.kind if candidates else None,
        payee=line.payee if candidates else None,
        reference=line.reference if candidates else None,
        details=line.description if candidates else None,
    )


def _note(review: StatementReview, judged: Judged) -> str | None:
    """What a person should know: what it may be twice of, and why its state is what it is."""
    reported = [_twice(review, judged), _other_file(review, judged), _state_note(review, judged)]
    return " ".join(each for each in reported if each) or None


def _twice(review: StatementReview, judged: Judged) -> str | None:
    """That it may be a payment made twice."""
    match = judged.match
    if judged.state in {"planned", "applied", "part_applied"}:
        return None
    if match.paid_before:
        return f"Perhaps paid twice: the {'; '.join(each.words for each in match.paid_before)} is in the books."
    if match.same_as:
        rows = {line.line_id: line.row for line in review.statement.lines}
        named = " and ".join(str(rows[each]) for each in match.same_as if each in rows)
        return f"Perhaps paid twice: row {named} pays what it names."
    return None


def _other_file(review: StatementReview, judged: Judged) -> str | None:
    other = review.others.get(judged.line.line_id)
    if other is None:
        return None
    what = "was recorded" if other.held.state in {"applied", "part_applied"} else "stands"
    return f"A line of the same day and amount, of another file, {what} by the plan {other.held.plan_id}."


def _state_note(review: StatementReview, judged: Judged) -> str | None:
    best = judged.match.best
    if judged.state == "weak" and best is not None and best.lacks is not None:
        less = Money.of(best.lacks.amount, review.currency)
        return (
            f"{less} is lacking, perhaps {shortfall_label(best.lacks)}: "
            "recorded as a payment, it would stay due. Record "
            "the payment in full with the fee or discount in Xero, or choose pays if it is a part payment."
        )
    if judged.state == "unmatched" and judged.match.too_little:
        short = judged.match.too_little
        dues = " and ".join(f"{Money.of(each.amount_due, review.currency)} on {each.words}" for each in short)
        return f"It names {'a document' if len(short) == 1 else 'documents'} of which less is due than it is: {dues}."
    if judged.state == "ambiguous":
        near = [*([judged.match.best] if judged.match.best else []), *judged.match.alternatives]
        names = list(dict.fromkeys(_names(each) for each in near))
        if len(names) > 1:
            return f"{len(names)} fit about equally: {'; '.join(names)}."
        return "Another line fits the same document about as well."
    if judged.state == "planned":
        return f"It stands in the plan {judged.plan_id}."
    if judged.state == "part_applied":
        return f"Only part of it was recorded by the plan {judged.plan_id}; undo that plan, or record the rest by hand."
    return None


def _names(suggestion: Suggestion) -> str:
    return " and ".join([*(each.document.words for each in suggestion.pays), *(b.words for b in suggestion.booked)])
