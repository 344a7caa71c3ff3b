"""What find_bank_transfers promises."""

from __future__ import annotations

from typing import Any

import pytest
from support.asking import done, refused, result, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def amounts(house: House, **arguments: Any) -> list[str]:
    found = await result(house, "find_bank_transfers", **arguments)
    return [each["amount"]["amount"] for each in found["items"]]


async def test_they_are_filtered_by_account_amount_days_and_state(house: House) -> None:
    """The newest first; deleted ones for who asks for them."""
    for amount, day in (("10", "2026-06-01"), ("20", "2026-06-03")):
        await done(house, "create_bank_transfer", from_account="090", to_account="091", amount=amount, date=day)
    await done(
        house, "delete_bank_transfer", bank_transfer=row(house, "BankTransfers", Reference="Card")["BankTransferID"]
    )

    assert await amounts(house) == ["20.00", "10.00"]
    assert await amounts(house, account="092") == []
    assert await amounts(house, account="092", state="deleted") == ["750.00"]
    assert await amounts(house, amount="10") == ["10.00"]
    assert await amounts(house, dates={"from": "2026-06-02", "to": "2026-06-30"}) == ["20.00"]


async def test_pages_join_without_a_gap(house: House) -> None:
    """Xero gives all of them at once; an answer gives as many as are asked for."""
    await done(house, "create_bank_transfer", from_account="090", to_account="091", amount="10")
    first = await result(house, "find_bank_transfers", limit=1)
    second = await result(house, "find_bank_transfers", limit=1, cursor=first["next_cursor"])
    other = await refused(house, "find_bank_transfers", limit=1, account="090", cursor=first["next_cursor"])

    assert [each["items"][0]["amount"]["amount"] for each in (first, second)] == ["10.00", "750.00"]
    assert (second["has_more"], other["code"]) == (False, "invalid_arguments")
