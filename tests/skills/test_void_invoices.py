"""What void_invoices promises."""

from __future__ import annotations

import pytest
from support.asking import LINE, done, paths, plan, refused, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
CLINIC = "Karori Veterinary Clinic"


async def made(house: House, *, approve: bool, unit_amount: str) -> str:
    line = {**LINE, "unit_amount": unit_amount}
    answer = await done(house, "create_invoice", contact=CLINIC, lines=[line], due_in_days=14, approve=approve)
    number: str = answer["invoice"]["number"]
    return number


def status(house: House, number: str) -> str:
    return str(row(house, "Invoices", InvoiceNumber=number)["Status"])


async def test_approved_ones_are_voided_and_drafts_deleted(house: House) -> None:
    """Each by itself; it is final, and the plan says so."""
    numbers = [await made(house, approve=approve, unit_amount=f"{9 + approve}.00") for approve in (True, False)]
    proposed = await plan(house, "void_invoices", invoices=numbers)
    answer = await house.carry_out(proposed)

    assert [each["status"] for each in proposed["after"]["invoices"]] == ["voided", "deleted"]
    assert (proposed["final"], answer["result"]["count"]) == (True, 2)
    assert [status(house, each) for each in numbers] == ["VOIDED", "DELETED"]


async def test_one_that_is_paid_in_part_is_left_out(house: House) -> None:
    """Its payment has to be reversed first."""
    numbers = [await made(house, approve=True, unit_amount=f"{each}.00") for each in (20, 21)]
    await done(house, "record_payment", invoice=numbers[0], amount="1.00", account="090")
    proposed = await plan(house, "void_invoices", invoices=numbers)
    await house.carry_out(proposed)

    assert "has payments on it" in proposed["after"]["left_out"][0]["reason"]
    assert [status(house, each) for each in numbers] == ["AUTHORISED", "VOIDED"]


async def test_paid_ones_and_everything_cannot_be_meant(house: House) -> None:
    """A filter must say which, and of which status."""
    paid = await refused(house, "void_invoices", status="paid")
    everything = await refused(house, "void_invoices")
    nothing = await refused(house, "void_invoices", contact=CLINIC, min_amount="999999")

    assert [paths(each) for each in (paid, everything, nothing)] == [["/status"], ["/invoices"], []]
