"""What mark_invoice promises."""

from __future__ import annotations

import pytest
from support.asking import done, plan, refused, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_it_is_marked_as_sent_and_nothing_else_changes(house: House) -> None:
    """No e-mail goes out, and the lines stay."""
    before = dict(row(house, "Invoices", InvoiceNumber="INV-0153"))
    proposed = await plan(house, "mark_invoice", invoice="INV-0153")
    answer = await house.carry_out(proposed)
    after = row(house, "Invoices", InvoiceNumber="INV-0153")

    assert (proposed["emails"], proposed["final"]) == ([], True)
    assert answer["result"]["invoice"]["sent"] is True
    assert house.sandbox.organisations[house.organisation].emails == []
    assert {**before, "SentToContact": True, "UpdatedDateUTC": None} == {**after, "UpdatedDateUTC": None}


async def test_one_that_is_marked_needs_nothing(house: House) -> None:
    """Refused before anything is sent."""
    await done(house, "mark_invoice", invoice="INV-0153")
    error = await refused(house, "mark_invoice", invoice="INV-0153")

    assert (error["code"], error["hint"]) == ("conflict", "Nothing needs to be done.")


async def test_a_draft_is_not_marked(house: House) -> None:
    """Xero marks what is approved alone."""
    error = await refused(house, "mark_invoice", invoice="INV-0156")

    assert "approve_invoice" in error["hint"]
