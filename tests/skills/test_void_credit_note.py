"""What void_credit_note promises."""

from __future__ import annotations

import pytest
from support.asking import done, plan, refused, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_an_approved_one_is_voided_and_a_draft_deleted(house: House) -> None:
    """Nothing is left of either, and it is final."""
    proposed = await plan(house, "void_credit_note", credit_note="CN-0002")
    voided = (await house.carry_out(proposed))["result"]["credit_note"]
    deleted = (await done(house, "void_credit_note", credit_note="CN-0003"))["credit_note"]

    assert (voided["status"], deleted["status"]) == ("voided", "deleted")
    assert voided["remaining"]["amount"] == "0.00"
    assert (proposed["undo"], proposed["summary"].endswith("This is final.")) == (None, True)


async def test_one_that_is_used_is_refused(house: House) -> None:
    """In part or whole; the hint says what comes first."""
    part = await refused(house, "void_credit_note", credit_note="CN-0001")
    await done(house, "refund_credit_note", credit_note="CN-0002", account="090")
    whole = await refused(house, "void_credit_note", credit_note="CN-0002")

    assert "unallocate_credit_note" in part["hint"]
    assert "refunds" in whole["message"]
    assert row(house, "CreditNotes", CreditNoteNumber="CN-0001")["Status"] == "AUTHORISED"
