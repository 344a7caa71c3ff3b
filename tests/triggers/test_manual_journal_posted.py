"""What the trigger `manual_journal_posted` promises."""

from __future__ import annotations

import pytest
from support.asking import done
from sync.conftest import Ear

pytestmark = pytest.mark.anyio


async def test_a_draft_that_is_posted_is_reported_once(ear: Ear) -> None:
    """With what it was before."""
    event = await ear.fires(
        "manual_journal_posted",
        lambda: done(ear.house, "post_manual_journal", manual_journal="Accrue power for the month"),
        fits={"narration": "power"},
        misses={"min_total": "1000.00"},
    )

    assert (event["old"]["status"], event["new"]["status"]) == ("draft", "posted")


async def test_a_posted_one_that_is_edited_is_not_posted_again(ear: Ear) -> None:
    """Nothing became of it."""
    await done(ear.house, "post_manual_journal", manual_journal="Accrue power for the month")
    await ear.tick()
    await ear.on("manual_journal_posted")
    named = "Accrue power for the month"
    await done(ear.house, "change_manual_journal", manual_journal=named, narration="Power")
    await ear.tick()

    assert await ear.reported() == []
