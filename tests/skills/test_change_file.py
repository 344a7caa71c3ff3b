"""What change_file promises."""

from __future__ import annotations

import pytest
from support.asking import done, paths, plan, refused, result, row, writes

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
FILE = "how we file.txt"


async def test_a_file_is_renamed_and_moved_and_its_content_and_links_stay(house: House) -> None:
    """By one request, and undone by one."""
    before = (await result(house, "show_file", file="office lease.pdf"))["links"]
    named = (await done(house, "change_file", file="office lease.pdf", name="lease 2026.pdf", folder="Inbox"))["file"]
    shown = await result(house, "show_file", file="lease 2026.pdf")
    copy = await result(house, "export_file", file="lease 2026.pdf")

    assert (named["name"], named["folder_id"]) == ("lease 2026.pdf", row(house, "Folders", Name="Inbox")["Id"])
    assert shown["links"] == before != []
    assert copy["file"]["name"] == "lease 2026.pdf"


async def test_the_undo_gives_the_old_name_and_folder(house: House) -> None:
    """Of a file that nobody changed meanwhile."""
    answer = await house.do("change_file", file=FILE, name="filing.txt", folder="Contracts")
    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()["plan"]
    await house.carry_out(undo)

    assert row(house, "Files", Name=FILE)["FolderId"] == row(house, "Folders", Name="Inbox")["Id"]


async def test_only_what_changes_is_sent(house: House) -> None:
    """A move sends no name."""
    before = writes(house)
    await done(house, "change_file", file=FILE, folder="Contracts")

    assert writes(house) == before + 1
    assert row(house, "Files", FolderId=row(house, "Folders", Name="Contracts")["Id"], Name=FILE)


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({}, "/name"),
        ({"name": FILE}, "/name"),
        ({"folder": "Inbox"}, "/folder"),
        ({"name": "how we file.pdf"}, "/name"),
        ({"name": "how we file"}, "/name"),
        ({"folder": "Nowhere"}, "/folder"),
    ],
)
async def test_what_cannot_be_meant_is_refused_and_makes_no_plan(
    house: House, given: dict[str, str], path: str
) -> None:
    """Nothing to change, what is so already, another type, no such folder."""
    assert paths(await refused(house, "change_file", file=FILE, **given)) == [path]


async def test_a_file_that_was_changed_since_the_plan_is_left_alone(house: House) -> None:
    """What was shown is not what is there."""
    proposed = await plan(house, "change_file", file=FILE, name="filing.txt")
    books = house.sandbox.organisations[house.organisation]
    books["Files"].put({**row(house, "Files", Name=FILE), "FolderId": row(house, "Folders", Name="Contracts")["Id"]})
    answer = await house.carry_out(proposed)

    assert answer["success"] is False
    assert answer["error"]["may_have_written"] is False
    assert row(house, "Files", Name=FILE)
