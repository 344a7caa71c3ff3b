"""What create_tracking_option promises."""

from __future__ import annotations

from typing import Any

import pytest
from support.asking import done, paths, plan, refused, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


def options(house: House) -> list[str]:
    return [each["Name"] for each in row(house, "TrackingCategories")["Options"]]


@pytest.mark.parametrize("name", ["Otago", "St. Heliers 50% (East)"])
async def test_it_is_added_whatever_is_in_its_name_and_undo_deletes_it(house: House, name: str) -> None:
    """By a plan of its own."""
    answer = await house.do("create_tracking_option", category="Region", name=name)
    assert answer["plan"]["state"] == "verified", answer["error"]
    assert name in options(house)

    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    assert (await house.carry_out(undo["plan"]))["success"] is True

    assert name not in options(house)


async def test_what_xero_answers_as_done_without_making_it_is_not_called_done(house: House) -> None:
    """It answers 200 for an option that it does not take."""
    proposed = await plan(house, "create_tracking_option", category="Region", name="Otago")
    house.sandbox.faults.add(kind="empty", match="/Options", method="PUT", times=1)
    await house.carry_out(proposed)
    assert options(house).count("Otago") == 1

    again = await refused(house, "create_tracking_option", category="Region", name="otago")

    assert (again["code"], paths(again)) == ("conflict", ["/name"])


async def test_a_lost_answer_makes_no_second_one(house: House) -> None:
    """The category shows it."""
    proposed = await plan(house, "create_tracking_option", category="Region", name="Otago")
    house.sandbox.faults.add(kind="drop_after_write", match="/Options", method="PUT", times=20)

    assert (await house.carry_out(proposed))["success"] is True
    assert options(house).count("Otago") == 1


@pytest.mark.parametrize(
    ("asked", "code", "path"),
    [
        ({"name": "auckland"}, "conflict", "/name"),
        ({"name": "Northland"}, "conflict", "/name"),
        ({"category": "Team"}, "not_found", "/category"),
        ({"name": " "}, "invalid_arguments", "/name"),
    ],
)
async def test_what_cannot_be_is_refused(house: House, asked: dict[str, Any], code: str, path: str) -> None:
    """A name that is taken, by an archived one too; a category that there is not."""
    error = await refused(house, "create_tracking_option", **{"category": "Region", "name": "Otago", **asked})

    assert (error["code"], paths(error)) == (code, [path])


async def test_an_archived_category_takes_none(house: House) -> None:
    """It is restored first."""
    await done(house, "change_tracking_category", category="Region", archived=True)

    error = await refused(house, "create_tracking_option", category="Region", name="Otago")

    assert (error["code"], paths(error)) == ("conflict", ["/category"])
