"""What delete_file promises."""

from __future__ import annotations

import pytest
from support.asking import done, plan, refused, rows

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_a_file_is_deleted_with_its_links_and_no_other_is(house: House) -> None:
    """It is shown no more."""
    gone = (await done(house, "delete_file", file="office lease.pdf"))["file"]
    error = await refused(house, "show_file", file=gone["id"])

    assert gone["name"] == "office lease.pdf"
    assert error["code"] == "not_found"
    assert [each["Name"] for each in rows(house, "Files")] == ["how we file.txt"]
    assert rows(house, "Associations") == []


async def test_the_plan_says_that_it_is_final_and_what_it_is_linked_to(house: House) -> None:
    """Before a person approves."""
    proposed = await plan(house, "delete_file", file="office lease.pdf")

    assert {each["code"] for each in proposed["warnings"]} == {"final", "linked"}
    assert proposed["final"] is True
    assert len(proposed["before"]["linked_to"]) == 1


async def test_a_file_that_was_renamed_since_the_plan_is_not_deleted(house: House) -> None:
    """It may be another one to a person by now."""
    proposed = await plan(house, "delete_file", file="how we file.txt")
    await done(house, "change_file", file="how we file.txt", name="keep this.txt")
    answer = await house.carry_out(proposed)

    assert (answer["success"], answer["error"]["may_have_written"]) == (False, False)
    assert "keep this.txt" in {each["Name"] for each in rows(house, "Files")}


async def test_an_upload_is_undone_by_deleting_the_file_that_it_brought(house: House) -> None:
    """Not one of the same name that was there before."""
    kept = (await house.call("export_file", file="how we file.txt"))["result"]["file"]["id"]
    answer = await house.do("upload_file", file=kept, folder="Contracts")
    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()["plan"]
    await house.carry_out(undo)

    left = [each for each in rows(house, "Files") if each["Name"] == "how we file.txt"]
    assert [each["Id"] for each in left] != [answer["result"]["file"]["id"]]
    assert len(left) == 1
