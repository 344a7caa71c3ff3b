"""What create_item promises."""

from __future__ import annotations

from typing import Any

import pytest
from support.asking import done, paths, plan, refused, row, rows, warned

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
POSTER = {"code": "POSTER-A2", "name": "Poster A2", "sale_price": "34.1255", "sale_account": "200"}


async def test_an_item_is_made_as_it_was_planned(house: House) -> None:
    """Four places of its price, the tax rate of its account, and not bought, since nothing says so."""
    proposed = await plan(house, "create_item", **POSTER)
    item = (await house.carry_out(proposed))["result"]["item"]

    stored = row(house, "Items", ItemID=item["id"])
    assert str(stored["SalesDetails"]["UnitPrice"]) == "34.1255"
    assert (stored["SalesDetails"]["TaxType"], stored["IsSold"], stored["IsPurchased"]) == ("OUTPUT2", True, False)
    assert proposed["summary"] == "Create the item POSTER-A2 Poster A2, sold for NZD 34.1255."
    assert proposed["after"]["sale_price"] == "34.1255"


async def test_a_code_alone_is_enough(house: House) -> None:
    """Xero requires no more; its name is its code."""
    item = (await done(house, "create_item", code="MISC"))["item"]

    assert (item["name"], item["sold"]) == ("MISC", True)


async def test_a_tracked_item_has_its_two_accounts(house: House) -> None:
    """Its stock is counted from then on."""
    fields = {"purchase_price": "40.00", "inventory_account": "630", "cost_account": "310", "sale_price": "90.00",
              "sale_account": "200"}  # fmt: skip
    item = (await done(house, "create_item", code="CHAIR", **fields))["item"]
    await done(house, "create_bill", contact="Capital Power", bill_number="B-77", approve=True, due_in_days=10,
               lines=[{"item": "CHAIR", "description": "Chairs", "quantity": "3"}])  # fmt: skip

    assert (item["tracked"], item["quantity_on_hand"]) == (True, "0")
    shown = (await house.call("show_item", item="CHAIR"))["result"]["item"]
    assert (shown["quantity_on_hand"], shown["stock_value"]["amount"]) == ("3", "120.00")


@pytest.mark.parametrize(
    ("fields", "code", "path"),
    [
        ({"code": "hosting"}, "conflict", "/code"),
        ({"sale_account": "090"}, "conflict", "/sale_account"),
        ({"sale_tax": "INPUT2"}, "conflict", "/sale_tax"),
        ({"sale_account": "999"}, "not_found", "/sale_account"),
        ({"code": "  "}, "invalid_arguments", "/code"),
        ({"inventory_account": "630"}, "invalid_arguments", "/cost_account"),
        ({"cost_account": "310"}, "invalid_arguments", "/inventory_account"),
        ({"inventory_account": "200", "cost_account": "310"}, "conflict", "/inventory_account"),
        (
            {"inventory_account": "630", "cost_account": "310", "purchase_account": "310"},
            "invalid_arguments",
            "/purchase_account",
        ),
    ],
)
async def test_what_xero_would_refuse_is_refused_at_once(
    house: House, fields: dict[str, Any], code: str, path: str
) -> None:
    """With its field, before anybody is asked."""
    error = await refused(house, "create_item", **{**POSTER, **fields})

    assert (error["code"], paths(error)) == (code, [path])
    assert rows(house, "Items", Name="Poster A2") == []


async def test_a_name_that_is_there_is_warned_of(house: House) -> None:
    """Xero wants codes unique, not names."""
    taken = row(house, "Items", Code="HOSTING")["Name"]
    proposed = await plan(house, "create_item", **{**POSTER, "name": taken.upper()})

    assert warned(proposed) == ["possible_duplicate"]


async def test_it_is_undone_by_deleting_it(house: House) -> None:
    """The way back that its plan names."""
    answer = await house.do("create_item", **POSTER)
    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    gone = await house.carry_out(undo["plan"])

    assert gone["result"] == {"id": answer["result"]["item"]["id"], "code": "POSTER-A2", "deleted": True}
    assert rows(house, "Items", Code="POSTER-A2") == []
