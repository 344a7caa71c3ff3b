"""What find_purchase_orders promises."""

from __future__ import annotations

from typing import Any

import pytest
from support.asking import change, done, result, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def numbers(house: House, **arguments: Any) -> list[str]:
    return [each["number"] for each in (await result(house, "find_purchase_orders", **arguments))["items"]]


async def test_all_but_deleted_ones_are_listed_the_newest_first(house: House) -> None:
    """A deleted one is there for who asks for it."""
    await done(house, "delete_purchase_order", purchase_order="PO-0003")

    assert await numbers(house) == ["PO-0005", "PO-0004", "PO-0002", "PO-0001"]
    assert await numbers(house, status="deleted") == ["PO-0003"]


async def test_it_filters_by_status_supplier_and_days(house: House) -> None:
    """The supplier is compared here, since Xero does not filter by one."""
    assert await numbers(house, status="approved", sort="number") == ["PO-0002", "PO-0003"]
    assert await numbers(house, contact="Cloudfern Hosting") == ["PO-0005", "PO-0004"]
    assert await numbers(house, dates={"from": "2026-05-19", "to": "2026-06-02"}) == ["PO-0003", "PO-0002"]
    assert await numbers(house, contact="Ngaio Travel", status="billed") == []


async def test_a_supplier_is_found_on_a_later_page(house: House) -> None:
    """Pages without one are passed over."""
    made = row(house, "PurchaseOrders", PurchaseOrderNumber="PO-0005")
    for number in range(30):
        identity = {"PurchaseOrderID": f"00000000-0000-4000-8000-{number:012}", "PurchaseOrderNumber": f"Z-{number}"}
        change(house, "PurchaseOrders", made, **identity)

    assert await numbers(house, contact="Ngaio Travel", limit=10) == ["PO-0002"]
