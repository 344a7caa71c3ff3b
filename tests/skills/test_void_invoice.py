"""What void_invoice promises."""

from __future__ import annotations

import pytest
from support.asking import LINE, done, plan, refused, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
CLINIC = "Karori Veterinary Clinic"


async def made(house: House, *, approve: bool) -> str:
    answer = await done(house, "create_invoice", contact=CLINIC, lines=[LINE], due_in_days=14, approve=approve)
    identity: str = answer["invoice"]["id"]
    return identity


async def test_an_approved_invoice_is_voided(house: House) -> None:
    """It stays in the books with nothing due."""
    identity = await made(house, approve=True)

    voided = await done(house, "void_invoice", invoice=identity)

    assert (voided["invoice"]["status"], voided["invoice"]["amount_due"]["amount"]) == ("voided", "0.00")
    assert row(house, "Invoices", InvoiceID=identity)["Status"] == "VOIDED"


async def test_a_draft_is_deleted_instead_and_the_plan_says_so(house: House) -> None:
    """Xero voids only what was approved."""
    identity = await made(house, approve=False)

    proposed = await plan(house, "void_invoice", invoice=identity)

    assert proposed["summary"].startswith("Delete (it was never approved)")
    assert (await house.carry_out(proposed))["result"]["invoice"]["status"] == "deleted"


async def test_it_says_that_it_is_final_and_offers_no_undo(house: House) -> None:
    """Before a person approves."""
    proposed = await plan(house, "void_invoice", invoice=await made(house, approve=True))

    assert "This is final" in proposed["summary"]
    assert proposed["undo"] is None


async def test_one_with_a_payment_on_it_is_refused_with_the_payment(house: House) -> None:
    """And with the skill that removes it."""
    identity = await made(house, approve=True)
    paid = await done(house, "record_payment", invoice=identity, account="090", amount="100.00")

    error = await refused(house, "void_invoice", invoice=identity)

    assert error["code"] == "conflict"
    assert paid["payment"]["id"] in error["message"]
    assert "reverse_payment" in error["hint"]


async def test_one_that_is_voided_is_said_to_be(house: House) -> None:
    """Nothing needs to be done."""
    identity = await made(house, approve=True)
    await done(house, "void_invoice", invoice=identity)

    error = await refused(house, "void_invoice", invoice=identity)

    assert (error["code"], error["hint"]) == ("conflict", "Nothing needs to be done.")
