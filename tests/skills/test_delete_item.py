"""What delete_item promises."""

from __future__ import annotations

import pytest
from support.asking import done, plan, refused, rows, warned, writes
from support.stocked import put_tracked

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_an_item_is_gone_for_good_by_one_request(house: House) -> None:
    """The plan says that it is final; Xero answers nothing, and the list is read to be sure."""
    proposed = await plan(house, "delete_item", item="COPY")
    before = writes(house)
    answer = await house.carry_out(proposed)

    assert (warned(proposed), proposed["undo"]) == (["final"], None)
    assert answer["plan"]["state"] == "verified"
    assert answer["result"]["deleted"] is True
    assert rows(house, "Items", Code="COPY") == []
    assert writes(house) == before + 1


async def test_documents_that_name_it_keep_their_lines(house: House) -> None:
    """Nothing of the books moves."""
    line = {"item": "COPY", "description": "Words", "quantity": "2"}
    made = (await done(house, "create_invoice", contact="Kauri Grove Cafe", lines=[line]))["invoice"]
    await done(house, "delete_item", item="COPY")

    kept = (await house.call("show_invoice", invoice=made["id"]))["result"]["invoice"]
    assert kept["total"] == made["total"]
    assert kept["lines"][0]["item"] == "COPY"


async def test_a_tracked_item_with_stock_is_refused_at_once(house: House) -> None:
    """Xero keeps it."""
    put_tracked(house, "CHAIR", bought=2)
    error = await refused(house, "delete_item", item="CHAIR")

    assert error["code"] == "conflict"


async def test_a_tracked_item_that_was_used_is_refused_by_xero(house: House) -> None:
    """None is on hand any more, but it was booked; the plan warned of it."""
    put_tracked(house, "CHAIR", bought=1)
    line = {"item": "CHAIR", "description": "Chair", "quantity": "1"}
    await done(house, "create_invoice", contact="Kauri Grove Cafe", lines=[line], approve=True, due_in_days=7)
    proposed = await plan(house, "delete_item", item="CHAIR")
    answer = await house.carry_out(proposed)

    assert "tracked" in warned(proposed)
    assert answer["error"]["code"] == "xero_refused"
    assert len(rows(house, "Items", Code="CHAIR")) == 1


async def test_one_that_is_gone_already_is_not_found(house: House) -> None:
    """It is not deleted twice."""
    await done(house, "delete_item", item="COPY")

    assert (await refused(house, "delete_item", item="COPY"))["code"] == "not_found"
