"""What find_branding_themes promises."""

from __future__ import annotations

import pytest
from support.asking import result

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_themes_are_listed_and_the_default_is_marked(house: House) -> None:
    """It is the first in Xero's order."""
    items = (await result(house, "find_branding_themes"))["items"]

    assert [(each["name"], each.get("default", False)) for each in items] == [
        ("Standard", True), ("Special Projects", False),
    ]  # fmt: skip
