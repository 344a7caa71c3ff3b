"""What change_item promises."""

from __future__ import annotations

from typing import Any

import pytest
from support.asking import done, paths, plan, refused, row, warned
from support.stocked import put_tracked

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_only_what_is_given_changes_and_the_rest_of_its_side_stays(house: House) -> None:
    """An update that names the price alone would lose the account: the side is sent whole."""
    before = dict(row(house, "Items", Code="SUPPORT"))
    proposed = await plan(house, "change_item", item="SUPPORT", sale_price="140.00")
    await house.carry_out(proposed)

    stored = row(house, "Items", Code="SUPPORT")
    assert stored["SalesDetails"] == {**before["SalesDetails"], "UnitPrice": stored["SalesDetails"]["UnitPrice"]}
    assert str(stored["SalesDetails"]["UnitPrice"]) == "140.0000"
    assert (stored["Name"], stored["Description"]) == (before["Name"], before["Description"])
    assert (proposed["before"]["sale_price"], proposed["after"]["sale_price"]) == ("135.00", "140.00")


async def test_undo_sets_the_old_values_again(house: House) -> None:
    """Texts too, and a text that was not there is emptied."""
    answer = await house.do("change_item", item="COPY", name="Copy", sale_description="Words", purchase_description="x")
    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    item = (await house.carry_out(undo["plan"]))["result"]["item"]

    assert (item["name"], item["sale_description"]) == ("Copywriting", "Copywriting, per hour")
    assert item.get("purchase_description") is None
    assert item.get("purchased", False) is False


async def test_what_is_sold_no_more_loses_its_sale_and_undo_brings_it_back(house: House) -> None:
    """Xero clears price, account and text."""
    answer = await house.do("change_item", item="HOSTING", sold=False)
    assert answer["result"]["item"].get("sale_price") is None
    assert row(house, "Items", Code="HOSTING")["IsSold"] is False

    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    item = (await house.carry_out(undo["plan"]))["result"]["item"]
    assert (item["sold"], item["sale_price"]["amount"], item["sale_account"]) == (True, "120.00", "200")


async def test_a_first_purchase_price_is_undone_by_buying_it_no_more(house: House) -> None:
    """It was not bought before."""
    answer = await house.do("change_item", item="PRINT", purchase_price="400.00", purchase_account="310")
    assert (answer["result"]["item"]["purchased"], answer["result"]["item"]["purchase_tax"]) == (True, "INPUT2")

    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    item = (await house.carry_out(undo["plan"]))["result"]["item"]
    assert (item.get("purchased"), item.get("purchase_price")) == (None, None)


async def test_what_no_skill_can_take_away_is_warned_of(house: House) -> None:
    """Tracking, once begun, stays."""
    await done(house, "create_item", code="DESK", purchase_price="10.00")
    proposed = await plan(house, "change_item", item="DESK", inventory_account="630", cost_account="310")

    assert warned(proposed) == ["tracking", "no_undo"]
    assert proposed["undo"] is None


async def test_tracking_of_a_used_item_is_refused_by_xero_and_nothing_is_written(house: House) -> None:
    """Its words come through."""
    await done(house, "create_item", code="DESK", purchase_price="10.00", purchase_account="310")
    await done(house, "create_bill", contact="Capital Power", bill_number="B-9",
               lines=[{"item": "DESK", "description": "x"}])  # fmt: skip
    before = dict(row(house, "Items", Code="DESK"))

    answer = await house.do("change_item", item="DESK", inventory_account="630", cost_account="310")

    assert answer["error"]["code"] == "xero_refused"
    assert row(house, "Items", Code="DESK") == before


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"sale_price": "135.00"}, ""),
        ({"code": "HOSTING"}, "/code"),
        ({"sold": False, "sale_price": "1.00"}, "/sale_price"),
        ({"sale_account": "445"}, "/sale_tax"),
    ],
)
async def test_what_cannot_be_is_refused_at_once(house: House, fields: dict[str, Any], path: str) -> None:
    """Nothing changed, a code that is taken, a tax rate that the new account does not take."""
    error = await refused(house, "change_item", item="SUPPORT", **fields)

    assert paths(error) == [path]


async def test_a_price_of_a_tracked_item_changes_and_its_accounts_stay(house: House) -> None:
    """Both accounts are sent again with the side."""
    put_tracked(house, "CHAIR", bought=2)
    item = (await done(house, "change_item", item="CHAIR", purchase_price="45.00"))["item"]

    assert (item["purchase_price"]["amount"], item["cost_account"], item["quantity_on_hand"]) == ("45.00", "310", "2")
