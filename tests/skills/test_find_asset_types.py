"""What find_asset_types promises."""

from __future__ import annotations

import pytest
from support.asking import result

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_types_are_listed_with_accounts_and_depreciation(house: House) -> None:
    """Accounts by their codes."""
    found = (await result(house, "find_asset_types"))["items"]

    assert [each["name"] for each in found] == ["Computer Equipment", "Furniture"]
    assert [found[0][each] for each in ("asset_account", "expense_account", "accumulated_account")] == [
        "710", "416", "711",
    ]  # fmt: skip
    assert found[1]["depreciation"] == {"method": "straight_line", "averaging": "full_month", "percent": "20"}


async def test_part_of_a_name_finds_them(house: House) -> None:
    """Letter case aside."""
    assert [each["name"] for each in (await result(house, "find_asset_types", text="FURN"))["items"]] == ["Furniture"]
