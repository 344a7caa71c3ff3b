"""What void_manual_journal promises."""

from __future__ import annotations

import pytest
from support.asking import done, plan, refused, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
POWER = "Accrue power for the month"


async def test_a_draft_is_deleted_and_a_posted_one_voided(house: House) -> None:
    """Each stays listed, and counts no more."""
    draft = await plan(house, "void_manual_journal", manual_journal=POWER)
    assert (draft["summary"].startswith("Delete the draft manual journal"), draft["undo"]) == (True, None)
    await house.carry_out(draft)
    await done(house, "post_manual_journal", manual_journal="Depreciation of office equipment")
    voided = await done(house, "void_manual_journal", manual_journal="Depreciation of office equipment")

    assert row(house, "ManualJournals", Narration=POWER)["Status"] == "DELETED"
    assert voided["manual_journal"]["status"] == "voided"


async def test_one_that_is_gone_already_says_so(house: House) -> None:
    """It is not voided twice."""
    await done(house, "void_manual_journal", manual_journal=POWER)
    error = await refused(house, "void_manual_journal", manual_journal=POWER)

    assert (error["code"], error["hint"]) == ("conflict", "Nothing needs to be done.")
