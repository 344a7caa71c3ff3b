"""What find_expense_claims promises."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.asking import result

from atom_xero_plugin.testing import House, open_connected_house

pytestmark = pytest.mark.anyio


async def test_claims_are_listed_with_what_is_due(house: House) -> None:
    """And filtered by status."""
    (claim,) = (await result(house, "find_expense_claims", status="submitted"))["items"]

    assert (claim["person"], claim["total"]["amount"], claim["due"]["amount"]) == ("Ana Whare", "46.00", "46.00")
    assert (await result(house, "find_expense_claims", status="paid"))["items"] == []


async def test_a_broad_scope_of_before_lets_read_them(tmp_path: Path) -> None:
    """An old app has accounting.transactions, which held them."""
    house = await open_connected_house(tmp_path, scopes="legacy")

    assert (await result(house, "find_expense_claims"))["total"] == 1
    await house.runtime.close()
