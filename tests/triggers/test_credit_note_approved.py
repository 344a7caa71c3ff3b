"""What the trigger `credit_note_approved` promises."""

from __future__ import annotations

import pytest
from support.asking import done
from sync.conftest import Ear

pytestmark = pytest.mark.anyio


async def test_an_approval_is_reported_once(ear: Ear) -> None:
    """With the draft before it."""
    event = await ear.fires(
        "credit_note_approved",
        lambda: done(ear.house, "approve_credit_note", credit_note="CN-0003"),
        fits={"contact": "Vogeltown"},
        misses={"contact": "Kauri"},
    )

    assert (event["old"]["status"], event["new"]["status"]) == ("draft", "approved")


async def test_one_that_is_used_up_and_free_again_is_not_approved_again(ear: Ear) -> None:
    """Xero moves it to PAID and back."""
    await ear.on("credit_note_approved")
    await ear.tick()
    await done(ear.house, "allocate_credit_note", credit_note="CN-0002", allocations=[{"invoice": "INV-0065"}])
    await ear.tick()
    await done(ear.house, "unallocate_credit_note", credit_note="CN-0002")
    await ear.tick()

    assert await ear.reported() == []
