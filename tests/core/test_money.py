"""Amounts stay exact."""

from __future__ import annotations

from decimal import Decimal

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from atom_xero_plugin.core.money import Money, cents, totals_by_currency

AMOUNTS = st.decimals(min_value=Decimal("-1e40"), max_value=Decimal("1e40"), allow_nan=False, allow_infinity=False)


@given(AMOUNTS)
def test_an_amount_is_what_it_was_with_at_least_two_places(amount: Decimal) -> None:
    """However large, and however many places it has; from text to text."""
    money = Money.of(amount, "NZD")
    again = msgspec.json.decode(msgspec.json.encode(money), type=Money)

    assert again.amount == money.amount == amount
    exponent = money.amount.as_tuple().exponent
    assert isinstance(exponent, int)
    assert exponent <= -2


def test_no_amount_is_zero() -> None:
    """Xero leaves out what is nothing."""
    assert str(Money.of(None, "NZD")) == "NZD 0.00"


def test_half_a_cent_is_rounded_away_from_zero() -> None:
    """As Xero rounds totals and tax."""
    assert [cents(Decimal(each)) for each in ("0.005", "-0.005", "2.675", "1.0049")] == [
        Decimal("0.01"), Decimal("-0.01"), Decimal("2.68"), Decimal("1.00"),
    ]  # fmt: skip


def test_currencies_are_never_added_up() -> None:
    """One sum each, in alphabetical order."""
    amounts = [Money.of(Decimal(each), currency) for each, currency in (("1", "NZD"), ("2.50", "AUD"), ("3", "NZD"))]

    assert [str(each) for each in totals_by_currency(amounts)] == ["AUD 2.50", "NZD 4.00"]
