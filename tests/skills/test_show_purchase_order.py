"""What show_purchase_order promises."""

from __future__ import annotations

import pytest
from support.asking import done, refused, result, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_it_shows_lines_delivery_and_page(house: House) -> None:
    """By number, in any letter case, and by id."""
    shown = (await result(house, "show_purchase_order", purchase_order="po-0002"))["purchase_order"]
    same = (await result(house, "show_purchase_order", purchase_order=shown["id"]))["purchase_order"]

    assert same == shown
    assert (shown["status"], shown["delivery_date"], shown["amounts_are"]) == ("approved", "2026-06-02", "exclusive")
    assert shown["lines"][0]["tax_type"] == "INPUT2"
    assert shown["id"] in shown["url"]


async def test_one_that_is_not_there_is_not_found_and_near_ones_are_named(house: House) -> None:
    """No other is taken for it."""
    error = await refused(house, "show_purchase_order", purchase_order="PO-9999")

    assert error["code"] == "not_found"
    assert "PO-000" in error["hint"]


@pytest.mark.parametrize("number", ["PO 7/2", "PO#7", "100%"])
async def test_a_number_that_no_address_can_hold_is_found(house: House, number: str) -> None:
    """The list is read for it."""
    await done(house, "change_purchase_order", purchase_order="PO-0005", number=number)
    shown = (await result(house, "show_purchase_order", purchase_order=number))["purchase_order"]

    assert shown["id"] == row(house, "PurchaseOrders", PurchaseOrderNumber=number)["PurchaseOrderID"]
