"""What change_tracking_category promises."""

from __future__ import annotations

from typing import Any

import pytest
from support.asking import change, done, paths, plan, refused, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_it_is_renamed_and_undo_gives_the_old_name(house: House) -> None:
    """Its options stay."""
    answer = await house.do("change_tracking_category", category="Region", name="Area")
    assert len(answer["result"]["category"]["options"]) == 4

    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    await house.carry_out(undo["plan"])

    assert row(house, "TrackingCategories")["Name"] == "Region"


async def test_it_is_archived_and_restored(house: House) -> None:
    """Each by a plan, each the undo of the other."""
    archived = await done(house, "change_tracking_category", category="region", archived=True)
    assert archived["category"]["archived"] is True
    assert row(house, "TrackingCategories")["Status"] == "ARCHIVED"

    restored = await done(house, "change_tracking_category", category="Region", archived=False)

    assert "archived" not in restored["category"]


async def test_a_plan_is_void_if_the_category_changed_meanwhile(house: House) -> None:
    """Xero says no time of its change, so its fields are compared."""
    proposed = await plan(house, "change_tracking_category", category="Region", name="Area")
    change(house, "TrackingCategories", row(house, "TrackingCategories"), Name="District")

    answer = await house.carry_out(proposed)

    assert answer["error"]["code"] == "plan_stale"
    assert row(house, "TrackingCategories")["Name"] == "District"


async def test_an_answer_that_was_lost_is_looked_up(house: House) -> None:
    """The new name is there."""
    proposed = await plan(house, "change_tracking_category", category="Region", name="Area")
    house.sandbox.faults.add(kind="drop_after_write", match="/TrackingCategories", method="POST", times=1)

    assert (await house.carry_out(proposed))["plan"]["state"] == "verified"


@pytest.mark.parametrize(
    ("asked", "code", "path"),
    [
        ({}, "invalid_arguments", [""]),
        ({"name": "Area", "archived": True}, "invalid_arguments", ["/archived"]),
        ({"name": "Region"}, "invalid_arguments", ["/name"]),
        ({"archived": False}, "conflict", []),
        ({"category": "Regoin", "name": "Area"}, "not_found", ["/category"]),
    ],
)
async def test_what_cannot_be_is_refused(house: House, asked: dict[str, Any], code: str, path: list[str]) -> None:
    """Nothing to change, both at once, what is so already, one that there is not."""
    error = await refused(house, "change_tracking_category", **{"category": "Region", **asked})

    assert (error["code"], paths(error)) == (code, path)
