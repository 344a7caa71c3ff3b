"""What find_receipts promises."""

from __future__ import annotations

import pytest
from support.asking import result

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_receipts_are_listed_the_newest_first_and_by_status(house: House) -> None:
    """With who spent it, and how much."""
    items = (await result(house, "find_receipts"))["items"]
    drafts = (await result(house, "find_receipts", status="draft"))["items"]

    assert [each["number"] for each in items] == ["1", "2"]
    assert [(each["number"], each["person"], each["total"]["amount"]) for each in drafts] == [
        ("2", "Ana Whare", "23.00")
    ]
