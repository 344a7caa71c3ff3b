"""What show_repeating_invoice promises."""

from __future__ import annotations

import pytest
from support.asking import refused, result, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_it_is_found_by_reference_id_and_contact(house: House) -> None:
    """With lines, schedule and due day."""
    stored = row(house, "RepeatingInvoices", Reference="Retainer monthly")
    names = ("retainer monthly", stored["RepeatingInvoiceID"])
    one, same = [
        (await result(house, "show_repeating_invoice", repeating_invoice=name))["repeating_invoice"] for name in names
    ]

    assert one == same
    assert (one["due"], one["due_rule"], one["start_date"]) == (20, "day_of_next_month", str(one["next_date"]))
    assert one["lines"][0]["description"] == "Retainer"


async def test_one_that_is_not_there_is_not_found(house: House) -> None:
    """With what lists them."""
    error = await refused(house, "show_repeating_invoice", repeating_invoice="Nobody Known")

    assert error["code"] == "not_found"
