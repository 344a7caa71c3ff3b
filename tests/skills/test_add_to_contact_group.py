"""What add_to_contact_group promises."""

from __future__ import annotations

import pytest
from support.asking import done, plan, refused, result, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
KAURI = {"group": "Newsletter", "contact": "Kauri Grove Cafe"}


async def test_the_contact_is_in_the_group_once_and_undo_takes_it_out(house: House) -> None:
    """The others stay."""
    answer = await house.do("add_to_contact_group", **KAURI)
    assert answer["success"] is True, answer["error"]
    names = [each["name"] for each in answer["result"]["group"]["contacts"]]
    assert names == ["Cuba Quarter Bookshop", "Karori Veterinary Clinic", "Kauri Grove Cafe"]

    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    assert (await house.carry_out(undo["plan"]))["success"] is True
    assert len((await result(house, "show_contact_group", group="Newsletter"))["group"]["contacts"]) == 2


async def test_a_lost_answer_is_settled_by_the_group_itself(house: House) -> None:
    """Whose members show it."""
    proposed = await plan(house, "add_to_contact_group", **KAURI)
    house.sandbox.faults.add(kind="drop_after_write", match="/Contacts", method="PUT", times=20)

    assert (await house.carry_out(proposed))["success"] is True
    assert len(row(house, "ContactGroups")["ContactIDs"]) == 3


async def test_one_that_is_in_it_or_is_not_there_is_refused(house: House) -> None:
    """Nothing would change; or nobody is meant."""
    await done(house, "add_to_contact_group", **KAURI)

    assert (await refused(house, "add_to_contact_group", **KAURI))["code"] == "conflict"
    for wrong in ({"group": "Newsletters of old"}, {"contact": "Nobody Ltd"}):
        assert (await refused(house, "add_to_contact_group", **{**KAURI, **wrong}))["code"] == "not_found"
