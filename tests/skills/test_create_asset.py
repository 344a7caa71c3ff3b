"""What create_asset promises."""

from __future__ import annotations

import pytest
from support.asking import done, paths, plan, refused, row, rows, warned

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
NEW = {"name": "Camera", "type": "Computer Equipment", "purchased": "2026-06-01", "price": "2450.10"}


async def test_it_is_created_as_a_draft_with_xeros_next_number(house: House) -> None:
    """Price, day, type and serial number are those that were given."""
    written = (await done(house, "create_asset", **NEW, serial_number="CN-1", warranty_until="2028-06-01"))["asset"]

    stored = row(house, "Assets", assetName="Camera")
    assert (written["number"], written["state"], written["purchased"]) == ("FA-0005", "draft", "2026-06-01")
    assert written["price"] == {"amount": "2450.10", "currency": "NZD"}
    assert (written["serial_number"], written["warranty_until"]) == ("CN-1", "2028-06-01")
    assert stored["assetTypeId"] == row(house, "AssetTypes", assetTypeName="Computer Equipment")["assetTypeId"]
    assert str(stored["purchasePrice"]) == "2450.10"


async def test_depreciation_of_its_own_is_sent_as_a_rate_or_a_life(house: House) -> None:
    """By whole months unless it is said."""
    own = {"method": "straight_line", "years": 5}
    written = (await done(house, "create_asset", **NEW, depreciation=own))["asset"]

    assert written["depreciation"] == {"method": "straight_line", "averaging": "full_month", "years": "5"}


@pytest.mark.parametrize(
    ("depreciation", "path"),
    [
        ({"method": "straight_line", "years": 5, "percent": "20"}, "/depreciation/years"),
        ({"method": "straight_line"}, "/depreciation/percent"),
        ({"method": "none", "percent": "20"}, "/depreciation/percent"),
        ({"method": "full_at_purchase", "years": 1}, "/depreciation/years"),
    ],
)
async def test_depreciation_that_says_too_much_or_too_little_is_refused(
    house: House, depreciation: dict[str, object], path: str
) -> None:
    """Before Xero is asked anything of assets."""
    await house.call("find_assets")
    before = house.sandbox.requests.total

    assert paths(await refused(house, "create_asset", **NEW, depreciation=depreciation)) == [path]
    assert house.sandbox.requests.total == before


async def test_a_lost_answer_makes_no_second_one(house: House) -> None:
    """It is found again among the drafts, by its number."""
    proposed = await plan(house, "create_asset", **NEW, serial_number="CN-1")
    house.sandbox.faults.add(kind="drop_after_write", match="/Assets", method="POST", times=20)

    assert (await house.carry_out(proposed))["success"] is True
    assert len(rows(house, "Assets", assetName="Camera")) == 1


async def test_a_number_that_an_asset_of_any_state_has_is_refused(house: House) -> None:
    """Letter case aside; FA-0004 was disposed of."""
    error = await refused(house, "create_asset", **NEW, number="fa-0004")

    assert (error["code"], paths(error)) == ("conflict", ["/number"])


async def test_an_asset_of_the_same_name_is_warned_of(house: House) -> None:
    """Two laptops may have one name."""
    assert warned(await plan(house, "create_asset", **NEW | {"name": "BOARDROOM TABLE"})) == [
        "possible_duplicate",
        "final",
    ]


async def test_without_xeros_next_number_one_must_be_given(house: House) -> None:
    """None is made up."""
    house.sandbox.faults.add(kind="status", status=404, match="/Settings", times=9)

    assert paths(await refused(house, "create_asset", **NEW)) == ["/number"]


async def test_what_xero_refuses_is_said_by_field_and_nothing_is_there(house: House) -> None:
    """Its Assets API has an error of its own shape."""
    proposed = await plan(house, "create_asset", **NEW, number="FA-0100")
    await done(house, "create_asset", **NEW | {"name": "Lens"}, number="FA-0100")

    answer = await house.carry_out(proposed)

    assert answer["error"]["code"] == "xero_refused"
    assert answer["error"]["fields"] == [{"path": "/AssetNumber", "message": "Asset Number must be unique"}]
    assert rows(house, "Assets", assetName="Camera") == []


async def test_a_blank_name_and_an_unknown_type_are_refused(house: House) -> None:
    """Each with its field."""
    assert paths(await refused(house, "create_asset", **NEW | {"name": "  "})) == ["/name"]
    assert paths(await refused(house, "create_asset", **NEW | {"type": "Boats"})) == ["/type"]
