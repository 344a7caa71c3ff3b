"""What record_payment promises."""

from __future__ import annotations

from decimal import Decimal

import pytest
from support.asking import LINE, done, paths, plan, refused, row, warned

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
CLINIC = "Karori Veterinary Clinic"


async def unpaid(house: House) -> str:
    made = await done(house, "create_invoice", contact=CLINIC, lines=[LINE], due_in_days=14, approve=True)
    identity: str = made["invoice"]["id"]
    return identity


async def test_all_that_is_due_is_paid_if_no_amount_is_given(house: House) -> None:
    """The invoice is paid then."""
    identity = await unpaid(house)

    made = await done(house, "record_payment", invoice=identity, account="090")

    stored = row(house, "Invoices", InvoiceID=identity)
    assert made["payment"]["amount"] == {"amount": "345.00", "currency": "NZD"}
    assert made["payment"]["date"] == "2026-06-16"
    assert (stored["Status"], stored["AmountDue"]) == ("PAID", Decimal("0.00"))


async def test_a_part_leaves_the_rest_due(house: House) -> None:
    """To the cent; the plan says so before."""
    identity = await unpaid(house)

    proposed = await plan(house, "record_payment", invoice=identity, account="090", amount="100.01")
    await house.carry_out(proposed)

    assert proposed["after"]["invoice"]["amount_due"]["amount"] == "244.99"
    assert row(house, "Invoices", InvoiceID=identity)["AmountDue"] == Decimal("244.99")


async def test_a_bill_is_paid_from_the_account(house: House) -> None:
    """By the same skill."""
    line = {**LINE, "account": "445"}
    made = await done(house, "create_bill", contact="Capital Power", lines=[line], due_in_days=7, approve=True)

    proposed = await plan(house, "record_payment", invoice=made["invoice"]["id"], account="Business Cheque Account")

    assert " to Capital Power from " in proposed["summary"]
    assert (await house.carry_out(proposed))["result"]["payment"]["invoice"]["amount_due"]["amount"] == "0.00"


async def test_more_than_is_due_is_refused_with_what_is_due(house: House) -> None:
    """Nothing is written."""
    error = await refused(house, "record_payment", invoice=await unpaid(house), account="090", amount="345.01")

    assert (error["code"], paths(error)) == ("conflict", ["/amount"])
    assert "NZD 345.00" in error["message"]


async def test_a_draft_cannot_be_paid(house: House) -> None:
    """It says which skill comes first."""
    made = await done(house, "create_invoice", contact=CLINIC, lines=[LINE], due_in_days=14)

    error = await refused(house, "record_payment", invoice=made["invoice"]["id"], account="090")

    assert "approve_invoice" in error["hint"]


async def test_an_account_that_takes_no_payments_is_refused(house: House) -> None:
    """Sales is no bank account."""
    error = await refused(house, "record_payment", invoice=await unpaid(house), account="200")

    assert (error["code"], paths(error)) == ("conflict", ["/account"])


async def test_the_same_payment_again_is_warned_of(house: House) -> None:
    """Same amount, near the same day."""
    identity = await unpaid(house)
    await done(house, "record_payment", invoice=identity, account="090", amount="100.00")

    again = await plan(house, "record_payment", invoice=identity, account="090", amount="100.00")

    assert "possible_duplicate" in warned(again)


async def test_a_payment_before_the_invoice_or_in_the_future_is_warned_of(house: House) -> None:
    """Probably a slip."""
    identity = await unpaid(house)

    early = await plan(house, "record_payment", invoice=identity, account="090", date="2026-06-01")
    late = await plan(house, "record_payment", invoice=identity, account="090", date="2026-07-01")

    assert "before_invoice" in warned(early)
    assert "future_date" in warned(late)


async def test_undo_reverses_it(house: House) -> None:
    """The invoice awaits payment again."""
    identity = await unpaid(house)
    answer = await house.do("record_payment", invoice=identity, account="090")
    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()

    await house.carry_out(undo["plan"])

    stored = row(house, "Invoices", InvoiceID=identity)
    assert (stored["Status"], stored["AmountDue"]) == ("AUTHORISED", Decimal("345.00"))


async def test_an_invoice_that_was_paid_meanwhile_is_not_paid_again(house: House) -> None:
    """The plan said what was due; somebody paid part of it before the plan was executed."""
    identity = await unpaid(house)
    waiting = await plan(house, "record_payment", invoice=identity, account="090", amount="100.00")
    await done(house, "record_payment", invoice=identity, account="090", amount="40.00")

    answer = await house.carry_out(waiting)

    assert (answer["error"]["code"], answer["plan"]["state"]) == ("plan_stale", "failed")
    assert "305.00 is due on it, not 345.00" in answer["error"]["message"]
    assert row(house, "Invoices", InvoiceID=identity)["AmountDue"] == Decimal("305.00")
