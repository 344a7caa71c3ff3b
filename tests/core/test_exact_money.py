"""What a document comes to is exact: its lines and its tax are its total, to the last digit, in any currency."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction

import msgspec
import pytest

from atom_xero_plugin.accounting.pricing import AmountsAre, PricedLine, priced, totals_of
from atom_xero_plugin.sandbox.books import totals as sandbox_totals

CURRENCIES = {"JPY": 0, "KRW": 0, "VND": 0, "NZD": 2, "EUR": 2, "USD": 2, "KWD": 3, "BHD": 3, "TND": 3}
"""Each with the decimals of its smallest coin; Xero keeps two for every one, and four for unit prices."""
RATES = [Decimal(text) for text in ("0", "5", "7.7", "8.25", "10", "12.5", "15", "20", "21", "33.3333")]
MODES: tuple[AmountsAre, ...] = ("exclusive", "inclusive", "no_tax")


def _cents(value: Fraction) -> int:
    """Half away from zero, in whole cents: written once more, in whole numbers."""
    scaled = abs(value) * 100
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return whole if value >= 0 else -whole


def _line(chance: random.Random, decimals: int) -> tuple[Decimal, Decimal, Decimal, Decimal | None]:
    quantity = Decimal(chance.randint(-2_000, 99_999)).scaleb(-chance.randint(0, 4))
    places = chance.choice([decimals, decimals, 4])
    unit = Decimal(chance.randint(0, 10 ** chance.randint(1, 9))).scaleb(-places)
    discount = Decimal(chance.randint(0, 10_000)).scaleb(-2) if chance.random() < 0.3 else None
    return quantity, unit, chance.choice(RATES), discount


@pytest.mark.parametrize("mode", MODES)
def test_lines_and_tax_are_the_total_of_ten_thousand_invoices(mode: AmountsAre) -> None:
    """Against whole numbers, for each way that amounts are meant; in JSON and back nothing is lost."""
    chance, invoices = random.Random(f"money {mode}"), 10_000
    for _ in range(invoices // len(MODES) + 1):
        currency = chance.choice(list(CURRENCIES))
        given = [_line(chance, CURRENCIES[currency]) for _ in range(chance.randint(1, 6))]
        lines = [priced(quantity, unit, rate, mode, discount) for quantity, unit, rate, discount in given]
        totals = totals_of(lines, mode, currency)

        amount, tax = 0, 0
        for (quantity, unit, rate, discount), line in zip(given, lines, strict=True):
            exact = Fraction(quantity) * Fraction(unit) * (1 - Fraction(discount or 0) / 100)
            mine = _cents(exact)
            share = {
                "exclusive": Fraction(rate) / 100,
                "inclusive": Fraction(rate) / (100 + Fraction(rate)),
                "no_tax": 0,
            }
            mine_tax = _cents(Fraction(mine, 100) * share[mode])
            assert line == PricedLine(Decimal(mine).scaleb(-2), Decimal(mine_tax).scaleb(-2))
            amount, tax = amount + mine, tax + mine_tax
        net = amount - tax if mode == "inclusive" else amount
        reported = [totals.net.amount, totals.tax.amount, totals.total.amount]
        assert reported == [Decimal(each).scaleb(-2) for each in (net, tax, net + tax)]
        assert totals.net.amount + totals.tax.amount == totals.total.amount
        assert all(isinstance(each, Decimal) for each in (*reported, *lines[0]))
        assert msgspec.json.decode(msgspec.json.encode(totals), type=type(totals)) == totals


def test_the_sandbox_which_was_written_apart_rounds_alike() -> None:
    """Two witnesses for a rounding of halves."""
    chance = random.Random("witness")
    for _ in range(2_000):
        amount = Decimal(chance.randint(-(10**9), 10**9)).scaleb(-chance.randint(0, 6))
        assert sandbox_totals.cents(amount) == Decimal(_cents(Fraction(amount))).scaleb(-2)
