"""Contact groups: at most a hundred, each name once, members only where one group is asked for."""

from __future__ import annotations

from typing import Any

import pytest
from sandbox.books.conftest import Xero

from atom_xero_plugin.sandbox.resources.contact_groups import FULL, MOST, add_group


@pytest.fixture
def group(xero: Xero) -> dict[str, Any]:
    """A group with the first contact of the books."""
    contact = xero.put("Contacts", {"Name": "Kauri Grove Cafe"}).only()
    return add_group(xero.books, "Newsletter", [contact["ContactID"]])


def test_members_are_shown_of_one_group_alone(xero: Xero, group: dict[str, Any]) -> None:
    """The list has none; the contact names its groups."""
    one = xero.get(f"ContactGroups/{group['ContactGroupID']}").only()
    listed = xero.get("ContactGroups").only()
    contact = xero.get(f"Contacts/{group['ContactIDs'][0]}").only()

    assert [each["Name"] for each in one["Contacts"]] == ["Kauri Grove Cafe"]
    assert listed["Contacts"] == []
    assert [each["Name"] for each in contact["ContactGroups"]] == ["Newsletter"]


def test_a_hundred_groups_are_the_most(xero: Xero) -> None:
    """In Xero's own words, apostrophe and all."""
    for number in range(MOST):
        add_group(xero.books, f"Group {number}")

    assert xero.put("ContactGroups", {"Name": "One more"}).messages() == [FULL]
    assert FULL == "You\u2019ve reached the limit of 100 contact groups."


@pytest.mark.parametrize("name", ["newsletter", " "])
def test_a_name_that_is_taken_or_blank_is_refused(xero: Xero, group: dict[str, Any], name: str) -> None:
    """Letter case aside."""
    assert xero.put("ContactGroups", {"Name": name}).messages()


def test_a_deleted_group_is_listed_no_more_and_its_name_is_free(xero: Xero, group: dict[str, Any]) -> None:
    """It is deleted by its status, and takes no more changes."""
    address = f"ContactGroups/{group['ContactGroupID']}"
    assert xero.post(address, {"Status": "DELETED"}).only()["Status"] == "DELETED"

    assert xero.get("ContactGroups").records() == []
    assert xero.put("ContactGroups", {"Name": "Newsletter"}).only()["Status"] == "ACTIVE"
    assert xero.post(address, {"Name": "Again"}).messages() == ["The contact group has been deleted"]
