"""What show_history promises."""

from __future__ import annotations

import pytest
from support.asking import done, refused, result

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_it_shows_what_was_done_the_newest_first(house: House) -> None:
    """With when, and by whom."""
    await done(house, "approve_invoice", invoice="INV-0156")
    house.sandbox.clock.advance(60)
    await done(house, "add_note", kind="invoice", record="INV-0156", text="Checked.")
    shown = await result(house, "show_history", kind="invoice", record="INV-0156")

    assert [(line["what"], line["by"]) for line in shown["history"]] == [
        ("Note", house.sandbox.web_app.name),
        ("Approved", "System Generated"),
    ]
    assert shown["history"][0]["at"] > shown["history"][1]["at"]


async def test_it_shows_as_many_as_are_asked_for(house: House) -> None:
    """And says how many there are."""
    for text in ("One.", "Two."):
        house.sandbox.clock.advance(60)
        await done(house, "add_note", kind="contact", record="Capital Power", text=text)
    shown = await result(house, "show_history", kind="contact", record="Capital Power", limit=1)

    assert ([line["text"] for line in shown["history"]], shown["total"]) == (["Two."], 2)


async def test_a_record_that_is_not_there_is_named(house: House) -> None:
    """As by every skill."""
    error = await refused(house, "show_history", kind="invoice", record="INV-9999")

    assert error["code"] == "not_found"
