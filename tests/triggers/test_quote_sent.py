"""What the trigger `quote_sent` promises."""

from __future__ import annotations

import pytest
from support.asking import done
from sync.conftest import Ear

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(("number", "was"), [("QU-0005", "draft"), ("QU-0001", "declined")])
async def test_a_quote_that_is_marked_as_sent_is_reported_once(ear: Ear, number: str, was: str) -> None:
    """Also one that is open again after the customer declined it."""
    event = await ear.fires(
        "quote_sent", lambda: done(ear.house, "send_quote", quote=number), fits={"reference": number}
    )

    assert (event["type"], event["old"]["status"], event["new"]["status"]) == ("XERO_QUOTE_SENT", was, "sent")


async def test_one_that_was_sent_and_is_edited_is_not_sent_again(ear: Ear) -> None:
    """Nothing became of it."""
    await ear.on("quote_sent")
    await done(ear.house, "change_quote", quote="QU-0003", expiry_date="2026-12-31")
    await ear.tick()

    assert await ear.reported() == []
