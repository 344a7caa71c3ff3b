"""What show_batch_payment promises."""

from __future__ import annotations

import pytest
from support.asking import paths, refused, result, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_one_is_shown_with_the_numbers_that_xeros_batch_lacks(house: House) -> None:
    """And the name of its account."""
    stored = row(house, "BatchPayments", Reference="Bills")
    shown = (await result(house, "show_batch_payment", batch_payment=stored["BatchPaymentID"]))["batch_payment"]

    assert {each["number"] for each in shown["payments"]} == {
        each["Invoice"]["InvoiceNumber"] for each in stored["Payments"]
    }
    assert (shown["account"]["code"], shown["settles"]) == ("090", "bill")
    assert shown["total"]["amount"] == f"{stored['TotalAmount']:.2f}"


async def test_what_is_no_id_or_names_none_is_refused(house: House) -> None:
    """With the field."""
    odd = await refused(house, "show_batch_payment", batch_payment="Bills")
    none = await refused(house, "show_batch_payment", batch_payment="00000000-0000-4000-8000-000000000001")

    assert (odd["code"], none["code"]) == ("invalid_arguments", "not_found")
    assert paths(odd) == paths(none) == ["/batch_payment"]
