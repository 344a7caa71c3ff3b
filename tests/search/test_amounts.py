"""An amount next to words filters what the words find."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from search.conftest import Mirror, contact, invoice

from atom_xero_plugin.search.amount_terms import read
from atom_xero_plugin.search.tokens import amount_key

pytestmark = pytest.mark.anyio
GUM = "Invoice INV-0096 · Blue Gum Schools"


@pytest.fixture
async def gum(mirror: Mirror) -> Mirror:
    """Two invoices of one name, one of its amount of another name, and one in another currency."""
    await mirror.hear(
        "Invoices",
        invoice("g1", "INV-0096", "Blue Gum Schools", "1210.00", CurrencyCode="AUD"),
        invoice("g2", "INV-0097", "Blue Gum Schools", "207.90"),
        invoice("g3", "INV-0098", "Red Gum Nursery", "1210.00"),
        invoice("g4", "INV-0099", "Blue Gum Schools", "207.90", CurrencyCode="AUD"),
    )
    owing = {"InvoiceNumber": "INV-0097", "Contact": contact("x", "Blue Gum Schools")}
    await mirror.hear("Payments", {"PaymentID": "g5", "Amount": "207.90", "Status": "AUTHORISED", "Invoice": owing})
    return mirror


@pytest.mark.parametrize(
    "query",
    [
        "1210.00 blue gum", "blue gum 1,210.00", "blue 1210.00 gum", "1210,00 blue gum", "1.210,00 blue gum",
        "$1,210 blue gum", "blue gum AUD 1210", "blue gum 1210 aud", "blue gum AUD1210", "blue gum $ 1210",
        "A$1210 blue gum", "blu gum 1210.00", "blue gum schols 1210.00", "blue gum 1210", "1210 blue gum",
    ],
)  # fmt: skip
async def test_words_and_an_amount_find_what_fits_both(gum: Mirror, query: str) -> None:
    """However the amount is written, wherever it stands, whoever misspells the words."""
    assert await gum.titles(query) == [GUM]


async def test_many_newer_ones_of_the_name_hide_not_the_one_of_the_amount(gum: Mirror) -> None:
    """Amounts are asked for in the index, not searched for in its first answers."""
    await gum.hear("Invoices", *(invoice(f"m{each}", f"M-{each}", "Blue Gum Schools", "1.00") for each in range(100)))

    assert await gum.titles("1210.00 blue gum") == [GUM]


@pytest.mark.parametrize("query", ["99.99 blue gum", "blue gum 99,99", "NZD 99.99 blue gum", "EUR 1210.00 blue gum"])
async def test_where_nothing_fits_both_the_words_count_alone(gum: Mirror, query: str) -> None:
    """All that the words find without it."""
    assert await gum.titles(query) == await gum.titles("blue gum") != []


async def test_a_currency_filters_where_a_record_says_its_own(gum: Mirror) -> None:
    """A payment whose currency Xero left out may be meant."""
    untold, nzd, aud = "Payment of INV-0097", "Invoice INV-0097", "Invoice INV-0099"

    async def numbers(query: str) -> set[str]:
        return {title.partition(" · ")[0] for title in await gum.titles(query)}

    assert await numbers("207.90 blue gum") == {untold, nzd, aud}
    assert await numbers("NZD 207.90 blue gum") == await numbers("NZD 207.90") == {untold, nzd}
    assert await numbers("blue gum 207,90 aud") == await numbers("207,90 aud") == {untold, aud}
    assert await numbers("207,90") == {untold, nzd, aud}


async def test_a_number_next_to_a_word_is_a_word_first(gum: Mirror) -> None:
    """`payment 420` is a payment of number 420, whatever else is worth 420."""
    await gum.hear("Payments", {"PaymentID": "p9", "Amount": "420.00", "Status": "AUTHORISED"})

    assert await gum.titles("payment 420") == ["Payment of INV-0420 · Kāpiti Café & Roastery"]


@pytest.mark.parametrize("word", ["gum", "cup", "inv-", "po", "-", "15%", "&", "top"])
def test_what_stands_next_to_an_amount_and_is_no_currency_is_none(word: str) -> None:
    """It stays a word."""
    assert read(f"{word} 12.50").currencies == ()
    assert read(f"{word} 12.50").amounts == ("12.5",)


@given(st.decimals(min_value="0.01", max_value="9999999.99", places=2), st.sampled_from(["NZD", "aud", "Eur"]))
def test_an_amount_next_to_words_is_read_as_people_write_it(amount: Decimal, code: str) -> None:
    """With points or commas, signs and codes before and after."""
    comma = f"{amount}".replace(".", ",")
    european = f"{amount:,}".translate(str.maketrans(",.", ".,"))
    for way in (f"{amount}", f"{amount:,}", comma, european, f"${amount:,}", f"€ {comma}", f"{european}€"):
        for query in (f"blue gum {way}", f"{way} blue gum"):
            assert read(query)[1:4] == ((amount_key(amount),), (), ("blue", "gum")), query
    for query in (f"{code} {amount} gum", f"gum {amount:,} {code}", f"gum {code}{comma}", f"{european}{code} gum"):
        assert read(query)[1:4] == ((amount_key(amount),), (code.upper(),), ("gum",)), query


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    """Its words are its words, amounts or not."""
    reading = read(text)

    assert set(reading.others) <= set(reading.words)
    assert "" not in reading.amounts
