"""What create_project_task promises."""

from __future__ import annotations

from typing import Any

import pytest
from support.asking import done, paths, plan, refused, row, warned

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
NEW = {"project": "Shop refit", "name": "Painting"}


@pytest.mark.parametrize(
    ("asked", "rate"),
    [({"rate": "95.00"}, "95.00"), ({"charge": "fixed", "rate": "800"}, "800.00"), ({"charge": "not_charged"}, "0.00")],
)
async def test_it_is_added_with_its_charge(house: House, asked: dict[str, Any], rate: str) -> None:
    """By the hour unless it says otherwise."""
    task = (await done(house, "create_project_task", **NEW, **asked))["task"]

    assert (task["charge"], task["rate"]["amount"]) == (asked.get("charge", "by_time"), rate)
    assert [each["name"] for each in row(house, "Projects", name="Shop refit")["Tasks"]][-1] == "Painting"


async def test_a_lost_answer_makes_no_second_one(house: House) -> None:
    """It is found again among the project's tasks."""
    proposed = await plan(house, "create_project_task", **NEW, rate="95.00")
    house.sandbox.faults.add(kind="drop_after_write", match="/Tasks", method="POST", times=20)

    assert (await house.carry_out(proposed))["success"] is True
    tasks = [each["name"] for each in row(house, "Projects", name="Shop refit")["Tasks"]]
    assert tasks.count("Painting") == 1


@pytest.mark.parametrize("asked", [{}, {"charge": "not_charged", "rate": "95.00"}])
async def test_a_rate_goes_with_what_is_charged(house: House, asked: dict[str, Any]) -> None:
    """And only with that."""
    assert paths(await refused(house, "create_project_task", **NEW, **asked)) == ["/rate"]


async def test_a_closed_project_takes_none(house: House) -> None:
    """Said before anything is planned."""
    error = await refused(house, "create_project_task", **NEW | {"project": "Logo refresh"}, rate="95.00")

    assert (error["code"], paths(error)) == ("conflict", ["/project"])


async def test_a_project_that_is_not_there_names_the_near_ones(house: House) -> None:
    """Nothing near is taken for it."""
    error = await refused(house, "create_project_task", **NEW | {"project": "Shop refits"}, rate="95.00")

    assert error["code"] == "not_found"
    assert error["candidates"][0]["name"] == "Shop refit"


async def test_a_task_of_the_same_name_is_warned_of(house: House) -> None:
    """Letter case aside."""
    proposed = await plan(house, "create_project_task", **NEW | {"name": "design"}, rate="95.00")

    assert warned(proposed) == ["possible_duplicate", "final"]
