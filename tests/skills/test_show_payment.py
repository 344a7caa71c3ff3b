"""What show_payment promises."""

from __future__ import annotations

import pytest
from support.asking import refused, result, rows

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_one_is_shown_whole(house: House) -> None:
    """By its id, or the number or id of an invoice that it alone pays."""
    payment = next(each for each in rows(house, "Payments") if len(each["Invoice"]["Payments"]) == 1)
    invoice = payment["Invoice"]

    shown = (await result(house, "show_payment", payment=payment["PaymentID"]))["payment"]
    by_invoice = (await result(house, "show_payment", payment=invoice["InvoiceID"]))["payment"]

    assert by_invoice == shown
    assert shown["amount"] == {"amount": f"{payment['Amount']:.2f}", "currency": "NZD"}
    assert (shown["invoice"]["number"], shown["date"]) == (invoice["InvoiceNumber"], payment["Date"].isoformat())
    assert shown["url"].endswith(f"bankTransactionID%3D{payment['PaymentID']}")
    assert "batch" not in shown


async def test_what_is_not_there_is_said_not_to_be(house: House) -> None:
    """Nothing is guessed."""
    error = await refused(house, "show_payment", payment="00000000-0000-4000-8000-000000000001")

    assert error["code"] == "not_found"
