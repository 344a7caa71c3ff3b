"""What copy_quote promises."""

from __future__ import annotations

import pytest
from support.asking import LINE, done, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
TEXTS = {"reference": "PO 1", "title": "Posters", "summary": "Two\nlines", "terms": "Half now.\nHalf later."}


async def test_a_copy_is_a_draft_with_the_same_lines_and_texts(house: House) -> None:
    """Whatever became of the first; with a number and days of its own."""
    first = (
        await done(house, "create_quote", contact="Kauri Grove Cafe", lines=[LINE], amounts_are="inclusive", **TEXTS)
    )["quote"]
    await done(house, "delete_quote", quote=first["number"])
    copy = (await done(house, "copy_quote", quote=first["id"], expiry_date="2026-09-01"))["quote"]

    same = ("net", "tax", "total", "contact", "amounts_are", *TEXTS)
    assert {name: copy[name] for name in same} == {name: first[name] for name in same}
    assert (copy["status"], copy["expiry_date"]) == ("draft", "2026-09-01")
    assert copy["number"] != first["number"]


async def test_it_is_undone_by_deleting_the_copy(house: House) -> None:
    """Made for another contact."""
    answer = await house.do("copy_quote", quote="QU-0003", contact="Kauri Grove Cafe", number="QC-1")
    waits = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()

    assert answer["result"]["quote"]["contact"]["name"] == "Kauri Grove Cafe"
    assert (await house.carry_out(waits["plan"]))["success"] is True
    assert row(house, "Quotes", QuoteNumber="QC-1")["Status"] == "DELETED"
