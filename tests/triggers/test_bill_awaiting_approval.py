"""What the trigger `bill_awaiting_approval` promises."""

from __future__ import annotations

import pytest
from support.asking import change, row
from sync.conftest import Ear

pytestmark = pytest.mark.anyio


async def test_a_bill_that_is_submitted_is_reported(ear: Ear) -> None:
    """With the draft before; an invoice that is submitted is not reported."""
    bill, invoice = (row(ear.house, "Invoices", Type=kind, Status="AUTHORISED") for kind in ("ACCPAY", "ACCREC"))
    for each in (bill, invoice):
        change(ear.house, "Invoices", each, Status="DRAFT")
    await ear.tick()

    def act() -> None:
        change(ear.house, "Invoices", bill, Status="SUBMITTED")
        change(ear.house, "Invoices", invoice, Status="SUBMITTED")

    event = await ear.fires(
        "bill_awaiting_approval", act, fits={"contact": bill["Contact"]["Name"]}, misses={"contact": "nobody"}
    )

    assert event["resource"]["id"] == bill["InvoiceID"]
    assert (event["old"]["status"], event["new"]["status"]) == ("draft", "awaiting_approval")
