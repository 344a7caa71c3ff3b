"""What the trigger `invoice_created` promises."""

from __future__ import annotations

import pytest
from support.asking import LINE, change, done, row
from sync.conftest import Ear

pytestmark = pytest.mark.anyio


async def test_a_new_invoice_is_reported_once_and_a_bill_is_not(ear: Ear) -> None:
    """With nothing before it; filters by contact and total choose."""

    async def act() -> None:
        await done(ear.house, "create_invoice", contact="Karori Veterinary Clinic", lines=[LINE], due_in_days=5)
        await done(ear.house, "create_bill", contact="Karori Veterinary Clinic", lines=[LINE], due_in_days=5)

    event = await ear.fires("invoice_created", act, fits={"min_total": "345.00"}, misses={"min_total": "345.01"})

    assert (event["type"], event["old"]) == ("XERO_INVOICE_CREATED", None)
    assert (event["new"]["kind"], event["new"]["status"]) == ("sales", "draft")
    assert event["new"]["total"] == {"amount": "345.00", "currency": "NZD"}


async def test_an_old_invoice_that_is_edited_is_not_new(ear: Ear) -> None:
    """Xero gives no time of creation; what was synced before is known."""
    await ear.on("invoice_created")
    change(ear.house, "Invoices", row(ear.house, "Invoices", Type="ACCREC", Status="PAID"), Reference="edited")
    await ear.tick()

    assert await ear.reported() == []
