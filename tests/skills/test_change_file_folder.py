"""What change_file_folder promises."""

from __future__ import annotations

import pytest
from support.asking import done, refused, result, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_a_folder_is_renamed_with_its_files_and_back(house: House) -> None:
    """Its id and what is in it stay."""
    answer = await house.do("change_file_folder", folder="contracts", name="Signed contracts")
    shown = {each["name"]: each for each in (await result(house, "list_file_folders"))["folders"]}
    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()["plan"]
    await house.carry_out(undo)

    assert answer["result"]["folder"]["name"] == "Signed contracts"
    assert shown["Signed contracts"]["files"] == 1
    assert row(house, "Folders", Name="Contracts")["Id"] == shown["Signed contracts"]["id"]


@pytest.mark.parametrize(
    ("folder", "name", "code"),
    [
        ("Inbox", "Post", "conflict"),
        ("Contracts", "inbox", "conflict"),
        ("Contracts", "Contracts", "invalid_arguments"),
        ("Contracts", "\u200b ", "invalid_arguments"),
        ("Nowhere", "Somewhere", "not_found"),
    ],
)
async def test_what_xero_would_refuse_makes_no_plan(house: House, folder: str, name: str, code: str) -> None:
    """The inbox, a name that is taken, the same name, a blank one, no such folder."""
    assert (await refused(house, "change_file_folder", folder=folder, name=name))["code"] == code


async def test_letters_of_another_case_are_a_new_name(house: House) -> None:
    """Of the folder itself."""
    assert (await done(house, "change_file_folder", folder="Contracts", name="CONTRACTS"))["folder"][
        "name"
    ] == "CONTRACTS"
