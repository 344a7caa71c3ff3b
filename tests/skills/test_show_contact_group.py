"""What show_contact_group promises."""

from __future__ import annotations

import pytest
from support.asking import paths, refused, result

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_it_shows_who_is_in_it(house: House) -> None:
    """By name."""
    group = (await result(house, "show_contact_group", group="newsletter"))["group"]

    assert [each["name"] for each in group["contacts"]] == ["Cuba Quarter Bookshop", "Karori Veterinary Clinic"]


async def test_a_group_that_there_is_not_is_refused_with_the_near_one(house: House) -> None:
    """A slip is easy to mend."""
    error = await refused(house, "show_contact_group", group="Newsleter")

    assert (error["code"], paths(error)) == ("not_found", ["/group"])
    assert "Newsletter" in error["hint"]
