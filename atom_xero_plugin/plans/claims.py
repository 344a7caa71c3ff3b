"""Which bank lines a plan would record: light, because every plan's content names it."""

from __future__ import annotations

from msgspec import Struct


class Claim(Struct, frozen=True):
    """A bank line that a plan would record, and the numbers of the plan's steps that do."""

    account_id: str
    line_id: str
    day: str
    amount: str
    """Signed decimal text."""
    currency: str | None
    words: str
    steps: list[int]
    anew: bool = False
    """Whether it was recorded before, and what was recorded is gone from the books."""
