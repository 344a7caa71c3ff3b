"""What approve_invoice promises."""

from __future__ import annotations

import pytest
from support.asking import LINE, change, done, plan, refused, row, warned

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
CLINIC = "Karori Veterinary Clinic"


async def draft(house: House) -> str:
    made = await done(house, "create_invoice", contact=CLINIC, lines=[LINE], due_in_days=14)
    identity: str = made["invoice"]["id"]
    return identity


async def test_a_draft_is_approved_and_awaits_payment(house: House) -> None:
    """Before and after stand in the plan; the books show it."""
    identity = await draft(house)

    proposed = await plan(house, "approve_invoice", invoice=identity)
    answer = await house.carry_out(proposed)

    assert (proposed["before"]["status"], proposed["after"]["status"]) == ("draft", "awaiting_payment")
    assert proposed["totals"]["total"]["amount"] == "345.00"
    assert answer["result"]["invoice"]["amount_due"]["amount"] == "345.00"
    assert row(house, "Invoices", InvoiceID=identity)["Status"] == "AUTHORISED"


async def test_an_invoice_of_nothing_is_paid_once_approved(house: House) -> None:
    """There is nothing to await."""
    free = {**LINE, "unit_amount": "0.00"}
    made = await done(house, "create_invoice", contact=CLINIC, lines=[free], due_in_days=14)

    proposed = await plan(house, "approve_invoice", invoice=made["invoice"]["id"])

    assert "zero_total" in warned(proposed)
    assert (await house.carry_out(proposed))["result"]["invoice"]["status"] == "paid"


async def test_what_is_missing_is_reported_at_once(house: House) -> None:
    """All of it, with where to complete it."""
    line = {"description": "x", "unit_amount": "5.00"}
    made = await done(house, "create_invoice", contact=CLINIC, lines=[line])

    error = await refused(house, "approve_invoice", invoice=made["invoice"]["id"])

    assert error["code"] == "conflict"
    assert "an account on each line" in error["message"]


async def test_one_that_is_approved_already_is_said_to_be(house: House) -> None:
    """Nothing needs to be done."""
    identity = await draft(house)
    await done(house, "approve_invoice", invoice=identity)

    error = await refused(house, "approve_invoice", invoice=identity)

    assert (error["code"], error["hint"]) == ("conflict", "Nothing needs to be done.")


async def test_a_plan_is_void_if_the_invoice_changed_meanwhile(house: House) -> None:
    """What was approved is not what would be sent."""
    identity = await draft(house)
    proposed = await plan(house, "approve_invoice", invoice=identity)
    house.sandbox.clock.advance(60)
    change(house, "Invoices", row(house, "Invoices", InvoiceID=identity), Reference="changed in Xero")

    answer = await house.carry_out(proposed)

    assert answer["success"] is False
    assert answer["error"]["code"] == "plan_stale"
    assert row(house, "Invoices", InvoiceID=identity)["Status"] == "DRAFT"


async def test_undo_voids_it(house: House) -> None:
    """As long as nothing is paid on it."""
    answer = await house.do("approve_invoice", invoice=await draft(house))
    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()

    assert (await house.carry_out(undo["plan"]))["result"]["invoice"]["status"] == "voided"
