"""What find_overpayments promises."""

from __future__ import annotations

import pytest
from support.asking import change, result, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_they_are_found_by_side_status_and_contact(house: House) -> None:
    """With what is left of each; what is voided has to be asked for."""
    found = (await result(house, "find_overpayments", kind="customer", status="approved", contact="Vogeltown"))["items"]
    others = [await result(house, "find_overpayments", **asked) for asked in ({"kind": "supplier"}, {"status": "used"})]

    assert [(each["reference"], each["remaining"]["amount"]) for each in found] == [("OVER-001", "50.00")]
    assert [each["items"] for each in others] == [[], []]
    change(house, "Overpayments", row(house, "Overpayments"), Status="VOIDED")
    assert (await result(house, "find_overpayments"))["items"] == []
    assert len((await result(house, "find_overpayments", status="voided"))["items"]) == 1
