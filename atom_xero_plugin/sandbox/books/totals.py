"""Xero's sums: line amounts, discounts, tax a line, totals; every rounding is half up, away from zero.

Tax is rounded for each line and then summed; totals have 2 decimals. Source: developer.xero.com, Rounding in Xero.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final, NamedTuple

ZERO: Final = Decimal("0.00")
CENT: Final = Decimal("0.01")
FOUR_PLACES: Final = Decimal("0.0001")
NOUGHT: Final = Decimal("0.0000")
HUNDRED: Final = Decimal(100)
PAR: Final = Decimal("1.000000")
"""The rate of a document in the organisation's own currency."""

EXCLUSIVE: Final = "Exclusive"
INCLUSIVE: Final = "Inclusive"
NO_TAX: Final = "NoTax"
LINE_AMOUNT_TYPES: Final = (EXCLUSIVE, INCLUSIVE, NO_TAX)


def cents(amount: Decimal) -> Decimal:
    """An amount with 2 decimals; nothing is never negative."""
    return amount.quantize(CENT, ROUND_HALF_UP) or ZERO


def four(amount: Decimal) -> Decimal:
    """A quantity or unit price with 4 decimals."""
    return amount.quantize(FOUR_PLACES, ROUND_HALF_UP) or NOUGHT


class Totals(NamedTuple):
    """The sums of a document."""

    sub_total: Decimal
    """Without tax."""
    total_tax: Decimal
    total: Decimal
    discount: Decimal
    """How much the lines' discounts took off."""


def gross_of(line: dict[str, Any]) -> Decimal:
    """Quantity times unit price, before any discount, unrounded."""
    quantity: Decimal = line["Quantity"]
    price: Decimal = line["UnitAmount"]
    return quantity * price


def line_amount(line: dict[str, Any]) -> Decimal:
    """What a line comes to by its quantity, unit price and discount, 2 decimals."""
    gross = gross_of(line)
    rate = line.get("DiscountRate")
    if rate:
        gross -= gross * rate / HUNDRED
    elif line.get("DiscountAmount"):
        gross -= line["DiscountAmount"]
    return cents(gross)


def tax_of(amount: Decimal, rate: Decimal, line_amount_types: str) -> Decimal:
    """The tax in or on a line amount, 2 decimals; `rate` in percent."""
    if line_amount_types == NO_TAX or not rate:
        return ZERO
    if line_amount_types == INCLUSIVE:
        return cents(amount * rate / (HUNDRED + rate))
    return cents(amount * rate / HUNDRED)


def compute(lines: list[dict[str, Any]], line_amount_types: str, rate_of: Callable[[str | None], Decimal]) -> Totals:
    """Fill `LineAmount` and `TaxAmount` of each line and sum the document.

    A `TaxAmount` already in a line stands, as in Xero, where a person may correct the tax by a cent.

    Args:
        lines: With `Quantity` and `UnitAmount`, or neither for a line that is only words.
        line_amount_types: Exclusive, Inclusive or NoTax.
        rate_of: The rate of a tax type, in percent.
    """
    amounts, taxes, discount = ZERO, ZERO, ZERO
    for line in lines:
        if "Quantity" in line:
            line["LineAmount"] = amount = line_amount(line)
            if line.get("DiscountRate") or line.get("DiscountAmount"):
                discount += cents(gross_of(line)) - amount
        else:
            line["LineAmount"] = amount = line.get("LineAmount", ZERO)
        tax = line.get("TaxAmount")
        if tax is None or line_amount_types == NO_TAX:
            line["TaxAmount"] = tax = tax_of(amount, rate_of(line.get("TaxType")), line_amount_types)
        amounts += amount
        taxes += tax
    if line_amount_types == INCLUSIVE:
        return Totals(amounts - taxes, taxes, amounts, discount)
    return Totals(amounts, taxes, amounts + taxes, discount)
