"""What list_contact_groups promises."""

from __future__ import annotations

import pytest
from support.asking import done, result

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_the_groups_are_listed_by_name_and_found_by_a_part_of_it(house: House) -> None:
    """Deleted ones are left out, as Xero does."""
    await done(house, "create_contact_group", name="archive of 2019")
    await done(house, "create_contact_group", name="Gone")
    await done(house, "delete_contact_group", group="Gone")

    names = [each["name"] for each in (await result(house, "list_contact_groups"))["items"]]
    found = [each["name"] for each in (await result(house, "list_contact_groups", text="NEWS"))["items"]]

    assert names == ["archive of 2019", "Newsletter"]
    assert found == ["Newsletter"]
