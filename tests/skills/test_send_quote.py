"""What send_quote promises."""

from __future__ import annotations

import pytest
from support.asking import done, plan, refused, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_a_draft_is_marked_as_sent_with_its_number_and_terms(house: House) -> None:
    """Xero would give it another number and clear its terms."""
    before = dict(row(house, "Quotes", QuoteNumber="QU-0005"))
    sent = (await done(house, "send_quote", quote="QU-0005"))["quote"]
    after = row(house, "Quotes", QuoteID=before["QuoteID"])

    assert (sent["number"], sent["status"], sent["terms"]) == ("QU-0005", "sent", before["Terms"])
    assert {**before, "Status": "SENT", "UpdatedDateUTC": None} == {**after, "UpdatedDateUTC": None}


async def test_it_says_that_nothing_is_mailed_and_cannot_be_undone(house: House) -> None:
    """A quote that was sent is never a draft again."""
    proposed = await plan(house, "send_quote", quote="QU-0005")

    assert "nothing is e-mailed" in proposed["summary"]
    assert (proposed["emails"], proposed["undo"]) == ([], None)


async def test_one_that_was_declined_is_open_again(house: House) -> None:
    """And can be declined again."""
    proposed = await plan(house, "send_quote", quote="QU-0001")
    sent = (await done(house, "send_quote", quote="QU-0001"))["quote"]

    assert sent["status"] == "sent"
    assert "decline_quote" in proposed["undo"]


async def test_one_that_was_sent_needs_nothing(house: House) -> None:
    """Refused before anything is sent."""
    error = await refused(house, "send_quote", quote="QU-0003")

    assert (error["code"], error["hint"]) == ("conflict", "Nothing needs to be done.")
