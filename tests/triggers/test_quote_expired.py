"""What the trigger `quote_expired` promises."""

from __future__ import annotations

from datetime import timedelta

import pytest
from support.asking import change, row
from sync.conftest import Ear

pytestmark = pytest.mark.anyio


async def test_it_is_reported_on_the_day_after_its_last_once(ear: Ear) -> None:
    """Of quotes that are with the customer; one that expired before is not reported."""
    today = ear.house.runtime.clock.now().date()
    for number, days in (("QU-0003", 2), ("QU-0002", 2), ("QU-0004", -3)):
        quote = row(ear.house, "Quotes", QuoteNumber=number)
        change(ear.house, "Quotes", quote, ExpiryDate=today + timedelta(days=days))
    await ear.on("quote_expired")
    await ear.tick()
    reported = []
    for day in range(1, 6):
        ear.pass_time(hours=24)
        await ear.tick()
        reported += [(day, each.body["new"]["number"]) for each in await ear.news()]

    assert reported == [(3, "QU-0003")]
