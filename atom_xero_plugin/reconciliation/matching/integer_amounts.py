"""Exact sums in whole numbers: every amount of one question as an integer of its smallest unit."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal


class Units:
    """Amounts as integers of 10 to the power of minus `places`, and back."""

    def __init__(self, amounts: Iterable[Decimal]) -> None:
        """Take as many places as the finest of the amounts has, and at least cents."""
        self.places = max((_places(each) for each in amounts), default=2)

    def of(self, amount: Decimal) -> int:
        """An amount as an integer. Raises ValueError for one finer than any that was stated at the beginning."""
        scaled = amount.scaleb(self.places)
        whole = int(scaled)
        if whole != scaled:
            raise ValueError("an amount has more places than were stated")
        return whole

    def amount(self, units: int) -> Decimal:
        """The amount that so many units are."""
        return Decimal(units).scaleb(-self.places)


def _places(amount: Decimal) -> int:
    exponent = amount.normalize().as_tuple().exponent
    return max(2, -exponent) if isinstance(exponent, int) else 2
