"""What the trigger `quote_created` promises."""

from __future__ import annotations

import pytest
from support.asking import LINE, change, done, row
from sync.conftest import Ear

pytestmark = pytest.mark.anyio


async def test_a_new_quote_is_reported_once(ear: Ear) -> None:
    """With nothing before it; filters by contact and total choose."""

    async def act() -> None:
        await done(ear.house, "create_quote", contact="Karori Veterinary Clinic", lines=[LINE], title="Posters")

    event = await ear.fires("quote_created", act, fits={"min_total": "345.00"}, misses={"contact": "Kauri Grove Cafe"})

    assert (event["type"], event["old"]) == ("XERO_QUOTE_CREATED", None)
    assert (event["new"]["status"], event["new"]["title"]) == ("draft", "Posters")
    assert event["resource"]["kind"] == "quote"
    assert event["resource"]["url"].endswith(f"/quotes/view/{event['new']['id']}")


async def test_an_old_quote_that_is_edited_is_not_new(ear: Ear) -> None:
    """What was synced before is known."""
    await ear.on("quote_created")
    change(ear.house, "Quotes", row(ear.house, "Quotes", QuoteNumber="QU-0001"), Title="edited")
    await ear.tick()

    assert await ear.reported() == []
