"""What the trigger `invoice_part_paid` promises."""

from __future__ import annotations

import pytest
from support.asking import done, row
from sync.conftest import Ear

pytestmark = pytest.mark.anyio


async def test_a_part_is_reported_and_the_rest_is_not(ear: Ear) -> None:
    """The rest makes it paid in full, which is another trigger's."""
    open_one = row(ear.house, "Invoices", Type="ACCREC", Status="AUTHORISED")
    name = open_one["Contact"]["Name"]

    async def pay(amount: str) -> None:
        await done(ear.house, "record_payment", invoice=open_one["InvoiceID"], account="090", amount=amount)

    event = await ear.fires(
        "invoice_part_paid", lambda: pay("1.00"), fits={"contact": name[:6]}, misses={"contact": "nobody"}
    )
    assert event["old"].get("paid") != event["new"]["paid"] == {"amount": "1.00", "currency": "NZD"}
    assert event["new"]["status"] == "awaiting_payment"

    await ear.on("invoice_paid")
    await pay(event["new"]["amount_due"]["amount"])
    await ear.tick()
    assert await ear.reported() == ["invoice_paid"]
