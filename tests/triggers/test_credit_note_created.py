"""What the trigger `credit_note_created` promises."""

from __future__ import annotations

import pytest
from support.asking import LINE, change, done, row
from sync.conftest import Ear

pytestmark = pytest.mark.anyio


async def test_a_new_credit_note_is_reported_once(ear: Ear) -> None:
    """With nothing before it; filters by kind and total choose."""

    async def act() -> None:
        await done(ear.house, "create_credit_note", kind="customer", contact="Kauri Grove Cafe", lines=[LINE])

    fits = {"kind": "customer", "min_total": "345.00"}
    event = await ear.fires("credit_note_created", act, fits=fits, misses={"kind": "supplier"})

    assert (event["type"], event["old"], event["new"]["status"]) == ("XERO_CREDIT_NOTE_CREATED", None, "draft")
    assert event["resource"]["kind"] == "credit_note"


async def test_an_old_one_that_is_edited_is_not_new(ear: Ear) -> None:
    """What was synced before is known."""
    await ear.on("credit_note_created")
    change(ear.house, "CreditNotes", row(ear.house, "CreditNotes", CreditNoteNumber="CN-0003"), Reference="edited")
    await ear.tick()

    assert await ear.reported() == []
