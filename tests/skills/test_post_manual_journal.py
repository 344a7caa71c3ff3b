"""What post_manual_journal promises."""

from __future__ import annotations

import pytest
from support.asking import done, plan, refused, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
DEPRECIATION = "Depreciation of office equipment"


async def test_a_draft_counts_from_then_on(house: House) -> None:
    """Its lines are sent with it and stand as they did."""
    proposed = await plan(house, "post_manual_journal", manual_journal=DEPRECIATION)
    made = (await house.carry_out(proposed))["result"]["manual_journal"]
    stored = row(house, "ManualJournals", Narration=DEPRECIATION)

    assert (made["status"], stored["Status"], made["total"]["amount"]) == ("posted", "POSTED", "312.50")
    assert "over NZD 312.50" in proposed["summary"]
    books = house.sandbox.organisations[house.organisation]
    assert [each.amount for each in books.ledger.postings() if each.source_id == made["id"]] == [
        stored["JournalLines"][0]["LineAmount"],
        stored["JournalLines"][1]["LineAmount"],
    ]


async def test_it_is_undone_by_voiding_it(house: House) -> None:
    """It never becomes a draft again."""
    answer = await house.do("post_manual_journal", manual_journal=DEPRECIATION)
    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    await house.carry_out(undo["plan"])

    assert row(house, "ManualJournals", Narration=DEPRECIATION)["Status"] == "VOIDED"


async def test_one_that_is_posted_already_says_so(house: House) -> None:
    """Nothing needs to be done."""
    await done(house, "post_manual_journal", manual_journal=DEPRECIATION)
    error = await refused(house, "post_manual_journal", manual_journal=DEPRECIATION)

    assert (error["code"], error["hint"]) == ("conflict", "Nothing needs to be done.")
