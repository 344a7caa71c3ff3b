"""What the trigger `payment_recorded` promises."""

from __future__ import annotations

import pytest
from support.asking import done, row
from sync.conftest import Ear

pytestmark = pytest.mark.anyio


async def test_a_payment_is_reported_with_what_it_settles(ear: Ear) -> None:
    """Filters by the invoice's contact, by amount and direction."""
    open_one = row(ear.house, "Invoices", Type="ACCREC", Status="AUTHORISED")

    async def act() -> None:
        await done(ear.house, "record_payment", invoice=open_one["InvoiceID"], account="090", amount="12.50")

    event = await ear.fires(
        "payment_recorded", act, fits={"min_amount": "12.50", "direction": "in"}, misses={"direction": "out"}
    )

    assert (event["old"], event["new"]["state"]) == (None, "recorded")
    assert event["new"]["amount"] == {"amount": "12.50", "currency": "NZD"}
    assert event["new"]["invoice"]["id"] == open_one["InvoiceID"]
