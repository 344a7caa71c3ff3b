"""What the trigger `purchase_order_approved` promises."""

from __future__ import annotations

import pytest
from support.asking import done
from sync.conftest import Ear

pytestmark = pytest.mark.anyio


async def test_an_order_that_is_approved_is_reported_once(ear: Ear) -> None:
    """With what it was before; one that is deleted is not reported."""

    async def act() -> None:
        await done(ear.house, "approve_purchase_order", purchase_order="PO-0004")
        await done(ear.house, "delete_purchase_order", purchase_order="PO-0003")

    event = await ear.fires(
        "purchase_order_approved", act, fits={"min_total": "100"}, misses={"contact": "Type Foundry Aotearoa"}
    )

    assert (event["type"], event["new"]["number"]) == ("XERO_PURCHASE_ORDER_APPROVED", "PO-0004")
    assert (event["old"]["status"], event["new"]["status"]) == ("awaiting_approval", "approved")
