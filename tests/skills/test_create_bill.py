"""What create_bill promises."""

from __future__ import annotations

from decimal import Decimal

import pytest
from support.asking import LINE, done, paths, plan, refused, row, warned

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
POWER = {**LINE, "description": "Electricity, May", "account": "445"}


async def test_a_bill_is_in_the_books_with_the_suppliers_number(house: House) -> None:
    """As a draft."""
    made = (
        await done(house, "create_bill", contact="Capital Power", lines=[POWER], bill_number="88-1", due_in_days=7)
    )["invoice"]

    stored = row(house, "Invoices", InvoiceID=made["id"])
    assert (stored["Type"], stored["Status"], stored["InvoiceNumber"]) == ("ACCPAY", "DRAFT", "88-1")
    assert stored["Total"] == Decimal("345.00")
    assert (made["kind"], made["due_date"]) == ("bill", "2026-06-23")


async def test_an_approved_bill_awaits_payment(house: House) -> None:
    """With approve."""
    made = await done(house, "create_bill", contact="Capital Power", lines=[POWER], due_in_days=7, approve=True)

    assert made["invoice"]["status"] == "awaiting_payment"


async def test_the_same_bill_entered_twice_is_warned_of(house: House) -> None:
    """By the supplier's number, however it is written: bills are paid twice that way."""
    await done(house, "create_bill", contact="Capital Power", lines=[POWER], bill_number="INV 0042", due_in_days=7)

    again = await plan(
        house, "create_bill", contact="Capital Power", lines=[POWER | {"quantity": "3"}], bill_number="inv-42",
        due_in_days=7,
    )  # fmt: skip

    assert "possible_duplicate" in warned(again)


async def test_a_bill_without_a_due_date_cannot_be_approved(house: House) -> None:
    """Unless the supplier has payment terms."""
    error = await refused(house, "create_bill", contact="Ngaio Travel", lines=[POWER], approve=True)

    assert (error["code"], paths(error)) == ("invalid_arguments", ["/due_date"])


async def test_a_due_date_before_the_bills_own_is_warned_of(house: House) -> None:
    """It is probably a slip."""
    proposed = await plan(
        house, "create_bill", contact="Capital Power", lines=[POWER], date="2026-06-30", due_date="2026-06-20"
    )

    assert "due_before_date" in warned(proposed)


async def test_undo_deletes_the_draft(house: House) -> None:
    """By a plan of its own."""
    answer = await house.do("create_bill", contact="Capital Power", lines=[POWER], due_in_days=7)
    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()

    assert (await house.carry_out(undo["plan"]))["success"] is True
    assert row(house, "Invoices", InvoiceID=answer["result"]["invoice"]["id"])["Status"] == "DELETED"
