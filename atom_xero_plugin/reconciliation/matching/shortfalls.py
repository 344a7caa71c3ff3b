"""What a payment that is a little less than what is due may lack: a fee, a discount, a rounding."""

from __future__ import annotations

from collections.abc import Collection
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal

from msgspec import Struct

from atom_xero_plugin.reconciliation.matching.movement_words import PROCESSORS

Reason = Literal["card_fee", "bank_fee", "discount", "rounding", "unknown"]
_CENT: Final = Decimal("0.01")
_ROUNDING: Final = Decimal("0.10")
_SHARE: Final = Decimal("0.10")
_FLAT: Final = Decimal(30)
"""Banks on the way keep at most about this, whatever the amount."""
_FLAT_SHARE: Final = Decimal("0.25")
_CARD_LEAST: Final = Decimal("0.0075")
_CARD_MOST: Final = (Decimal("0.045"), Decimal("0.60"))
"""What card and online payment services keep: from 0.75 % to 4.5 % and 0.60, by their public price lists."""
_BANK_SHARE: Final = Decimal("0.03")
_BANK_MOST: Final = Decimal(50)
_DISCOUNTS: Final = (2, Decimal("2.5"), 3, 4, 5, Decimal("7.5"), 10)
"""Usual discounts for paying early, per cent."""


class Shortfall(Struct, frozen=True):
    """What a payment lacks, and what that most likely is."""

    amount: Decimal
    reason: Reason
    least: Decimal | None = None
    """Of a fee: the range in which it is expected."""
    most: Decimal | None = None
    per_cent: Decimal | None = None
    """Of a discount."""


def shortfall(due: Decimal, paid: Decimal, text: Collection[str]) -> Shortfall | None:
    """What is lacking, if it is so little that it is no part payment; None otherwise.

    `text` holds the line's words in small letters: a payment service among them makes a fee of theirs likelier.
    """
    less = due - paid
    if less <= 0 or less > max(due * _SHARE, min(_FLAT, due * _FLAT_SHARE)):
        return None
    if less <= _ROUNDING:
        return Shortfall(less, "rounding")
    card = (_cents(due * _CARD_LEAST), _cents(due * _CARD_MOST[0] + _CARD_MOST[1]))
    if not PROCESSORS.isdisjoint(text) and less <= card[1]:
        return Shortfall(less, "card_fee", *card)
    discount = next((Decimal(each) for each in _DISCOUNTS if _is_share(less, due, Decimal(each))), None)
    if discount is not None:
        return Shortfall(less, "discount", per_cent=discount)
    if less <= max(card[1], min(_BANK_MOST, due * _BANK_SHARE)):
        return Shortfall(less, "bank_fee", Decimal(0), _cents(min(_BANK_MOST, max(card[1], due * _BANK_SHARE))))
    if less <= _FLAT:
        return Shortfall(less, "bank_fee", Decimal(0), _FLAT)
    return Shortfall(less, "unknown")


def _is_share(less: Decimal, due: Decimal, per_cent: Decimal) -> bool:
    return abs(less - due * per_cent / 100) <= _CENT


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, ROUND_HALF_UP)
