"""What show_prepayment promises."""

from __future__ import annotations

import pytest
from support.asking import refused, result, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_all_of_it_is_shown(house: House) -> None:
    """By its reference or its id: what is left, and what it is set against."""
    stored = row(house, "Prepayments")
    by_reference, by_id = [
        (await result(house, "show_prepayment", prepayment=named))["prepayment"]
        for named in ("DEP-001", stored["InvoiceID"])
    ]

    assert by_reference == by_id
    assert (by_id["total"]["amount"], by_id["remaining"]["amount"], by_id["tax"]["amount"]) == (
        "230.00",
        "200.00",
        "0.00",
    )
    assert [(each["number"], each["amount"]["amount"]) for each in by_id["allocations"]] == [("INV-0065", "30.00")]


async def test_what_has_no_such_reference_is_refused(house: House) -> None:
    """With where they are listed."""
    error = await refused(house, "show_prepayment", prepayment="nothing")

    assert (error["code"], "find_prepayments" in error["hint"]) == ("not_found", True)
