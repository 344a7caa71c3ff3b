"""What show_file promises."""

from __future__ import annotations

import pytest
from support.asking import paths, refused, result, rows

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_it_shows_the_file_and_what_it_is_linked_to(house: House) -> None:
    """By its name in any letter case, or its id."""
    shown = await result(house, "show_file", file="Office Lease.pdf")
    again = await result(house, "show_file", file=shown["file"]["id"])

    assert shown == again
    assert shown["file"]["name"] == "office lease.pdf"
    assert [each["kind"] for each in shown["links"]] == ["contact"]
    assert rows(house, "Contacts", ContactID=shown["links"][0]["id"])


async def test_a_file_without_links_has_none(house: House) -> None:
    """Not an error."""
    assert (await result(house, "show_file", file="how we file.txt"))["links"] == []


async def test_a_name_of_several_files_is_answered_with_their_ids(house: House) -> None:
    """Xero keeps files of one name beside each other."""
    lease = rows(house, "Files", Name="office lease.pdf")[0]
    twin = "7a3d9c1e-52f4-4b8a-9c06-1d2e3f4a5b6c"
    house.sandbox.organisations[house.organisation]["Files"].put({**lease, "Id": twin})
    error = await refused(house, "show_file", file="office lease.pdf")

    assert (error["code"], paths(error)) == ("ambiguous", ["/file"])
    assert twin in error["fields"][0]["message"]


@pytest.mark.parametrize("named", ["nothing.pdf", "7a3d9c1e-52f4-4b8a-9c06-1d2e3f4a5b6d"])
async def test_a_file_that_is_not_there_is_named(house: House, named: str) -> None:
    """By name or id."""
    error = await refused(house, "show_file", file=named)

    assert (error["code"], paths(error)) == ("not_found", ["/file"])
