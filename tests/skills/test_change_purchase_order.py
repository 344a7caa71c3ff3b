"""What change_purchase_order promises."""

from __future__ import annotations

import pytest
from support.asking import change, done, plan, refused, row, warned

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
KEPT = ("PurchaseOrderNumber", "Reference", "DeliveryAddress", "AttentionTo", "Telephone", "DeliveryInstructions",
        "DeliveryDate", "Date", "LineAmountTypes", "Total")  # fmt: skip
NEW = {
    "reference": ("R2", "Reference"),
    "delivery_address": ("1 Lambton Quay", "DeliveryAddress"),
    "attention": ("Aroha", "AttentionTo"),
    "telephone": ("04 999", "Telephone"),
    "instructions": ("Back door", "DeliveryInstructions"),
    "number": ("PO-77", "PurchaseOrderNumber"),
}


async def test_what_is_not_changed_stays_to_the_letter(house: House) -> None:
    """Whatever Xero clears of what it is not sent."""
    for name, (value, xero) in NEW.items():
        order = row(house, "PurchaseOrders", Status="DRAFT")
        before = dict(order)
        await done(house, "change_purchase_order", purchase_order=order["PurchaseOrderID"], **{name: value})
        after = row(house, "PurchaseOrders", PurchaseOrderID=order["PurchaseOrderID"])

        assert after[xero] == value
        assert {each for each in KEPT if after[each] != before[each]} == {xero}
        assert after["LineItems"] == before["LineItems"]


async def test_lines_change_and_those_that_stay_keep_their_ids(house: House) -> None:
    """Xero drops what an update leaves out."""
    line = row(house, "PurchaseOrders", PurchaseOrderNumber="PO-0005")["LineItems"][0]["LineItemID"]
    ink = {"description": "Ink", "unit_amount": "80.00", "account": "429"}
    changed = await done(house, "change_purchase_order", purchase_order="PO-0005", add_lines=[ink])

    assert changed["purchase_order"]["lines"][0]["id"] == line
    assert changed["purchase_order"]["total"]["amount"] == "1752.28"


async def test_one_that_was_sent_changes_with_a_warning(house: House) -> None:
    """The supplier has it as it was."""
    change(house, "PurchaseOrders", row(house, "PurchaseOrders", PurchaseOrderNumber="PO-0002"), SentToContact=True)
    proposed = await plan(house, "change_purchase_order", purchase_order="PO-0002", delivery_date="2026-08-01")

    assert warned(proposed) == ["sent"]
    assert "supplier" in proposed["warnings"][0]["message"]


async def test_one_that_is_billed_takes_no_change(house: House) -> None:
    """Refused before anything is sent, with what to do."""
    error = await refused(house, "change_purchase_order", purchase_order="PO-0001", reference="x")

    assert (error["code"], "change_invoice" in error["hint"]) == ("conflict", True)


async def test_it_is_undone_by_setting_the_old_values(house: House) -> None:
    """The way back that its plan names."""
    answer = await house.do("change_purchase_order", purchase_order="PO-0005", delivery_date="2026-07-31")
    waits = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    undone = await house.carry_out(waits["plan"])

    assert undone["success"] is True, undone["error"]
    assert str(row(house, "PurchaseOrders", PurchaseOrderNumber="PO-0005")["DeliveryDate"]) == "2026-06-30"
