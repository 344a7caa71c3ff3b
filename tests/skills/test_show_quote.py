"""What show_quote promises."""

from __future__ import annotations

import pytest
from support.asking import refused, result, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_one_is_shown_whole(house: House) -> None:
    """By its number in any case, or its id."""
    by_number = await result(house, "show_quote", quote="qu-0003")
    by_id = await result(house, "show_quote", quote=row(house, "Quotes", QuoteNumber="QU-0003")["QuoteID"])
    quote = by_number["quote"]

    assert by_id == by_number
    assert (quote["status"], quote["terms"], quote["amounts_are"]) == ("sent", "Valid 30 days.", "exclusive")
    assert quote["lines"][0]["id"]


async def test_the_only_one_that_begins_so_is_taken_and_said(house: House) -> None:
    """A read may; several are listed."""
    await house.do("change_quote", quote="QU-0005", number="OFFER-77")
    shown = await result(house, "show_quote", quote="OFFER")
    several = await refused(house, "show_quote", quote="QU-000")
    none = await refused(house, "show_quote", quote="ZZ-1")

    assert shown["assumed"][0]["name"] == "OFFER-77"
    assert (several["code"], len(several["candidates"])) == ("ambiguous", 4)
    assert none["code"] == "not_found"
