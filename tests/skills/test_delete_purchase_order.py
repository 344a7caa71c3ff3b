"""What delete_purchase_order promises."""

from __future__ import annotations

import pytest
from support.asking import change, done, plan, refused, row, warned

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_an_order_in_any_status_is_deleted(house: House) -> None:
    """Also a billed one, and one whose supplier is archived; its number stays with it."""
    supplier = row(house, "PurchaseOrders", PurchaseOrderNumber="PO-0002")["Contact"]
    change(house, "Contacts", supplier, ContactStatus="ARCHIVED")
    for number in ("PO-0001", "PO-0002", "PO-0004", "PO-0005"):
        deleted = (await done(house, "delete_purchase_order", purchase_order=number))["purchase_order"]

        assert (deleted["status"], deleted["number"]) == ("deleted", number)


async def test_the_plan_says_that_it_is_final_and_that_a_bill_stays(house: House) -> None:
    """Before anybody says yes."""
    proposed = await plan(house, "delete_purchase_order", purchase_order="PO-0001")

    assert "This is final." in proposed["summary"]
    assert (warned(proposed), proposed["final"]) == (["billed"], True)


async def test_one_that_is_deleted_is_refused(house: House) -> None:
    """Nothing is sent."""
    await done(house, "delete_purchase_order", purchase_order="PO-0005")
    error = await refused(house, "delete_purchase_order", purchase_order="PO-0005")

    assert (error["code"], error["hint"]) == ("conflict", "Nothing needs to be done.")
