"""What the trigger `credit_note_allocated` promises."""

from __future__ import annotations

import pytest
from support.asking import done
from sync.conftest import Ear

pytestmark = pytest.mark.anyio


async def test_an_allocation_is_reported_once(ear: Ear) -> None:
    """With what was left before and after, and to what it went."""
    parts = [{"invoice": "INV-0065", "amount": "50.00"}]
    event = await ear.fires(
        "credit_note_allocated",
        lambda: done(ear.house, "allocate_credit_note", credit_note="CN-0002", allocations=parts),
        fits={"kind": "customer"},
        misses={"contact": "Kauri"},
    )

    assert [event[name]["remaining"]["amount"] for name in ("old", "new")] == ["92.00", "42.00"]
    assert event["new"]["allocations"][0]["number"] == "INV-0065"


async def test_neither_a_refund_nor_an_allocation_that_is_taken_off_is_one(ear: Ear) -> None:
    """What is left changes with both."""
    await ear.on("credit_note_allocated")
    await ear.tick()
    await done(ear.house, "unallocate_credit_note", credit_note="CN-0001")
    await done(ear.house, "refund_credit_note", credit_note="CN-0002", account="090")
    await ear.tick()

    assert await ear.reported() == []


async def test_the_same_amount_set_again_after_it_was_taken_off_is_reported_again(ear: Ear) -> None:
    """What is set against invoices in all is the same as the first time; the event is another."""
    parts = [{"invoice": "INV-0065", "amount": "50.00"}]
    await ear.on("credit_note_allocated")
    for _ in range(2):
        await ear.tick()
        await done(ear.house, "allocate_credit_note", credit_note="CN-0002", allocations=parts)
        await ear.tick()
        await done(ear.house, "unallocate_credit_note", credit_note="CN-0002")

    assert await ear.reported() == ["credit_note_allocated"] * 2
