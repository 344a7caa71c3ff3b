"""What the trigger `credit_note_voided` promises."""

from __future__ import annotations

import pytest
from support.asking import done
from sync.conftest import Ear

pytestmark = pytest.mark.anyio


async def test_one_that_is_voided_is_reported_once(ear: Ear) -> None:
    """Nothing of it is left."""
    event = await ear.fires(
        "credit_note_voided",
        lambda: done(ear.house, "void_credit_note", credit_note="CN-0002"),
        fits={"min_total": "92.00"},
        misses={"min_total": "92.01"},
    )

    assert (event["new"]["status"], event["new"]["remaining"]["amount"]) == ("voided", "0.00")


async def test_a_draft_that_is_deleted_is_not_voided(ear: Ear) -> None:
    """It never counted in the books."""
    await ear.on("credit_note_voided")
    await ear.tick()
    await done(ear.house, "void_credit_note", credit_note="CN-0003")
    await ear.tick()

    assert await ear.reported() == []
