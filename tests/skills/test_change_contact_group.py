"""What change_contact_group promises."""

from __future__ import annotations

import pytest
from support.asking import done, paths, plan, refused, row, rows

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_it_is_renamed_and_keeps_its_contacts_and_undo_gives_the_old_name(house: House) -> None:
    """Both ways by a plan."""
    answer = await house.do("change_contact_group", group="Newsletter", name="Readers")
    assert answer["success"] is True, answer["error"]
    assert len(answer["result"]["group"]["contacts"]) == 2

    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    assert (await house.carry_out(undo["plan"]))["success"] is True
    assert [each["Name"] for each in rows(house, "ContactGroups")] == ["Newsletter"]


async def test_a_group_that_was_renamed_meanwhile_is_left_alone(house: House) -> None:
    """The plan is stale."""
    proposed = await plan(house, "change_contact_group", group="Newsletter", name="Readers")
    table = house.sandbox.organisations[house.organisation]["ContactGroups"]
    table.put({**row(house, "ContactGroups"), "Name": "Subscribers"})

    answer = await house.carry_out(proposed)

    assert answer["error"]["code"] == "plan_stale"
    assert row(house, "ContactGroups")["Name"] == "Subscribers"


async def test_a_name_that_is_taken_or_its_own_is_refused(house: House) -> None:
    """Xero wants each name once."""
    await done(house, "create_contact_group", name="VIP")

    for name, code in (("vip", "conflict"), ("Newsletter", "invalid_arguments")):
        error = await refused(house, "change_contact_group", group="Newsletter", name=name)
        assert (error["code"], paths(error)) == (code, ["/name"])
