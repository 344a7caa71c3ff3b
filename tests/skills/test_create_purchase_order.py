"""What create_purchase_order promises."""

from __future__ import annotations

import pytest
from support.asking import done, plan, refused, row, rows, warned

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
LINE = {"description": "Poster paper", "quantity": "20", "unit_amount": "12.50", "account": "429"}
TEXTS = {
    "reference": "Open day",
    "delivery_address": "12 Quay Street\nWellington",
    "attention": "Mere",
    "telephone": "04 123",
    "instructions": "Ring the bell.",
    "delivery_date": "2026-07-01",
}


async def test_an_order_is_a_draft_with_all_that_was_given(house: House) -> None:
    """Tax comes from the account; the plan has Xero's totals."""
    proposed = await plan(house, "create_purchase_order", contact="Capital Power", lines=[LINE], **TEXTS)
    made = (await done(house, "create_purchase_order", contact="Capital Power", lines=[LINE], **TEXTS))[
        "purchase_order"
    ]
    stored = row(house, "PurchaseOrders", PurchaseOrderID=made["id"])

    assert proposed["totals"]["total"] == made["total"] == {"amount": "287.50", "currency": "NZD"}
    assert (made["status"], made["number"]) == ("draft", "PO-0006")
    assert {name: made[name] for name in TEXTS} == TEXTS
    assert stored["LineItems"][0]["TaxType"] == "INPUT2"
    assert not stored["SentToContact"]


async def test_an_order_can_be_approved_at_once_without_accounts(house: House) -> None:
    """Nothing is booked, so no line needs one."""
    lines = [{"description": "Paper", "unit_amount": "10.00", "tax": "INPUT2"}, {"description": "as agreed"}]
    made = await done(house, "create_purchase_order", contact="Capital Power", lines=lines, approve=True)

    assert made["purchase_order"]["status"] == "approved"
    assert made["purchase_order"]["total"]["amount"] == "11.50"


async def test_an_order_of_nothing_that_is_approved_is_approved(house: House) -> None:
    """And not paid, as an invoice of nothing is."""
    lines = [{"description": "Samples", "unit_amount": "0.00"}]
    made = await done(house, "create_purchase_order", contact="Capital Power", lines=lines, approve=True)

    assert made["purchase_order"]["status"] == "approved"


async def test_a_discount_is_taken_off(house: House) -> None:
    """Orders have discounts, which bills have not."""
    line = {**LINE, "discount_percent": "10"}
    made = await done(house, "create_purchase_order", contact="Capital Power", lines=[line])

    assert made["purchase_order"]["net"]["amount"] == "225.00"


async def test_a_number_that_is_taken_is_refused_be_its_order_deleted(house: House) -> None:
    """Xero would say so, or edit the other order."""
    await done(house, "delete_purchase_order", purchase_order="PO-0003")
    for number in ("PO-0002", "po-0003"):
        error = await refused(house, "create_purchase_order", contact="Capital Power", lines=[LINE], number=number)
        assert (error["code"], error["fields"][0]["path"]) == ("conflict", "/number")


async def test_a_likely_duplicate_and_an_odd_delivery_are_warned_of(house: House) -> None:
    """The same supplier, total and day; delivered before it is ordered."""
    await done(house, "create_purchase_order", contact="Capital Power", lines=[LINE])
    proposed = await plan(
        house, "create_purchase_order", contact="Capital Power", lines=[LINE], delivery_date="2026-06-01"
    )

    assert warned(proposed) == ["possible_duplicate", "delivery_before_date"]


async def test_no_contact_is_made_of_a_name(house: House) -> None:
    """Nothing is sent."""
    error = await refused(house, "create_purchase_order", contact="Nobody Known", lines=[LINE])

    assert error["code"] == "not_found"


async def test_it_is_undone_by_deleting_it(house: House) -> None:
    """The way back that its plan names."""
    answer = await house.do("create_purchase_order", contact="Capital Power", lines=[LINE])
    waits = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    undone = await house.carry_out(waits["plan"])

    assert undone["success"] is True, undone["error"]
    assert [each["Status"] for each in rows(house, "PurchaseOrders", PurchaseOrderNumber="PO-0006")] == ["DELETED"]
