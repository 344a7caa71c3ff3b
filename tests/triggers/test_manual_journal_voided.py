"""What the trigger `manual_journal_voided` promises."""

from __future__ import annotations

import pytest
from support.asking import done
from sync.conftest import Ear

pytestmark = pytest.mark.anyio
POWER = "Accrue power for the month"


async def test_a_posted_one_that_is_voided_is_reported_once(ear: Ear) -> None:
    """With what it was before."""
    await done(ear.house, "post_manual_journal", manual_journal=POWER)
    await ear.tick()
    event = await ear.fires(
        "manual_journal_voided", lambda: done(ear.house, "void_manual_journal", manual_journal=POWER)
    )

    assert (event["old"]["status"], event["new"]["status"]) == ("posted", "voided")


async def test_a_draft_that_is_deleted_is_not_voided(ear: Ear) -> None:
    """It never counted."""
    await ear.on("manual_journal_voided")
    await done(ear.house, "void_manual_journal", manual_journal=POWER)
    await ear.tick()

    assert await ear.reported() == []
