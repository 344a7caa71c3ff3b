"""What copy_purchase_order promises."""

from __future__ import annotations

import pytest
from support.asking import done, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
TEXTS = {"reference": "R1", "delivery_address": "12 Quay Street\nWellington", "attention": "Mere", "telephone": "04 1"}
LINE = {"description": "Paper", "quantity": "3", "unit_amount": "33.3333", "account": "310", "discount_percent": "10"}


async def test_a_copy_is_a_draft_with_the_same_lines_and_delivery(house: House) -> None:
    """Of a billed order too; with a number and a day of delivery of its own."""
    first = (await done(house, "create_purchase_order", contact="Capital Power", lines=[LINE], approve=True, **TEXTS))[
        "purchase_order"
    ]
    await done(house, "mark_purchase_order", purchase_order=first["number"])
    copy = await done(house, "copy_purchase_order", purchase_order=first["id"], delivery_date="2026-07-01")

    made = copy["purchase_order"]
    same = ("net", "tax", "total", "contact", "amounts_are", *TEXTS)
    assert {name: made[name] for name in same} == {name: first[name] for name in same}
    assert (made["status"], made["delivery_date"]) == ("draft", "2026-07-01")
    assert made["lines"][0]["discount_percent"] == "10"


async def test_it_is_undone_by_deleting_the_copy(house: House) -> None:
    """Made for another supplier."""
    answer = await house.do("copy_purchase_order", purchase_order="PO-0001", contact="Ngaio Travel", number="PC-1")
    waits = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()

    assert answer["result"]["purchase_order"]["contact"]["name"] == "Ngaio Travel"
    assert (await house.carry_out(waits["plan"]))["success"] is True
    assert row(house, "PurchaseOrders", PurchaseOrderNumber="PC-1")["Status"] == "DELETED"
