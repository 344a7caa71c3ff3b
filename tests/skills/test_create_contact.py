"""What create_contact promises."""

from __future__ import annotations

from typing import Any

import pytest
from support.asking import change, done, paths, plan, refused, result, row, rows, warned, writes

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
DATA = {
    "name": "Miramar Boat Hire",
    "email": "hello@miramarboats.example",
    "first_name": "Tui",
    "last_name": "Ranginui",
    "phone": "+64 4 555 0134",
    "address": {"lines": ["12 Marine Parade"], "city": "Wellington", "postal_code": "6022", "country": "New Zealand"},
}


async def test_the_contact_is_in_the_books_as_planned(house: House) -> None:
    """Name, person, e-mail, phone and address, read back."""
    made = (await done(house, "create_contact", **DATA))["contact"]

    stored = row(house, "Contacts", ContactID=made["id"])
    assert (stored["Name"], stored["EmailAddress"]) == (DATA["name"], DATA["email"])
    assert (made["first_name"], made["last_name"]) == ("Tui", "Ranginui")
    assert any("Wellington" in str(each) for each in made["addresses"])
    assert any("555 0134" in str(each) for each in made["phones"])


async def test_a_name_that_is_taken_is_refused_with_who_has_it(house: House) -> None:
    """Xero would change the other one instead."""
    taken = row(house, "Contacts", Name="Capital Power")

    error = await refused(house, "create_contact", name="capital power")

    assert (error["code"], paths(error)) == ("conflict", ["/name"])
    assert taken["ContactID"] in str(error)


@pytest.mark.parametrize("name", ["Capital Power Limited", "Capital Power Ltd."])
async def test_a_name_that_differs_in_its_legal_form_is_warned_of(house: House, name: str) -> None:
    """It is probably the same company."""
    assert "possible_duplicate" in warned(await plan(house, "create_contact", name=name))


async def test_the_same_email_address_is_warned_of(house: House) -> None:
    """Whatever the name."""
    other = next(each for each in rows(house, "Contacts") if each.get("EmailAddress"))

    proposed = await plan(house, "create_contact", name="Somebody Else", email=other["EmailAddress"])

    assert "possible_duplicate" in warned(proposed)


async def test_an_archived_duplicate_is_warned_of_or_named(house: House) -> None:
    """It may be what is wanted."""
    change(house, "Contacts", row(house, "Contacts", Name="Ngaio Travel"), ContactStatus="ARCHIVED")

    answer = await house.call("create_contact", name="Ngaio Travel")

    assert "archived" in str(answer)


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        ({"name": "   "}, "/name"),
        ({"name": "a\x00b"}, "/name"),
        ({"name": "x" * 256}, "/name"),
        ({"name": "New", "email": "no address"}, "/email"),
        ({}, "/name"),
        ({"name": "New", "phones": []}, "/phones"),
    ],
)
async def test_bad_fields_are_named_and_nothing_is_written(house: House, arguments: dict[str, Any], path: str) -> None:
    """Each by its path."""
    error = await refused(house, "create_contact", **arguments)

    assert error["code"] == "invalid_arguments"
    assert path in paths(error)


async def test_undo_archives_it(house: House) -> None:
    """Xero deletes no contacts."""
    answer = await house.do("create_contact", name="Miramar Boat Hire")
    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()

    await house.carry_out(undo["plan"])

    assert row(house, "Contacts", Name="Miramar Boat Hire")["ContactStatus"] == "ARCHIVED"


async def test_a_contact_that_is_there_is_used_if_that_was_asked_for(house: House) -> None:
    """Found by its exact name, letter case aside, and answered as it is: nothing is planned or written."""
    before = writes(house)
    found = await result(house, "create_contact", name="KAURI GROVE CAFE", email="new@kauri.example", if_there="use")
    new = await done(house, "create_contact", name="Pukeko Press", if_there="use")

    assert found["contact"]["name"] == "Kauri Grove Cafe"
    assert found["contact"].get("email") != "new@kauri.example"
    assert new["contact"]["name"] == "Pukeko Press"
    assert writes(house) == before + 1
