"""What record_time promises."""

from __future__ import annotations

import pytest
from support.asking import done, paths, plan, refused, result, row, warned

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
WORK = {"project": "Shop refit", "task": "Design", "minutes": 90, "person": "ana@people.example.com"}


async def test_it_is_recorded_and_counts_in_the_project(house: House) -> None:
    """90 minutes at 120.00 an hour are 180.00 to invoice."""
    entry = (await done(house, "record_time", **WORK, date="2026-06-12", description="Drawings"))["entry"]

    assert (entry["minutes"], entry["date"], entry["description"]) == (90, "2026-06-12", "Drawings")
    project = (await result(house, "show_project", project="Shop refit"))["project"]
    assert (project["minutes_logged"], project["to_invoice"]["amount"]) == (90, "180.00")


async def test_it_is_of_today_where_the_organisation_is(house: House) -> None:
    """Unless a day is given."""
    assert (await done(house, "record_time", **WORK))["entry"]["date"] == "2026-06-16"


async def test_a_lost_answer_makes_no_second_one_though_the_same_was_there(house: House) -> None:
    """What was there before is told from what the plan wrote; the plan warned of it."""
    await done(house, "record_time", **WORK)
    proposed = await plan(house, "record_time", **WORK)
    house.sandbox.faults.add(kind="drop_after_write", match="/Time", method="POST", times=20)

    assert warned(proposed) == ["possible_duplicate", "final"]
    assert (await house.carry_out(proposed))["success"] is True
    assert len(row(house, "Projects", name="Shop refit")["Time"]) == 2


async def test_who_worked_must_be_said_where_several_do(house: House) -> None:
    """It is never guessed."""
    error = await refused(house, "record_time", **{name: value for name, value in WORK.items() if name != "person"})

    assert (error["code"], paths(error)) == ("ambiguous", ["/person"])
    assert "Ana Whare" in [each["name"] for each in error["candidates"]]


@pytest.mark.parametrize(("field", "value"), [("task", "Painting"), ("person", "Nobody"), ("project", "None such")])
async def test_what_is_not_there_is_refused_by_field(house: House, field: str, value: str) -> None:
    """By the argument that names it."""
    error = await refused(house, "record_time", **WORK | {field: value})

    assert (error["code"], paths(error)) == ("not_found", [f"/{field}"])
