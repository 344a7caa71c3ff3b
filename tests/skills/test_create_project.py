"""What create_project promises."""

from __future__ import annotations

import pytest
from support.asking import change, done, paths, plan, refused, row, rows, warned

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
NEW = {"name": "New kitchen", "contact": "Kauri Grove Cafe"}


async def test_it_is_created_for_the_contact_with_its_deadline_and_estimate(house: House) -> None:
    """The deadline is that day where the organisation is, and in UTC."""
    written = await done(house, "create_project", **NEW, deadline="2026-09-30", estimate="9500.00")

    project = written["project"]
    assert (project["state"], project["deadline"]) == ("in_progress", "2026-09-30")
    assert project["estimate"] == {"amount": "9500.00", "currency": "NZD"}
    assert row(house, "Projects", name="New kitchen")["deadlineUtc"] == "2026-09-30T00:00:00Z"
    assert project["contact_id"] == row(house, "Contacts", Name="Kauri Grove Cafe")["ContactID"]


async def test_a_lost_answer_makes_no_second_one(house: House) -> None:
    """It is found again among the contact's projects."""
    proposed = await plan(house, "create_project", **NEW)
    house.sandbox.faults.add(kind="drop_after_write", match="/Projects", method="POST", times=20)

    assert (await house.carry_out(proposed))["success"] is True
    assert len(rows(house, "Projects", name="New kitchen")) == 1


async def test_a_project_of_the_same_name_is_warned_of(house: House) -> None:
    """Letter case aside."""
    await done(house, "create_project", **NEW)

    assert warned(await plan(house, "create_project", **NEW | {"name": "NEW KITCHEN"})) == [
        "possible_duplicate",
        "final",
    ]


async def test_an_archived_contact_is_refused(house: House) -> None:
    """Before Xero is asked to write."""
    change(house, "Contacts", row(house, "Contacts", Name="Kauri Grove Cafe"), ContactStatus="ARCHIVED")

    error = await refused(house, "create_project", **NEW)

    assert (error["code"], paths(error)) == ("conflict", ["/contact"])


async def test_what_xero_refuses_is_said_by_field_and_nothing_is_there(house: House) -> None:
    """Its Projects API has an error of its own shape."""
    proposed = await plan(house, "create_project", **NEW)
    contact = row(house, "Contacts", Name="Kauri Grove Cafe")
    change(house, "Contacts", contact, ContactStatus="ARCHIVED")

    answer = await house.carry_out(proposed)

    assert answer["error"]["code"] == "xero_refused"
    assert "The contact is archived." in answer["error"]["message"]
    assert answer["error"]["fields"] == [{"path": "/contactId", "message": "The contact is archived."}]
    assert rows(house, "Projects", name="New kitchen") == []


async def test_a_blank_name_is_refused(house: House) -> None:
    """It names nothing."""
    assert paths(await refused(house, "create_project", **NEW | {"name": "  "})) == ["/name"]
