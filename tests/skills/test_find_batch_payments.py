"""What find_batch_payments promises."""

from __future__ import annotations

from typing import Any

import pytest
from support.asking import done, refused, result, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def totals(house: House, **arguments: Any) -> list[str]:
    found = await result(house, "find_batch_payments", **arguments)
    return [each["total"]["amount"] for each in found["items"]]


async def test_they_are_filtered_by_kind_account_days_and_state(house: House) -> None:
    """The newest first; deleted ones for who asks for them."""
    old = row(house, "BatchPayments", Reference="Bills")
    total = f"{old['TotalAmount']:.2f}"
    payments = [{"invoice": "INV-0151", "amount": "10"}, {"invoice": "INV-0150", "amount": "5"}]
    await done(house, "create_batch_payment", payments=payments, account="091")

    assert await totals(house) == ["15.00", total]
    assert await totals(house, settles="bill") == [total]
    assert await totals(house, account="091") == ["15.00"]
    assert await totals(house, dates={"from": old["Date"].isoformat(), "to": old["Date"].isoformat()}) == [total]
    await done(house, "delete_batch_payment", batch_payment=old["BatchPaymentID"])
    assert (await totals(house), await totals(house, state="deleted")) == (["15.00"], [total])


async def test_a_broken_cursor_is_refused_before_anything_is_asked(house: House) -> None:
    """As of every list."""
    error = await refused(house, "find_batch_payments", account="091", cursor="?")

    assert error["code"] == "invalid_arguments"
