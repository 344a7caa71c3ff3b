"""What a document comes to, worked out before it is sent, exactly as Xero does it.

Source: developer.xero.com, "Rounding in Xero": a line amount is rounded to cents, tax is rounded on each line and then
summed, halves go up; unit prices have up to four places.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal, NamedTuple

from atom_xero_plugin.core.money import Money, amount_or, cents, unsigned
from atom_xero_plugin.plans.proposal import Totals

AmountsAre = Literal["exclusive", "inclusive", "no_tax"]
XERO_WORDS: Final[dict[AmountsAre, str]] = {"exclusive": "Exclusive", "inclusive": "Inclusive", "no_tax": "NoTax"}
"""Xero's words for what unit amounts are."""
_AMOUNTS: Final[dict[str, AmountsAre]] = {word.casefold(): amounts_are for amounts_are, word in XERO_WORDS.items()}
HUNDRED: Final = Decimal(100)
_FOUR_PLACES: Final = Decimal("0.0001")


class PricedLine(NamedTuple):
    """A line with what it comes to."""

    amount: Decimal
    """After discount, in cents; with tax where amounts are inclusive."""
    tax: Decimal


def amounts_word(line_amount_types: str | None) -> AmountsAre | None:
    """What the unit amounts of a record are; quotes spell it in capitals. None for a word that Xero added since."""
    return _AMOUNTS.get((line_amount_types or "").casefold())


def priced(
    quantity: Decimal,
    unit_amount: Decimal,
    rate: Decimal,
    amounts_are: AmountsAre,
    discount_percent: Decimal | None,
    discount_amount: Decimal | None = None,
) -> PricedLine:
    """One line. `rate` is the tax rate in per cent; a discount is a percentage, or else an amount."""
    gross = _four(quantity) * _four(unit_amount)
    percent = amount_or(discount_percent)
    off = gross * percent / HUNDRED if percent != 0 else amount_or(discount_amount)
    amount = cents(gross - off)
    return PricedLine(amount, tax_on(amount, rate, amounts_are))


def tax_on(amount: Decimal, rate: Decimal, amounts_are: AmountsAre) -> Decimal:
    """The tax on a line amount, or in it where amounts are inclusive; in cents."""
    if amounts_are == "no_tax":
        return cents(Decimal(0))
    if amounts_are == "inclusive":
        return cents(amount * rate / (HUNDRED + rate))
    return cents(amount * rate / HUNDRED)


def totals_of(lines: Sequence[PricedLine], amounts_are: AmountsAre, currency: str) -> Totals:
    """The sums of a document."""
    amount = sum((line.amount for line in lines), Decimal(0))
    tax = sum((line.tax for line in lines), Decimal(0))
    net = amount - tax if amounts_are == "inclusive" else amount
    return Totals(Money.of(net, currency), Money.of(tax, currency), Money.of(net + tax, currency))


def _four(number: Decimal) -> Decimal:
    return unsigned(number.quantize(_FOUR_PLACES, rounding=ROUND_HALF_UP))
