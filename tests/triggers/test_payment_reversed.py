"""What the trigger `payment_reversed` promises."""

from __future__ import annotations

import pytest
from support.asking import done, row
from sync.conftest import Ear

pytestmark = pytest.mark.anyio


async def test_a_payment_that_is_undone_is_reported_with_its_amount(ear: Ear) -> None:
    """It stood in the books before; filters by contact."""
    open_one = row(ear.house, "Invoices", Type="ACCREC", Status="AUTHORISED")
    paid = await done(ear.house, "record_payment", invoice=open_one["InvoiceID"], account="090", amount="12.50")
    await ear.tick()

    async def act() -> None:
        await done(ear.house, "reverse_payment", payment=paid["payment"]["id"])

    name = open_one["Contact"]["Name"]
    event = await ear.fires("payment_reversed", act, fits={"contact": name}, misses={"contact": "nobody"})

    assert (event["old"]["state"], event["new"]["state"]) == ("recorded", "reversed")
    assert event["new"]["amount"] == {"amount": "12.50", "currency": "NZD"}
