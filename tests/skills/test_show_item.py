"""What show_item promises."""

from __future__ import annotations

import pytest
from support.asking import refused, result
from support.stocked import put_tracked

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_an_item_is_shown_with_its_accounts_and_texts(house: House) -> None:
    """By its code, in any letter case."""
    item = (await result(house, "show_item", item="hosting"))["item"]

    assert (item["code"], item["sale_account"], item["sale_tax"]) == ("HOSTING", "200", "OUTPUT2")
    assert item["sale_description"] == "Website hosting, one month"
    assert (item["sold"], item.get("tracked", False)) == (True, False)


async def test_a_tracked_item_shows_its_stock_and_accounts(house: House) -> None:
    """What is bought is booked as stock, at what it cost without tax."""
    put_tracked(house, "CHAIR", bought=4, unit_amount="12.50")

    item = (await result(house, "show_item", item="CHAIR"))["item"]

    assert (item["tracked"], item["quantity_on_hand"], item["stock_value"]["amount"]) == (True, "4", "50.00")
    assert (item["inventory_account"], item["cost_account"]) == ("630", "310")


async def test_the_only_one_that_begins_so_is_taken_and_reported(house: House) -> None:
    """A read may; the answer says so."""
    shown = await result(house, "show_item", item="host")

    assert shown["item"]["code"] == "HOSTING"
    assert shown["assumed"]


async def test_an_unknown_one_is_not_found(house: House) -> None:
    """With the skill that lists them."""
    error = await refused(house, "show_item", item="ZEPPELIN")

    assert error["code"] == "not_found"
    assert "find_items" in error["hint"]
