"""Purchase orders in the search."""

from __future__ import annotations

from typing import Any

import pytest
from search.conftest import Mirror

from atom_xero_plugin.accounting.kinds import kind_by_name

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("query", ["PO-0017", "shelves", "Karori", "345.00", "purchase order karori"])
async def test_an_order_is_found_by_all_that_people_know_of_it(mirror: Mirror, query: str) -> None:
    """Number, reference, contact, total, what it is."""
    sample: dict[str, Any] = dict(kind_by_name("purchase_order").sample)
    await mirror.hear("PurchaseOrders", sample)
    [hit] = await mirror.find(query, kinds=["purchase_order"])

    assert hit.title == "Purchase order PO-0017 · Karori Veterinary Clinic"
    assert hit.snippet == "NZD 345.00 · approved · 2026-06-02"
    assert hit.kind == "purchase_order"
