"""What upload_file promises."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from support.asking import done, paths, plan, refused, result, rows, warned
from support.houses import house_on

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


def content_of(house: House, file_id: str) -> bytes:
    """The bytes of a file at the sandbox."""
    return next(iter(house.sandbox.organisations[house.organisation].files[file_id].values())).content


async def test_a_file_goes_into_the_inbox_byte_by_byte(house: House) -> None:
    """And the answer shows it as Xero has it."""
    source = (house.runtime.settings.file_folders[0] / "receipt.pdf").read_bytes()
    file = (await done(house, "upload_file", file="receipt.pdf"))["file"]
    inbox = (await result(house, "list_file_folders"))["folders"][0]

    assert (file["name"], file["type"], file["size"]) == ("receipt.pdf", "application/pdf", len(source))
    assert (file["folder_id"], inbox["files"]) == (inbox["id"], 2)
    assert content_of(house, file["id"]) == source


async def test_a_handle_goes_into_a_folder_under_a_name_of_its_own(house: House) -> None:
    """Quotation marks and letters of every alphabet reach Xero as they may stand in a name."""
    kept = await house.runtime.files.keep("default", "scan.png", "image/png", b"\x89PNG\r\n\x1a\n--x--\r\n", by="test")
    file = (await done(house, "upload_file", file=kept.id, folder="contracts", name='Müller "2026" 领收书.png'))["file"]
    (listed,) = (await result(house, "find_files", folder="Contracts", name="2026"))["items"]

    assert file == listed
    assert file["name"] == "Müller _2026_ 领收书.png"
    assert content_of(house, file["id"]) == b"\x89PNG\r\n\x1a\n--x--\r\n"


async def test_a_file_that_is_there_already_is_told_and_not_taken_for_the_new_one(house: House) -> None:
    """Xero keeps both."""
    first = (await done(house, "upload_file", file="receipt.pdf"))["file"]
    proposed = await plan(house, "upload_file", file="receipt.pdf")
    answer = await house.carry_out(proposed)

    assert warned(proposed) == ["possible_duplicate"]
    assert answer["result"]["file"]["id"] != first["id"]
    assert len(rows(house, "Files", Name="receipt.pdf")) == 2


async def test_what_xero_does_not_take_is_refused_before_its_files_are_read(house: House) -> None:
    """By its ending, and by a folder that is not allowed."""
    (house.runtime.settings.file_folders[0] / "tool.exe").write_bytes(b"MZ")
    odd = await refused(house, "upload_file", file="tool.exe")
    outside = await refused(house, "upload_file", file="/etc/passwd")

    assert (odd["code"], paths(odd)) == ("invalid_arguments", ["/file"])
    assert (outside["code"], paths(outside)) == ("not_allowed", ["/file"])
    assert [call for call in house.sandbox.requests.counts if "files.xro" in call] == []


async def test_a_folder_that_is_not_there_is_answered_with_those_that_are(house: House) -> None:
    """Nothing is planned."""
    error = await refused(house, "upload_file", file="receipt.pdf", folder="Photos")

    assert (error["code"], paths(error)) == ("not_found", ["/folder"])


async def test_what_xero_refuses_is_told_in_its_words(house: House) -> None:
    """A folder that was deleted after the plan was made."""
    proposed = await plan(house, "upload_file", file="receipt.pdf", folder="Contracts")
    folders = house.sandbox.organisations[house.organisation]["Folders"]
    folders.remove(next(key for key, row in folders.rows.items() if row["Name"] == "Contracts"))
    answer = await house.carry_out(proposed)

    assert answer["success"] is False
    assert answer["error"]["may_have_written"] is False
    assert rows(house, "Files", Name="receipt.pdf") == []


async def test_an_upload_that_never_arrived_is_sent_again_in_a_library_of_many_pages(tmp_path: Path) -> None:
    """What is older than the request ends the search for it, however many files there are."""
    async with house_on(tmp_path) as (house, wire):
        files = house.sandbox.organisations[house.organisation]["Files"]
        old = next(iter(files.rows.values()))
        for number in range(250):
            at = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=number)
            files.put({**old, "Id": str(UUID(int=number)), "CreatedDateUtc": at, "UpdatedDateUtc": at})
        wire.never_arrive = 1
        answer = await house.do("upload_file", file="receipt.pdf")

        assert answer["success"] is True, answer["error"]
        assert len(rows(house, "Files", Name="receipt.pdf")) == 1
