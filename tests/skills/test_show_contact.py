"""What show_contact promises."""

from __future__ import annotations

import pytest
from support.asking import change, done, refused, result, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_a_contact_is_shown_in_full_by_name_address_and_id(house: House) -> None:
    """Its fields are those that change_contact sets."""
    new = {"name": "Harbour Lights Ltd", "email": "hello@lights.example", "phone": "+64 4 555 0100"}
    made = (await done(house, "create_contact", **new))["contact"]

    shown = [
        (await result(house, "show_contact", contact=name))["contact"]
        for name in ("Harbour Lights Ltd", "hello@lights.example", made["id"])
    ]

    assert all(each == shown[0] for each in shown)
    assert {name: shown[0][name] for name in ("id", "name", "email")} == {
        "id": made["id"], "name": new["name"], "email": new["email"],
    }  # fmt: skip
    assert made["id"] in shown[0]["url"]


async def test_the_only_one_that_begins_so_is_shown_and_the_answer_says_so(house: House) -> None:
    """As every read does; two that begin so are both named."""
    gold = (await done(house, "create_contact", name="Goldsmith Ltd"))["contact"]["id"]

    found = await result(house, "show_contact", contact="gold")

    assert found["assumed"] == [{"field": "contact", "asked": "gold", "id": gold, "name": "Goldsmith Ltd"}]
    assert "assumed" not in await result(house, "show_contact", contact="Goldsmith Ltd")
    await done(house, "create_contact", name="Gold Rush")
    assert (await refused(house, "show_contact", contact="gold"))["code"] == "ambiguous"


async def test_one_that_was_merged_shows_the_one_that_it_became(house: House) -> None:
    """And says so."""
    old, new = [(await done(house, "create_contact", name=name))["contact"]["id"] for name in ("Old Ltd", "New Ltd")]
    record = row(house, "Contacts", ContactID=old)
    change(house, "Contacts", record, ContactStatus="ARCHIVED", MergedToContactID=new)

    found = await result(house, "show_contact", contact="Old Ltd")

    assert found["contact"]["id"] == new
    assert [each["id"] for each in found["assumed"]] == [new]


async def test_a_name_that_nobody_has_is_not_found_with_those_like_it(house: House) -> None:
    """The field is named."""
    error = await refused(house, "show_contact", contact="Kauri Grove Cafee")

    assert (error["code"], error["fields"][0]["path"]) == ("not_found", "/contact")
    assert "Kauri Grove Cafe" in error["hint"]
