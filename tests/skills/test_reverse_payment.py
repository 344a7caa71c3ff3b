"""What reverse_payment promises."""

from __future__ import annotations

from decimal import Decimal

import pytest
from support.asking import LINE, change, done, plan, refused, row, warned

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def paid(house: House, *amounts: str) -> tuple[str, list[str]]:
    made = await done(
        house, "create_invoice", contact="Karori Veterinary Clinic", lines=[LINE], due_in_days=14, approve=True
    )
    identity = made["invoice"]["id"]
    payments = [
        await done(house, "record_payment", invoice=identity, account="090", amount=amount) for amount in amounts
    ]
    return identity, [each["payment"]["id"] for each in payments]


async def test_what_it_settled_is_due_again(house: House) -> None:
    """The payment stays visible as reversed."""
    identity, [payment] = await paid(house, "345.00")

    proposed = await plan(house, "reverse_payment", payment=payment)
    answer = await house.carry_out(proposed)

    assert proposed["after"]["invoice"]["amount_due"]["amount"] == "345.00"
    assert answer["result"]["payment"]["state"] == "reversed"
    stored = row(house, "Invoices", InvoiceID=identity)
    assert (stored["Status"], stored["AmountDue"]) == ("AUTHORISED", Decimal("345.00"))


async def test_the_invoice_names_its_only_payment(house: House) -> None:
    """By number or id."""
    identity, [payment] = await paid(house, "100.00")

    done_by_invoice = await done(house, "reverse_payment", payment=identity)

    assert done_by_invoice["payment"]["id"] == payment


async def test_an_invoice_with_two_payments_is_answered_with_both(house: House) -> None:
    """Never silently the first."""
    identity, payments = await paid(house, "100.00", "50.00")

    error = await refused(house, "reverse_payment", payment=identity)

    assert error["code"] == "ambiguous"
    assert all(each in error["fields"][0]["message"] for each in payments)


async def test_one_that_is_reversed_is_said_to_be(house: House) -> None:
    """Nothing needs to be done."""
    _, [payment] = await paid(house, "100.00")
    await done(house, "reverse_payment", payment=payment)

    error = await refused(house, "reverse_payment", payment=payment)

    assert (error["code"], error["hint"]) == ("conflict", "Nothing needs to be done.")


async def test_one_that_the_bank_confirmed_is_warned_of(house: House) -> None:
    """Its statement line will be open again."""
    _, [payment] = await paid(house, "100.00")
    change(house, "Payments", row(house, "Payments", PaymentID=payment), IsReconciled=True)

    assert "reconciled" in warned(await plan(house, "reverse_payment", payment=payment))


async def test_an_invoice_without_payments_is_not_found(house: House) -> None:
    """It says that none is recorded."""
    identity, _ = await paid(house)

    error = await refused(house, "reverse_payment", payment=identity)

    assert error["code"] == "not_found"
    assert "No payment is recorded" in error["message"]
