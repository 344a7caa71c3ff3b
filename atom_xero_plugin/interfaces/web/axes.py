"""Axes of charts: round ticks that hold every amount, and where an amount stands between them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from typing import Final, NamedTuple

from atom_xero_plugin.core.money import ZERO
from atom_xero_plugin.interfaces.web.formats import MINUS

_ROUND: Final = tuple(map(Decimal, ("1", "2", "2.5", "4", "5", "10")))
"""What the distance of two ticks may begin with."""
_WIDE: Final = Context(prec=80)
_UNITS: Final = ((Decimal("1e12"), "tn"), (Decimal("1e9"), "bn"), (Decimal("1e6"), "m"), (Decimal("1e3"), "k"))


class Axis(NamedTuple):
    """Ticks from the lowest to the highest, all as far from each other; zero is always one of them."""

    ticks: tuple[Decimal, ...]

    @property
    def low(self) -> Decimal:
        """The lowest tick."""
        return self.ticks[0]

    @property
    def high(self) -> Decimal:
        """The highest tick."""
        return self.ticks[-1]

    def at(self, amount: Decimal, height: Decimal) -> Decimal:
        """How far below the top of a drawing of this height an amount stands. Nothing is ever outside of it."""
        share = _WIDE.divide(_WIDE.subtract(self.high, amount), _WIDE.subtract(self.high, self.low))
        return min(max(share, ZERO), Decimal(1)) * height

    def labels(self) -> list[str]:
        """What stands beside the ticks, from the top."""
        return [short(tick) if tick == 0 or self.step_counts else "" for tick in reversed(self.ticks)]

    @property
    def step_counts(self) -> bool:
        """Whether the distance of two ticks stands for anything: not where every amount is zero."""
        return self.ticks != NO_AMOUNTS.ticks


NO_AMOUNTS: Final = Axis((ZERO, Decimal("1e-9")))
"""Of amounts that are all zero: a line at the bottom."""


def axis(amounts: Iterable[Decimal], *, most: int = 5) -> Axis:
    """The axis that holds zero and every amount, with at most so many steps and the smallest that are round."""
    values = [ZERO, *amounts]
    low, high = min(values), max(values)
    if low == high:
        return NO_AMOUNTS
    least = _WIDE.divide(_WIDE.subtract(high, low), Decimal(most))
    power = Decimal(1).scaleb(least.adjusted(), context=_WIDE)
    steps = (_WIDE.multiply(start, power * times) for times in (1, 10) for start in _ROUND)
    return next(
        found for step in steps if step >= least and len((found := _stepped(low, high, step)).ticks) <= most + 1
    )


def short(amount: Decimal) -> str:
    """A tick as it is written: `40k`, `1.5m`, `250`, with a minus sign before it."""
    size = amount.copy_abs()
    unit, name = next(((least, name) for least, name in _UNITS if size >= least), (Decimal(1), ""))
    text = f"{_WIDE.divide(size, unit):,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{MINUS if amount < 0 else ''}{text}{name}"


def _stepped(low: Decimal, high: Decimal, step: Decimal) -> Axis:
    first = int(_WIDE.divide(low, step).to_integral_value(ROUND_FLOOR))
    last = int(_WIDE.divide(high, step).to_integral_value(ROUND_CEILING))
    return Axis(tuple(_WIDE.multiply(step, Decimal(number)) for number in range(first, last + 1)))
