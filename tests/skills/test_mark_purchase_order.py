"""What mark_purchase_order promises."""

from __future__ import annotations

import pytest
from support.asking import done, plan, refused, row, rows, warned

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_an_approved_order_is_billed_and_no_bill_is_made(house: House) -> None:
    """Everything else stays."""
    bills = len(rows(house, "Invoices"))
    before = dict(row(house, "PurchaseOrders", PurchaseOrderNumber="PO-0002"))
    marked = (await done(house, "mark_purchase_order", purchase_order="PO-0002"))["purchase_order"]
    after = row(house, "PurchaseOrders", PurchaseOrderNumber="PO-0002")

    assert marked["status"] == "billed"
    assert {**before, "Status": "BILLED", "UpdatedDateUTC": None} == {**after, "UpdatedDateUTC": None}
    assert len(rows(house, "Invoices")) == bills


async def test_one_that_is_not_approved_is_refused_with_what_to_do_first(house: House) -> None:
    """A billed one is done."""
    draft = await refused(house, "mark_purchase_order", purchase_order="PO-0005")
    billed = await refused(house, "mark_purchase_order", purchase_order="PO-0001")

    assert draft["hint"] == "Approve it first with approve_purchase_order."
    assert billed["hint"] == "Nothing needs to be done."


async def test_that_nothing_undoes_it_is_said_before(house: House) -> None:
    """No move back from billed is known of Xero."""
    proposed = await plan(house, "mark_purchase_order", purchase_order="PO-0003")

    assert (warned(proposed), proposed["undo"], proposed["final"]) == (["no_undo"], None, True)
