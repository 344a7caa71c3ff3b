"""What statuses and states are called, and the shape that stands before the word: it reads in black and white too."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple


class State(NamedTuple):
    """A word with its shape; the shape is a class of the style sheet."""

    shape: str
    word: str


STATES: Final[Mapping[str, State]] = {
    # documents; the words are those that skills answer with
    "draft": State("draft", "Draft"),
    "awaiting_approval": State("waits", "To approve"),
    "submitted": State("waits", "To approve"),
    "awaiting_payment": State("due", "Awaiting payment"),
    "authorised": State("due", "Approved"),
    "approved": State("due", "Approved"),
    "sent": State("due", "Sent"),
    "accepted": State("due", "Accepted"),
    "declined": State("no", "Declined"),
    "invoiced": State("ok", "Invoiced"),
    "billed": State("ok", "Billed"),
    "posted": State("ok", "Posted"),
    "paid": State("ok", "Paid"),
    "used": State("ok", "Used"),
    "recorded": State("ok", "Recorded"),
    "reconciled": State("ok", "Reconciled"),
    "voided": State("void", "Voided"),
    "deleted": State("void", "Deleted"),
    # people, accounts, items
    "active": State("ok", "Active"),
    "archived": State("draft", "Archived"),
    # plans and their steps
    "proposed": State("waits", "To approve"),
    "executing": State("part", "Being recorded"),
    "verified": State("ok", "Recorded"),
    "mismatch": State("warn", "Differs in Xero"),
    "unknown": State("warn", "Outcome unknown"),
    "failed": State("fail", "Failed"),
    "undone": State("void", "Undone"),
    "expired": State("no", "Expired"),
    "refused": State("no", "Refused"),
    "withdrawn": State("no", "Withdrawn"),
    # deliveries of events
    "pending": State("due", "To deliver"),
    "delivered": State("ok", "Delivered"),
    "dead": State("fail", "Not delivered"),
    # connections
    "connected": State("ok", "Connected"),
    # lines of a bank statement
    "ready": State("ok", "Sure"),
    "in_books": State("ok", "In the books"),
    "ambiguous": State("warn", "Several fit"),
    "weak": State("part", "Likely"),
    "unmatched": State("draft", "Nothing fits"),
    "planned": State("waits", "To approve"),
    "applied": State("ok", "Recorded"),
    "part_applied": State("part", "Part recorded"),
}
_OPEN: Final = frozenset({"awaiting_payment", "approved", "authorised", "sent"})
"""What can be late, or settled in part."""


def state_of(
    value: str | None,
    *,
    late_by: int | None = None,
    due: date | None = None,
    today: date | None = None,
    left: Decimal | None = None,
    total: Decimal | None = None,
) -> State:
    """The word and the shape of a status.

    Args:
        value: the status as skills answer it, or as Xero has it; one that is not known is shown as it came.
        late_by: days since it was due, as a skill counted them; or `due` and `today`, to count them here.
        due: the day it is due.
        today: the day where the organisation is.
        left: what of it is still open; with `total`, to know what is settled in part.
        total: what it was over.
    """
    word = (value or "").strip().lower().replace(" ", "_")
    if word in _OPEN:
        days = late_by if late_by is not None else (today - due).days if due is not None and today is not None else 0
        if days > 0 and (left is None or left > 0):
            return State("late", f"{days:,} {'day' if days == 1 else 'days'} late")
        if left is not None and total is not None and 0 < left < total:
            return State("part", "Part paid" if word == "awaiting_payment" else "Part used")
    return STATES.get(word) or State("due", word.replace("_", " ").capitalize() or "\N{EN DASH}")
