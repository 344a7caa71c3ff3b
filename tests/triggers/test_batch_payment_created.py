"""What the trigger `batch_payment_created` promises."""

from __future__ import annotations

import pytest
from support.asking import done
from sync.conftest import Ear

pytestmark = pytest.mark.anyio


async def test_a_batch_is_reported_once(ear: Ear) -> None:
    """With what it comes to; filters by total and kind choose."""

    async def act() -> None:
        bills = [{"invoice": "WSP-2270"}, {"invoice": "WSP-2277"}]
        await done(ear.house, "create_batch_payment", payments=bills, account="090")

    event = await ear.fires(
        "batch_payment_created", act, fits={"min_amount": "5635", "settles": "bill"}, misses={"settles": "sales"}
    )

    assert (event["old"], event["new"]["settles"]) == (None, "bill")
    assert event["new"]["total"] == {"amount": "5635.00", "currency": "NZD"}
