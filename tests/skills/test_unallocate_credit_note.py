"""What unallocate_credit_note promises."""

from __future__ import annotations

import pytest
from support.asking import done, paths, plan, refused, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_the_only_allocation_is_taken_off(house: House) -> None:
    """The invoice is due again, and the credit is left."""
    note = (await done(house, "unallocate_credit_note", credit_note="CN-0001"))["credit_note"]

    assert (note["remaining"]["amount"], "allocations" in note) == ("138.00", False)
    assert str(row(house, "Invoices", InvoiceNumber="INV-0065")["AmountDue"]) == "3078.75"


async def test_one_of_several_has_to_be_named(house: House) -> None:
    """By number or id; what has none of it is named back."""
    other = await _second_invoice(house)
    parts = [{"invoice": other, "amount": "20.00"}]
    await done(house, "allocate_credit_note", credit_note="CN-0001", allocations=parts)
    unnamed = await refused(house, "unallocate_credit_note", credit_note="CN-0001")
    wrong = await refused(house, "unallocate_credit_note", credit_note="CN-0001", invoices=["INV-0151"])
    note = (await done(house, "unallocate_credit_note", credit_note="CN-0001", invoices=["inv-0065"]))["credit_note"]

    assert paths(unnamed) == ["/invoices"]
    assert (wrong["code"], paths(wrong)) == ("not_found", ["/invoices/0"])
    assert [each["number"] for each in note["allocations"]] == [other]


async def test_both_are_taken_off_in_one_plan(house: House) -> None:
    """Each by a request of its own; the last answer shows the credit whole."""
    other = await _second_invoice(house)
    await done(house, "allocate_credit_note", credit_note="CN-0001", allocations=[{"invoice": other}])
    both = ["INV-0065", other]
    note = (await done(house, "unallocate_credit_note", credit_note="CN-0001", invoices=both))["credit_note"]

    assert (note["status"], note["remaining"]["amount"]) == ("approved", "138.00")


async def test_nothing_to_take_off_is_refused(house: House) -> None:
    """It is so already."""
    assert (await refused(house, "unallocate_credit_note", credit_note="CN-0002"))["code"] == "not_found"


async def test_it_is_undone_by_allocating_it_again(house: House) -> None:
    """The same amount to the same invoice."""
    answer = await house.do("unallocate_credit_note", credit_note="CN-0001")
    waits = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    undone = await house.carry_out(waits["plan"])

    assert undone["success"] is True, undone["error"]
    assert str(row(house, "Invoices", InvoiceNumber="INV-0065")["AmountDue"]) == "3040.75"


async def test_an_allocation_that_is_gone_meanwhile_is_not_deleted_again(house: House) -> None:
    """The plan is stale."""
    proposed = await plan(house, "unallocate_credit_note", credit_note="CN-0001")
    await done(house, "unallocate_credit_note", credit_note="CN-0001", invoices=["INV-0065"])

    assert (await house.carry_out(proposed))["error"]["code"] in {"plan_stale", "conflict"}


async def _second_invoice(house: House) -> str:
    line = {"description": "Tea trays", "unit_amount": "100.00", "account": "200"}
    made = await done(
        house, "create_invoice", contact="Vogeltown Community Trust", lines=[line], due_in_days=9, approve=True
    )
    number: str = made["invoice"]["number"]
    return number
