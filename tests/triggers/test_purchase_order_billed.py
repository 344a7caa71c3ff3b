"""What the trigger `purchase_order_billed` promises."""

from __future__ import annotations

import pytest
from support.asking import done
from sync.conftest import Ear

pytestmark = pytest.mark.anyio


async def test_an_order_that_is_billed_is_reported_once(ear: Ear) -> None:
    """With what it was before; one that is deleted is not reported."""

    async def act() -> None:
        await done(ear.house, "mark_purchase_order", purchase_order="PO-0002")
        await done(ear.house, "delete_purchase_order", purchase_order="PO-0003")

    event = await ear.fires(
        "purchase_order_billed", act, fits={"min_total": "100"}, misses={"contact": "Type Foundry Aotearoa"}
    )

    assert (event["type"], event["new"]["number"]) == ("XERO_PURCHASE_ORDER_BILLED", "PO-0002")
    assert (event["old"]["status"], event["new"]["status"]) == ("approved", "billed")
