"""Exact amounts of money: Decimal with a currency, never a float, from JSON text to JSON text."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Annotated, Final

from msgspec import Meta, Struct

CENT = Decimal("0.01")
ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)
MOST_ROUNDING: Final = Decimal("0.10")
"""The most that Xero rounds a document's total by, up or down. Source: spec 19.2, Invoice.RoundingAmount."""
CODES = frozenset({
    "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "FJD", "GBP", "HKD", "HUF", "IDR", "ILS", "INR", "JPY",
    "KRW", "MXN", "MYR", "NOK", "NZD", "PGK", "PHP", "PLN", "RON", "SEK", "SGD", "THB", "TOP", "TRY", "TWD", "USD",
    "VND", "VUV", "WST", "XPF", "ZAR",
})  # fmt: skip
"""Currencies that are recognised next to amounts; any other three letters there are a word, as in INV-0123."""
_WIDE = Context(prec=80)
"""No amount that is only shown is too large for it; the default context ends at 28 digits."""


def cents(amount: Decimal) -> Decimal:
    """Round half up to two places, as Xero rounds totals and tax.

    Source: developer.xero.com, "Rounding in Xero".
    """
    return unsigned(amount.quantize(CENT, rounding=ROUND_HALF_UP))


def amount_or(amount: Decimal | None, otherwise: Decimal = ZERO) -> Decimal:
    """The amount, or another where there is none. Zero is an amount: `or` would take it for none."""
    return otherwise if amount is None else amount


def unsigned(amount: Decimal) -> Decimal:
    """The amount, but for `-0`, which is 0 with as many places."""
    return amount.copy_abs() if amount == 0 else amount


def in_cents(amount: Decimal) -> Decimal:
    """The same amount with at least two decimal places; one that is no number is given back as it is."""
    if not amount.is_finite():
        return amount
    shown = amount.quantize(CENT, context=_WIDE)
    return unsigned(shown if shown == amount else amount)


class Money(Struct, frozen=True, order=False):
    """An amount with its currency; in JSON `{"amount": "1150.00", "currency": "NZD"}`."""

    amount: Annotated[Decimal, Meta(description="Exact decimal as text, for example 1150.00.")]
    currency: Annotated[str, Meta(description="ISO 4217 code, for example NZD.")]

    @classmethod
    def of(cls, amount: Decimal | None, currency: str) -> Money:
        """Money with at least two decimal places; no amount is zero."""
        return cls(in_cents(amount if amount is not None else Decimal(0)), currency)

    def __str__(self) -> str:
        return f"{self.currency} {self.amount:,}"


def totals_by_currency(amounts: Iterable[Money]) -> list[Money]:
    """One sum a currency, in alphabetical order: amounts of different currencies are never added up."""
    sums: dict[str, Decimal] = {}
    for money in amounts:
        sums[money.currency] = sums.get(money.currency, Decimal(0)) + money.amount
    return [Money.of(amount, currency) for currency, amount in sorted(sums.items())]
