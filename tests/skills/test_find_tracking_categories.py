"""What find_tracking_categories promises."""

from __future__ import annotations

from typing import Any

import pytest
from support.asking import result

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def found(house: House, **arguments: Any) -> dict[str, list[str]]:
    items = (await result(house, "find_tracking_categories", **arguments))["items"]
    return {each["name"]: [option["name"] for option in each["options"]] for each in items}


async def test_categories_are_listed_with_their_options_in_use(house: House) -> None:
    """Archived ones are there for who asks."""
    assert await found(house) == {"Region": ["Wellington", "Auckland", "Canterbury"]}
    assert await found(house, include_archived=True) == {
        "Region": ["Wellington", "Auckland", "Canterbury", "Northland"]
    }


async def test_a_text_finds_options_and_whole_categories(house: House) -> None:
    """In any letter case."""
    assert await found(house, text="cant") == {"Region": ["Canterbury"]}
    assert len((await found(house, text="region"))["Region"]) == 3
    assert await found(house, text="nowhere") == {}
