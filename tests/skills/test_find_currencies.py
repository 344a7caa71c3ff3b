"""What find_currencies promises."""

from __future__ import annotations

import pytest
from support.asking import done, result

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_currencies_in_use_are_listed_the_own_one_first(house: House) -> None:
    """One that is added is among them."""
    await done(house, "create_currency", currency="AUD")

    items = (await result(house, "find_currencies"))["items"]

    assert [(each["id"], each.get("base", False)) for each in items] == [("NZD", True), ("AUD", False)]
