"""What create_tracking_category promises."""

from __future__ import annotations

import pytest
from support.asking import done, paths, plan, refused, rows

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_it_is_there_and_undo_deletes_it(house: House) -> None:
    """By a plan of its own."""
    answer = await house.do("create_tracking_category", name="Department")
    assert answer["result"]["category"]["name"] == "Department"
    assert [each["Status"] for each in rows(house, "TrackingCategories", Name="Department")] == ["ACTIVE"]

    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    assert (await house.carry_out(undo["plan"]))["success"] is True

    assert rows(house, "TrackingCategories", Name="Department") == []


async def test_a_third_one_in_use_is_refused_with_those_there_are(house: House) -> None:
    """Before anybody approves."""
    await done(house, "create_tracking_category", name="Department")

    error = await refused(house, "create_tracking_category", name="Campaign")

    assert error["code"] == "conflict"
    assert "Region, Department" in error["message"]


async def test_a_name_that_is_taken_or_blank_is_refused(house: House) -> None:
    """With its field."""
    taken = await refused(house, "create_tracking_category", name="region")
    blank = await refused(house, "create_tracking_category", name="  ")

    assert [(each["code"], paths(each)) for each in (taken, blank)] == [
        ("conflict", ["/name"]), ("invalid_arguments", ["/name"]),
    ]  # fmt: skip


async def test_a_lost_answer_makes_no_second_one(house: House) -> None:
    """It is found again in the list."""
    proposed = await plan(house, "create_tracking_category", name="Department")
    house.sandbox.faults.add(kind="drop_after_write", match="/TrackingCategories", method="PUT", times=20)

    assert (await house.carry_out(proposed))["success"] is True
    assert len(rows(house, "TrackingCategories", Name="Department")) == 1
