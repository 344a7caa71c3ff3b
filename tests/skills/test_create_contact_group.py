"""What create_contact_group promises."""

from __future__ import annotations

import pytest
from support.asking import paths, plan, refused, row, rows

from atom_xero_plugin.sandbox.resources.contact_groups import MOST, add_group
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_it_is_created_empty_and_undo_deletes_it(house: House) -> None:
    """By a plan of its own."""
    answer = await house.do("create_contact_group", name="VIP")
    assert answer["success"] is True, answer["error"]
    assert answer["result"]["group"]["contacts"] == []

    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    assert (await house.carry_out(undo["plan"]))["success"] is True
    assert row(house, "ContactGroups", Name="VIP")["Status"] == "DELETED"


async def test_a_lost_answer_makes_no_second_one(house: House) -> None:
    """It is found again by its name."""
    proposed = await plan(house, "create_contact_group", name="VIP")
    house.sandbox.faults.add(kind="drop_after_write", match="/ContactGroups", method="PUT", times=20)

    assert (await house.carry_out(proposed))["success"] is True
    assert [each["Name"] for each in rows(house, "ContactGroups")].count("VIP") == 1


@pytest.mark.parametrize(("name", "code"), [("newsletter", "conflict"), (" ", "invalid_arguments")])
async def test_a_name_that_cannot_be_is_refused(house: House, name: str, code: str) -> None:
    """Taken, letter case aside, or blank."""
    error = await refused(house, "create_contact_group", name=name)

    assert (error["code"], paths(error)) == (code, ["/name"])


async def test_beyond_a_hundred_groups_it_is_refused_before_it_is_asked_for(house: House) -> None:
    """Xero takes no more."""
    books = house.sandbox.organisations[house.organisation]
    for number in range(MOST - 1):
        add_group(books, f"Group {number}")

    error = await refused(house, "create_contact_group", name="One more")

    assert error["code"] == "conflict"
    assert "delete_contact_group" in error["hint"]
