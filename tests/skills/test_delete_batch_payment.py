"""What delete_batch_payment promises."""

from __future__ import annotations

import pytest
from support.asking import change, done, plan, refused, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_all_its_bills_are_due_again(house: House) -> None:
    """With the numbers in the plan; and it can be recorded again."""
    stored = row(house, "BatchPayments", Reference="Bills")
    members = list(stored["Payments"])
    proposed = await plan(house, "delete_batch_payment", batch_payment=stored["BatchPaymentID"])
    deleted = (await house.carry_out(proposed))["result"]["batch_payment"]
    again = (await house.dispatch.undo(proposed["id"], house.person)).plain()["plan"]

    assert deleted["state"] == "deleted"
    assert "2 bills are due again" in proposed["summary"]
    assert {each["number"] for each in proposed["before"]["payments"]} == {
        each["Invoice"]["InvoiceNumber"] for each in members
    }
    assert {each["Status"] for each in members} == {"DELETED"}
    assert all(each["Invoice"]["AmountDue"] == each["Amount"] for each in members)
    assert (again["skill"], again["after"]["batch_payment"]["reference"]) == ("create_batch_payment", "Bills")


async def test_one_that_is_deleted_needs_nothing(house: House) -> None:
    """Refused before anything is sent."""
    named = row(house, "BatchPayments", Reference="Bills")["BatchPaymentID"]
    await done(house, "delete_batch_payment", batch_payment=named)
    error = await refused(house, "delete_batch_payment", batch_payment=named)

    assert (error["code"], error["hint"]) == ("conflict", "Nothing needs to be done.")


async def test_one_that_the_bank_confirmed_is_warned_of_and_xeros_refusal_is_told(house: House) -> None:
    """Nothing is written then."""
    stored = row(house, "BatchPayments", Reference="Bills")
    change(house, "BatchPayments", stored, IsReconciled=True)
    proposed = await plan(house, "delete_batch_payment", batch_payment=stored["BatchPaymentID"])
    answer = await house.carry_out(proposed)

    assert "reconciled" in [each["code"] for each in proposed["warnings"]]
    assert answer["error"]["code"] == "xero_refused"
    assert row(house, "BatchPayments", Reference="Bills")["Status"] == "AUTHORISED"


async def test_a_payment_of_it_says_so_and_is_not_reversed_alone(house: House) -> None:
    """And names what reverses it."""
    stored = row(house, "BatchPayments", Reference="Bills")
    member = stored["Payments"][0]["PaymentID"]
    shown = (await house.call("show_payment", payment=member))["result"]["payment"]["batch"]
    error = await refused(house, "reverse_payment", payment=member)

    assert (shown["id"], shown["total"]["amount"]) == (stored["BatchPaymentID"], f"{stored['TotalAmount']:.2f}")
    assert error["code"] == "conflict"
    assert f"delete_batch_payment deletes the whole batch {stored['BatchPaymentID']}" in error["hint"]
