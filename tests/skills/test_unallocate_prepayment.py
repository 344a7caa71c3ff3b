"""What unallocate_prepayment promises."""

from __future__ import annotations

import pytest
from support.asking import done, refused, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_it_is_taken_off_and_can_be_allocated_again(house: House) -> None:
    """The invoice is due again; undone, it is not."""
    due = row(house, "Invoices", InvoiceNumber="INV-0065")["AmountDue"]
    answer = await house.do("unallocate_prepayment", prepayment="DEP-001")
    between = row(house, "Invoices", InvoiceNumber="INV-0065")["AmountDue"]
    waits = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    undone = await house.carry_out(waits["plan"])

    assert answer["success"] is True, answer["error"]
    assert answer["result"]["prepayment"]["remaining"]["amount"] == "230.00"
    assert str(between - due) == "30.00"
    assert undone["success"] is True, undone["error"]
    assert row(house, "Invoices", InvoiceNumber="INV-0065")["AmountDue"] == due


async def test_what_is_not_allocated_is_refused(house: House) -> None:
    """Nothing needs to be done."""
    await done(house, "unallocate_prepayment", prepayment="DEP-001", invoices=["INV-0065"])

    assert (await refused(house, "unallocate_prepayment", prepayment="DEP-001"))["code"] == "not_found"
