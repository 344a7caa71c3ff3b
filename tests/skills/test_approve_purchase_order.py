"""What approve_purchase_order promises."""

from __future__ import annotations

import pytest
from support.asking import change, done, refused, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_a_draft_and_one_that_awaits_approval_are_approved(house: House) -> None:
    """Everything else stays; nothing is booked."""
    for number in ("PO-0004", "PO-0005"):
        before = dict(row(house, "PurchaseOrders", PurchaseOrderNumber=number))
        approved = (await done(house, "approve_purchase_order", purchase_order=number))["purchase_order"]
        after = row(house, "PurchaseOrders", PurchaseOrderNumber=number)

        assert approved["status"] == "approved"
        assert {**before, "Status": "AUTHORISED", "UpdatedDateUTC": None} == {**after, "UpdatedDateUTC": None}


async def test_one_that_is_approved_billed_or_deleted_is_refused(house: House) -> None:
    """With what is so."""
    await done(house, "delete_purchase_order", purchase_order="PO-0004")
    done_already = [await refused(house, "approve_purchase_order", purchase_order=f"PO-000{n}") for n in (1, 2)]
    gone = await refused(house, "approve_purchase_order", purchase_order="PO-0004")

    assert {each["hint"] for each in done_already} == {"Nothing needs to be done."}
    assert "final" in gone["hint"]


async def test_one_without_a_description_is_refused(house: House) -> None:
    """Xero would refuse it too."""
    order = row(house, "PurchaseOrders", PurchaseOrderNumber="PO-0005")
    change(house, "PurchaseOrders", order, LineItems=[{**order["LineItems"][0], "Description": ""}])
    error = await refused(house, "approve_purchase_order", purchase_order="PO-0005")

    assert "a description on each line" in error["message"]
    assert "change_purchase_order" in error["hint"]


async def test_it_is_undone_by_deleting_it(house: House) -> None:
    """Xero does not make it a draft again."""
    answer = await house.do("approve_purchase_order", purchase_order="PO-0005")
    waits = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    undone = await house.carry_out(waits["plan"])

    assert undone["success"] is True, undone["error"]
    assert row(house, "PurchaseOrders", PurchaseOrderNumber="PO-0005")["Status"] == "DELETED"
