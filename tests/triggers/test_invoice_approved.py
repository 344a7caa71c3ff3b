"""What the trigger `invoice_approved` promises."""

from __future__ import annotations

import pytest
from support.asking import change, row
from sync.conftest import Ear

pytestmark = pytest.mark.anyio


async def test_an_approval_is_reported_with_the_draft_before(ear: Ear) -> None:
    """Filters by contact, by its id or part of its name."""
    draft = row(ear.house, "Invoices", Type="ACCREC", Status="AUTHORISED")
    change(ear.house, "Invoices", draft, Status="SUBMITTED")
    await ear.tick()

    event = await ear.fires(
        "invoice_approved",
        lambda: change(ear.house, "Invoices", draft, Status="AUTHORISED"),
        fits={"contact": draft["Contact"]["ContactID"]},
        misses={"contact": "nobody"},
    )

    assert (event["old"]["status"], event["new"]["status"]) == ("awaiting_approval", "awaiting_payment")


async def test_a_payment_that_is_undone_is_no_approval(ear: Ear) -> None:
    """The invoice goes from paid to awaiting payment: it was approved before."""
    paid = row(ear.house, "Invoices", Type="ACCREC", Status="PAID")
    await ear.on("invoice_approved")
    change(ear.house, "Invoices", paid, Status="AUTHORISED", AmountDue=paid["Total"])
    await ear.tick()

    assert await ear.reported() == []
