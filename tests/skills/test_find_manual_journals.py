"""What find_manual_journals promises."""

from __future__ import annotations

import pytest
from support.asking import done, result

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_drafts_and_posted_ones_are_found_newest_first(house: House) -> None:
    """With their totals; what is deleted only if it is asked for."""
    found = await result(house, "find_manual_journals")
    assert [each["narration"] for each in found["items"]] == [
        "Accrue power for the month", "Depreciation of office equipment",
    ]  # fmt: skip
    assert found["items"][0]["total"]["amount"] == "420.00"

    await done(house, "void_manual_journal", manual_journal="Accrue power for the month")
    assert len((await result(house, "find_manual_journals"))["items"]) == 1
    assert len((await result(house, "find_manual_journals", status="deleted"))["items"]) == 1


async def test_they_are_found_by_text_and_day(house: House) -> None:
    """Part of the narration, in any letter case."""
    by_text = await result(house, "find_manual_journals", text="POWER")
    by_day = await result(house, "find_manual_journals", dates={"from": "2026-06-15"})
    neither = await result(house, "find_manual_journals", status="posted")

    assert [each["narration"] for each in by_text["items"]] == ["Accrue power for the month"]
    assert by_day["items"] == by_text["items"]
    assert neither["items"] == []
