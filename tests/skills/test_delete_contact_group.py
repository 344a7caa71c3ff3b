"""What delete_contact_group promises."""

from __future__ import annotations

import pytest
from support.asking import done, refused, row, rows

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_the_group_goes_and_its_contacts_stay(house: House) -> None:
    """They are in no group afterwards."""
    before = len(rows(house, "Contacts"))
    deleted = (await done(house, "delete_contact_group", group="Newsletter"))["group"]

    assert (deleted["name"], deleted["deleted"]) == ("Newsletter", True)
    assert len(rows(house, "Contacts")) == before
    assert row(house, "ContactGroups")["Status"] == "DELETED"


async def test_one_that_was_deleted_is_not_there_any_more(house: House) -> None:
    """Xero lists it no more."""
    await done(house, "delete_contact_group", group="Newsletter")

    assert (await refused(house, "delete_contact_group", group="Newsletter"))["code"] == "not_found"
