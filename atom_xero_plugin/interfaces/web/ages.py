"""Ages of what is owed, as one bar of parts: a ramp in lightness, the third month striped."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from atom_xero_plugin.core.money import ZERO
from atom_xero_plugin.interfaces.web.formats import amount
from atom_xero_plugin.interfaces.web.svg import Bar, Drawing

WORDS: Final = (
    "Not due yet", "1\N{EN DASH}30 days late", "31\N{EN DASH}60", "61\N{EN DASH}90", "Over 90",
)  # fmt: skip
"""What the five ages are called."""
STRIPED: Final = 3
_WIDTH: Final = Decimal(100)
_GAP: Final = Decimal("0.3")
_LEAST: Final = Decimal("0.4")
"""As wide as any part at least is, so that it is seen."""


class Bucket(NamedTuple):
    """One age, its amount, and the share of the whole in percent, if the whole is more than nothing."""

    sign: str
    word: str
    amount: Decimal
    share: int | None


class AgeBar(NamedTuple):
    """The bar, and the figures it was drawn from."""

    drawing: Drawing
    buckets: Sequence[Bucket]

    @property
    def empty(self) -> bool:
        """Whether nothing is owed at any age."""
        return all(each.amount == 0 for each in self.buckets)


def ages(
    amounts: Sequence[Decimal],
    title: str,
    *,
    most: Decimal | None = None,
    tall: bool = False,
    words: Sequence[str] = WORDS,
) -> AgeBar:
    """A bar of what is owed by age.

    Args:
        amounts: five, in the order of `WORDS`. One below zero (more credit than debt) is named, and not drawn.
        title: what the bar is called, for who does not see it.
        most: the amount that fills the whole width, for bars that stand below each other; by default their sum.
        tall: whether it is the bar of the page, not of a row.
        words: other words for the ages.

    Raises:
        ValueError: for another number of amounts than of words.
    """
    if len(amounts) != len(words):
        raise ValueError(f"{len(words)} ages need as many amounts, not {len(amounts)}.")
    height = Decimal(24 if tall else 10)
    drawn = [(number, value) for number, value in enumerate(amounts) if value > 0]
    whole = sum((value for _, value in drawn), ZERO)
    full = whole if most is None else max(most, whole)
    bars: list[Bar] = []
    x = ZERO
    for number, width in _widths(drawn, full):
        bars.append(Bar(f"a{number}", x, ZERO, width, height))
        if number == STRIPED:
            bars.append(Bar("stripe", x, ZERO, width, height))
        x += width + _GAP
    named = [(word, value) for word, value in zip(words, amounts, strict=True) if value != 0]
    desc = "; ".join(f"{word} {amount(value)}" for word, value in named) or "Nothing is owed."
    total = sum(amounts, ZERO)
    buckets = [
        Bucket(f"a{number}", word, value, _share(value, total))
        for number, (word, value) in enumerate(zip(words, amounts, strict=True))
    ]
    return AgeBar(Drawing(_WIDTH, height, title, desc, bars, "age tall" if tall else "age"), buckets)


def _widths(drawn: Sequence[tuple[int, Decimal]], full: Decimal) -> list[tuple[int, Decimal]]:
    """How wide each part is: gaps between them, no part too thin to be seen, and all of them within the bar."""
    widths = [(number, max(_WIDTH * value / full - _GAP, _LEAST)) for number, value in drawn]
    over = sum((width + _GAP for _, width in widths), ZERO) - _GAP - _WIDTH
    if over > 0:
        widest = max(range(len(widths)), key=lambda place: widths[place][1])
        number, width = widths[widest]
        widths[widest] = (number, width - over)
    return widths


def _share(value: Decimal, total: Decimal) -> int | None:
    return int((value * 100 / total).to_integral_value()) if total > 0 else None
