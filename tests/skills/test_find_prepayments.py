"""What find_prepayments promises."""

from __future__ import annotations

import pytest
from support.asking import change, result, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_they_are_found_by_side_status_and_contact(house: House) -> None:
    """With what is left of each; what is voided has to be asked for."""
    found = (await result(house, "find_prepayments", kind="customer", status="approved", contact="Vogeltown"))["items"]
    others = [await result(house, "find_prepayments", **asked) for asked in ({"kind": "supplier"}, {"status": "used"})]

    assert [(each["reference"], each["remaining"]["amount"]) for each in found] == [("DEP-001", "200.00")]
    assert [each["items"] for each in others] == [[], []]
    change(house, "Prepayments", row(house, "Prepayments"), Status="VOIDED")
    assert (await result(house, "find_prepayments"))["items"] == []
    assert len((await result(house, "find_prepayments", status="voided"))["items"]) == 1
