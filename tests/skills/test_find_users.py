"""What find_users promises."""

from __future__ import annotations

import pytest
from support.asking import change, result, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_people_are_listed_with_their_roles(house: House) -> None:
    """In our words; one that Xero added since in small letters."""
    change(house, "Users", row(house, "Users", FirstName="Ruth"), OrganisationRole="AUDITOR")

    items = (await result(house, "find_users"))["items"]

    assert {each["name"]: each["role"] for each in items} == {
        "Ana Whare": "standard", "Tom Ngata": "adviser", "Ruth Olsen": "auditor",
    }  # fmt: skip
    assert [each["name"] for each in items if each.get("subscriber")] == ["Ana Whare"]
