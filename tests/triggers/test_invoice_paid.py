"""What the trigger `invoice_paid` promises."""

from __future__ import annotations

import pytest
from support.asking import change, done, row
from sync.conftest import Ear

pytestmark = pytest.mark.anyio


async def test_a_payment_in_full_is_reported_with_what_was_due_before(ear: Ear) -> None:
    """Through the books' own rules: the payment makes the invoice paid."""
    open_one = row(ear.house, "Invoices", Type="ACCREC", Status="AUTHORISED")

    async def act() -> None:
        await done(ear.house, "record_payment", invoice=open_one["InvoiceID"], account="090")

    event = await ear.fires("invoice_paid", act, fits={"min_total": "1.00"}, misses={"min_total": "9999999.00"})

    assert (event["old"]["status"], event["new"]["status"]) == ("awaiting_payment", "paid")
    assert event["new"]["amount_due"] == {"amount": "0.00", "currency": "NZD"}
    assert event["old"]["amount_due"] != event["new"]["amount_due"]


async def test_a_bill_that_is_paid_is_no_invoice_paid(ear: Ear) -> None:
    """Bills are another side of the books."""
    bill = row(ear.house, "Invoices", Type="ACCPAY", Status="AUTHORISED")
    await ear.on("invoice_paid")
    change(ear.house, "Invoices", bill, Status="PAID", AmountDue=0)
    await ear.tick()

    assert await ear.reported() == []
