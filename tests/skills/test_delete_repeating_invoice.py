"""What delete_repeating_invoice promises."""

from __future__ import annotations

import pytest
from support.asking import change, done, plan, refused, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_it_is_deleted_for_good(house: House) -> None:
    """The plan says so; again, nothing is to be done."""
    identity = row(house, "RepeatingInvoices", Reference="Retainer monthly")["RepeatingInvoiceID"]
    proposed = await plan(house, "delete_repeating_invoice", repeating_invoice="Retainer monthly")
    deleted = (await done(house, "delete_repeating_invoice", repeating_invoice="Retainer monthly"))["repeating_invoice"]
    again = await refused(house, "delete_repeating_invoice", repeating_invoice=identity)

    assert (proposed["final"], deleted["invoices_are"]) == (True, "deleted")
    assert deleted["next_date"] is None
    assert again["hint"] == "Nothing needs to be done."


async def test_one_that_changed_meanwhile_stays(house: House) -> None:
    """Xero says no time of change, so what it shows is compared."""
    stored = row(house, "RepeatingInvoices", Reference="Retainer weekly")
    proposed = await plan(house, "delete_repeating_invoice", repeating_invoice="Retainer weekly")
    change(house, "RepeatingInvoices", stored, Total=stored["Total"] + 1)
    answer = await house.carry_out(proposed)

    assert answer["error"]["code"] == "plan_stale"
    assert row(house, "RepeatingInvoices", Reference="Retainer weekly")["Status"] == "AUTHORISED"
