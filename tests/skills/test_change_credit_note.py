"""What change_credit_note promises."""

from __future__ import annotations

import pytest
from support.asking import LINE, change, done, paths, plan, refused, row, warned

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_what_is_not_changed_stays(house: House) -> None:
    """Lines keep their ids."""
    before = dict(row(house, "CreditNotes", CreditNoteNumber="CN-0003"))
    changed = (await done(house, "change_credit_note", credit_note="CN-0003", reference="RMA 2"))["credit_note"]
    after = row(house, "CreditNotes", CreditNoteNumber="CN-0003")

    assert changed["reference"] == "RMA 2"
    assert [after[name] for name in ("Date", "Total", "LineItems")] == [
        before[name] for name in ("Date", "Total", "LineItems")
    ]


async def test_lines_change_the_total_and_what_is_left(house: House) -> None:
    """Of one that is approved, with a warning."""
    proposed = await plan(house, "change_credit_note", credit_note="CN-0002", add_lines=[LINE])
    await house.carry_out(proposed)

    assert warned(proposed) == ["approved"]
    assert str(row(house, "CreditNotes", CreditNoteNumber="CN-0002")["RemainingCredit"]) == "437.00"


async def test_one_that_is_used_takes_no_change(house: House) -> None:
    """Xero refuses any; the hint says what comes first."""
    error = await refused(house, "change_credit_note", credit_note="CN-0001", reference="x")

    assert (error["code"], "unallocate_credit_note" in error["hint"]) == ("conflict", True)


async def test_a_suppliers_has_no_reference_and_takes_no_discount(house: House) -> None:
    """As Xero has it."""
    reference = await refused(house, "change_credit_note", credit_note="SC-118", reference="x")
    off = [{"line": "1", "discount_percent": "10"}]
    discount = await refused(house, "change_credit_note", credit_note="SC-118", change_lines=off)

    assert paths(reference) == ["/reference"]
    assert paths(discount) == ["/change_lines/0/discount_percent"]


async def test_one_changed_meanwhile_is_not_overwritten(house: House) -> None:
    """The plan is stale."""
    proposed = await plan(house, "change_credit_note", credit_note="CN-0003", reference="RMA 2")
    house.sandbox.clock.advance(60)
    change(house, "CreditNotes", row(house, "CreditNotes", CreditNoteNumber="CN-0003"), Reference="By hand")

    assert (await house.carry_out(proposed))["error"]["code"] == "plan_stale"
