"""What matching itself says of the lines that a person chose for: whoever decides otherwise is warned, line by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from atom_xero_plugin.core.money import Money
from atom_xero_plugin.plans.proposal import PlanWarning
from atom_xero_plugin.reconciliation.choices import LineDecision
from atom_xero_plugin.reconciliation.matching.match import Suggestion
from atom_xero_plugin.reconciliation.matching.targets import Booked
from atom_xero_plugin.reconciliation.review import Judged, StatementReview

IN_BOOKS: Final = "possible_duplicate"
OTHER_MATCH: Final = "other_match"
OTHER_FILE: Final = "other_file"
_SHOWN: Final = 3


def warnings_of(review: StatementReview, taken: Sequence[LineDecision], own: Mapping[str, Judged]) -> list[PlanWarning]:
    """One warning, or more, for each line that may be recorded already, or is more likely something else.

    `own` holds, by line id, where the lines that a person chose for would stand without a choice.
    """
    found: list[PlanWarning] = []
    for each in taken:
        judged = own.get(each.line.line_id)
        records = in_books(review, each, judged)
        if records:
            found.append(_in_books(each, records, judged))
        elif judged is not None:
            found += _other_match(review, each, judged)
        other = review.others.get(each.line.line_id)
        if other is not None:
            what = "was recorded" if other.held.state in {"applied", "part_applied"} else "stands"
            found.append(
                PlanWarning(
                    OTHER_FILE,
                    f"Row {each.line.row}: a line of the same day and amount, of another file, {what} by the plan "
                    f"{other.held.plan_id}.",
                )
            )
    return found


def in_books(review: StatementReview, chosen: LineDecision, judged: Judged | None) -> list[Booked]:
    """Records of the books that a line may be: those it matches, and any of its day and amount."""
    line = chosen.line
    found = [each for each in review.books.booked if each.day == line.day and each.amount == line.amount]
    if judged is not None:
        match = judged.match
        suggested = [*([match.best] if match.best else []), *match.alternatives]
        found = [*(each for one in suggested for each in one.booked), *match.paid_before, *found]
    return list({each.id: each for each in found}.values())


def _in_books(chosen: LineDecision, records: Sequence[Booked], judged: Judged | None) -> PlanWarning:
    words = "; ".join(each.words for each in records[:_SHOWN])
    more = f" and {len(records) - _SHOWN} more" if len(records) > _SHOWN else ""
    verb = "is" if len(records) == 1 else "are"
    state = " Left alone, this line would be nothing to record." if judged and judged.state == "in_books" else ""
    return PlanWarning(IN_BOOKS, f"Row {chosen.line.row}: the {words}{more} {verb} in the books already.{state}")


def _other_match(review: StatementReview, chosen: LineDecision, judged: Judged) -> list[PlanWarning]:
    best = judged.match.best
    if best is None or not best.pays or _is_chosen(best, chosen):
        return []
    words = "; ".join(f"{Money.of(each.amount, review.currency)} of {each.document.words}" for each in best.pays)
    return [
        PlanWarning(OTHER_MATCH, f"Row {chosen.line.row}: it may as well pay {words} ({best.score} points of 100).")
    ]


def _is_chosen(best: Suggestion, chosen: LineDecision) -> bool:
    return {each.document.id for each in best.pays} <= {each.document.id for each in chosen.pays}


def summed(warnings: Sequence[PlanWarning]) -> str:
    """What the plan's summary says of these warnings: how many lines each kind is about."""
    counts = {code: sum(1 for each in warnings if each.code == code) for code in (IN_BOOKS, OTHER_MATCH, OTHER_FILE)}
    reported = [
        (counts[IN_BOOKS], "may be in the books already"),
        (counts[OTHER_MATCH], "may pay something else"),
        (counts[OTHER_FILE], "may be a line of another file"),
    ]
    return "".join(f" {count} of them {words}." for count, words in reported if count)
