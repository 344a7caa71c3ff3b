"""What the trigger `purchase_order_created` promises."""

from __future__ import annotations

import pytest
from support.asking import change, done, row
from sync.conftest import Ear

pytestmark = pytest.mark.anyio
LINE = {"description": "Paper", "quantity": "2", "unit_amount": "150.00", "account": "429"}


async def test_a_new_order_is_reported_once_and_an_old_one_that_is_edited_is_not(ear: Ear) -> None:
    """With nothing before it; filters by contact and total choose."""

    async def act() -> None:
        old = row(ear.house, "PurchaseOrders", PurchaseOrderNumber="PO-0001")
        change(ear.house, "PurchaseOrders", old, Reference="edited")
        await done(ear.house, "create_purchase_order", contact="Capital Power", lines=[LINE])

    event = await ear.fires(
        "purchase_order_created", act, fits={"min_total": "345.00"}, misses={"contact": "Type Foundry Aotearoa"}
    )

    assert (event["type"], event["old"]) == ("XERO_PURCHASE_ORDER_CREATED", None)
    assert (event["new"]["number"], event["resource"]["kind"]) == ("PO-0006", "purchase_order")
    assert event["new"]["id"] in event["resource"]["url"]
