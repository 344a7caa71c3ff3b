"""What remove_from_contact_group promises."""

from __future__ import annotations

import pytest
from support.asking import paths, plan, refused, result, row, rows

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
CLINIC = {"group": "Newsletter", "contact": "Karori Veterinary Clinic"}


async def test_the_contact_is_taken_out_and_stays_a_contact_and_undo_puts_it_back(house: House) -> None:
    """Xero answers with no body; the group itself shows it."""
    before = len(rows(house, "Contacts"))
    answer = await house.do("remove_from_contact_group", **CLINIC)
    assert answer["success"] is True, answer["error"]
    assert [each["name"] for each in answer["result"]["group"]["contacts"]] == ["Cuba Quarter Bookshop"]
    assert len(rows(house, "Contacts")) == before

    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    assert (await house.carry_out(undo["plan"]))["success"] is True
    assert len((await result(house, "show_contact_group", group="Newsletter"))["group"]["contacts"]) == 2


async def test_one_that_somebody_took_out_meanwhile_makes_the_plan_stale(house: House) -> None:
    """Nothing is sent."""
    proposed = await plan(house, "remove_from_contact_group", **CLINIC)
    table = house.sandbox.organisations[house.organisation]["ContactGroups"]
    table.put({**row(house, "ContactGroups"), "ContactIDs": []})

    assert (await house.carry_out(proposed))["error"]["code"] == "plan_stale"


async def test_one_that_is_not_in_it_is_refused(house: House) -> None:
    """Nothing would change."""
    error = await refused(house, "remove_from_contact_group", group="Newsletter", contact="Kauri Grove Cafe")

    assert (error["code"], paths(error)) == ("conflict", [])
