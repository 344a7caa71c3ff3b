"""What find_projects promises."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.asking import done, result

from atom_xero_plugin.testing import House, open_connected_house

pytestmark = pytest.mark.anyio


async def test_projects_in_progress_are_listed_with_their_contacts(house: House) -> None:
    """Closed ones if asked for."""
    (found,) = (await result(house, "find_projects"))["items"]
    closed = (await result(house, "find_projects", state="closed"))["items"]

    assert (found["name"], found["estimate"]["amount"]) == ("Shop refit", "12000.00")
    assert found["contact"]
    assert [each["name"] for each in closed] == ["Logo refresh"]


async def test_they_are_found_by_contact_and_by_part_of_the_name(house: House) -> None:
    """Of every state."""
    await done(house, "create_project", name="New kitchen", contact="Kauri Grove Cafe")

    by_contact = await result(house, "find_projects", contact="Kauri Grove Cafe", text="kitchen")
    by_name = await result(house, "find_projects", text="LOGO", state="all")

    assert [each["name"] for each in by_contact["items"]] == ["New kitchen"]
    assert [each["name"] for each in by_name["items"]] == ["Logo refresh"]


async def test_a_cursor_goes_on(house: House) -> None:
    """Each project once."""
    first = await result(house, "find_projects", state="all", limit=1)
    rest = await result(house, "find_projects", state="all", limit=1, cursor=first["next_cursor"])

    assert [first["has_more"], rest["has_more"]] == [True, False]
    assert [each["items"][0]["name"] for each in (first, rest)] == ["Shop refit", "Logo refresh"]


async def test_without_the_scope_nothing_is_asked_and_it_is_named(tmp_path: Path) -> None:
    """The standard set of scopes has none of projects."""
    house = await open_connected_house(tmp_path, scopes="standard")
    before = house.sandbox.requests.total

    answer = await house.call("find_projects")
    await house.runtime.close()

    assert answer["error"]["code"] == "scope_missing"
    assert "projects.read" in answer["error"]["hint"]
    assert house.sandbox.requests.total == before
