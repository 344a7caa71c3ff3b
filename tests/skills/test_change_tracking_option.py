"""What change_tracking_option promises."""

from __future__ import annotations

import pytest
from support.asking import change, done, paths, plan, refused, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


def statuses(house: House) -> dict[str, str]:
    return {each["Name"]: each["Status"] for each in row(house, "TrackingCategories")["Options"]}


async def test_it_is_renamed_archived_and_restored(house: House) -> None:
    """Each by a plan of its own."""
    await done(house, "change_tracking_option", category="Region", option="Auckland", name="St. Heliers")
    await done(house, "change_tracking_option", category="Region", option="St. Heliers", archived=True)
    assert statuses(house)["St. Heliers"] == "ARCHIVED"

    answer = await done(house, "change_tracking_option", category="Region", option="St. Heliers", archived=False)

    assert statuses(house)["St. Heliers"] == "ACTIVE"
    assert [each["name"] for each in answer["category"]["options"] if each.get("archived")] == ["Northland"]


async def test_undo_gives_the_old_name(house: House) -> None:
    """By the option's id."""
    answer = await house.do("change_tracking_option", category="Region", option="Auckland", name="Waitemata")
    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    await house.carry_out(undo["plan"])

    assert "Auckland" in statuses(house)


async def test_a_plan_is_void_if_the_option_changed_meanwhile(house: House) -> None:
    """Its name is compared before anything is sent."""
    proposed = await plan(house, "change_tracking_option", category="Region", option="Auckland", name="Waitemata")
    category = row(house, "TrackingCategories")
    renamed = [{**each, "Name": each["Name"].replace("Auckland", "Tamaki")} for each in category["Options"]]
    change(house, "TrackingCategories", category, Options=renamed)

    assert (await house.carry_out(proposed))["error"]["code"] == "plan_stale"
    assert "Tamaki" in statuses(house)


async def test_what_cannot_be_is_refused(house: House) -> None:
    """A name that is taken, an option that there is not, an archived one that is to be renamed."""
    taken = await refused(house, "change_tracking_option", category="Region", option="Auckland", name="Wellington")
    unknown = await refused(house, "change_tracking_option", category="Region", option="Aukland", archived=True)
    archived = await refused(house, "change_tracking_option", category="Region", option="Northland", name="North")

    assert (taken["code"], paths(taken)) == ("conflict", ["/name"])
    assert (unknown["code"], "Auckland" in unknown["hint"]) == ("not_found", True)
    assert (archived["code"], "Restore" in archived["hint"]) == ("conflict", True)
