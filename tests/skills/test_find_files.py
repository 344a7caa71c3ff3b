"""What find_files promises."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.asking import paths, refused, result

from atom_xero_plugin.testing import House, open_connected_house

pytestmark = pytest.mark.anyio


async def test_it_lists_names_types_sizes_and_folders(house: House) -> None:
    """Of all folders, and by a part of the name in any letter case."""
    every = (await result(house, "find_files"))["items"]
    found = await result(house, "find_files", name="LEASE")

    assert {each["name"] for each in every} == {"office lease.pdf", "how we file.txt"}
    assert [(each["name"], each["type"]) for each in found["items"]] == [("office lease.pdf", "application/pdf")]
    assert found["items"][0]["size"] > 20
    assert found["items"][0]["added_at"].endswith("Z")
    assert (found["has_more"], found["next_cursor"]) == (False, None)


async def test_a_folder_narrows_it_by_name_or_id(house: House) -> None:
    """One that is not there is answered with those that are."""
    folders = {each["name"]: each for each in (await result(house, "list_file_folders"))["folders"]}
    by_name = (await result(house, "find_files", folder="contracts"))["items"]
    by_id = (await result(house, "find_files", folder=folders["Contracts"]["id"]))["items"]
    error = await refused(house, "find_files", folder="Photos")

    assert by_name == by_id
    assert [each["name"] for each in by_name] == ["office lease.pdf"]
    assert (error["code"], paths(error)) == ("not_found", ["/folder"])
    assert "Inbox" in error["fields"][0]["message"]


async def test_more_is_asked_for_by_the_cursor(house: House) -> None:
    """Each file once."""
    first = await result(house, "find_files", limit=1)
    second = await result(house, "find_files", limit=1, cursor=first["next_cursor"])

    assert first["has_more"] is True
    assert {each["name"] for each in (*first["items"], *second["items"])} == {"office lease.pdf", "how we file.txt"}


async def test_a_connection_without_the_scope_is_refused_before_xero_is_asked(tmp_path: Path) -> None:
    """With the scope named."""
    house = await open_connected_house(tmp_path, scopes="standard")
    before = house.sandbox.requests.total

    answer = await house.call("find_files")

    assert answer["error"]["code"] == "scope_missing"
    assert "files.read" in answer["error"]["hint"]
    assert house.sandbox.requests.total == before
    await house.runtime.close()
