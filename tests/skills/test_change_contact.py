"""What change_contact promises."""

from __future__ import annotations

import pytest
from support.asking import change, done, paths, plan, refused, row, warned

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
POWER = "Capital Power"


async def test_only_the_fields_given_change(house: House) -> None:
    """All else stays as it was, persons and addresses too."""
    before = dict(row(house, "Contacts", Name=POWER))

    await done(house, "change_contact", contact=POWER, email="bills@capitalpower.example")

    after = row(house, "Contacts", Name=POWER)
    assert after["EmailAddress"] == "bills@capitalpower.example"
    same = {name for name in before if name not in {"EmailAddress", "UpdatedDateUTC"}}
    assert {name: after.get(name) for name in same} == {name: before[name] for name in same}


async def test_the_plan_shows_old_and_new(house: House) -> None:
    """Of what changes alone."""
    proposed = await plan(house, "change_contact", contact=POWER, name="Capital Energy")

    assert (proposed["before"]["name"], proposed["after"]["name"]) == (POWER, "Capital Energy")


async def test_an_empty_text_empties_a_field(house: House) -> None:
    """Nothing else does."""
    await done(house, "change_contact", contact=POWER, email="bills@capitalpower.example")
    await done(house, "change_contact", contact=POWER, email="")

    assert not row(house, "Contacts", Name=POWER).get("EmailAddress")


async def test_a_person_is_added_next_to_those_there(house: House) -> None:
    """Xero drops persons that are not sent; we send them."""
    await done(house, "change_contact", contact=POWER, add_persons=[{"first_name": "Aroha", "last_name": "Kemp"}])
    await done(house, "change_contact", contact=POWER, add_persons=[{"first_name": "Ben", "last_name": "Ward"}])

    persons = row(house, "Contacts", Name=POWER)["ContactPersons"]
    assert [each["FirstName"] for each in persons] == ["Aroha", "Ben"]


async def test_nothing_to_change_is_said(house: House) -> None:
    """No plan that would do nothing."""
    stored = row(house, "Contacts", Name=POWER)

    error = await refused(house, "change_contact", contact=POWER, name=stored["Name"])

    assert error["code"] == "invalid_arguments"
    assert "nothing would change" in error["message"]


async def test_the_name_of_another_contact_is_refused(house: House) -> None:
    """Names of active contacts are unique."""
    error = await refused(house, "change_contact", contact=POWER, name="Ngaio Travel")

    assert (error["code"], paths(error)) == ("conflict", ["/name"])


async def test_the_email_of_another_contact_is_warned_of(house: House) -> None:
    """It may be the same one."""
    change(house, "Contacts", row(house, "Contacts", Name="Ngaio Travel"), EmailAddress="one@two.example")

    assert "possible_duplicate" in warned(await plan(house, "change_contact", contact=POWER, email="one@two.example"))


async def test_undo_sets_the_old_values(house: House) -> None:
    """By a plan of its own."""
    before = row(house, "Contacts", Name=POWER).get("EmailAddress") or ""
    answer = await house.do("change_contact", contact=POWER, email="bills@capitalpower.example")
    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()

    await house.carry_out(undo["plan"])

    assert (row(house, "Contacts", Name=POWER).get("EmailAddress") or "") == before


async def test_a_name_that_looks_like_a_place_for_an_id_is_given_back_as_it_was(house: House) -> None:
    """What is undone is told by fields, not by what a record's text is."""
    made = await done(house, "create_contact", name="$record")
    changed = await house.do("change_contact", contact=made["contact"]["id"], name="Ordinary Limited")

    undo = (await house.dispatch.undo(changed["plan"]["id"], house.person)).plain()

    assert undo["plan"]["after"]["name"] == "$record"
