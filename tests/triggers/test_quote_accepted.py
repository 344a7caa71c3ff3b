"""What the trigger `quote_accepted` promises."""

from __future__ import annotations

import pytest
from support.asking import done
from sync.conftest import Ear

pytestmark = pytest.mark.anyio


async def test_a_quote_that_is_accepted_is_reported_once(ear: Ear) -> None:
    """With what it was before; one that is declined is not reported."""

    async def act() -> None:
        await done(ear.house, "accept_quote", quote="QU-0003")
        await done(ear.house, "decline_quote", quote="QU-0004")

    event = await ear.fires("quote_accepted", act, fits={"min_total": "100"}, misses={"contact": "Kauri Grove Cafe"})

    assert (event["type"], event["new"]["number"]) == ("XERO_QUOTE_ACCEPTED", "QU-0003")
    assert (event["old"]["status"], event["new"]["status"]) == ("sent", "accepted")
