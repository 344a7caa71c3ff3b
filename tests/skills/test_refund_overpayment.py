"""What refund_overpayment promises."""

from __future__ import annotations

import pytest
from support.asking import done, paths, refused, row, rows

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_what_is_left_is_refunded_and_reversed(house: House) -> None:
    """The payment says what it refunds."""
    paid = (await done(house, "refund_overpayment", overpayment="OVER-001", account="090"))["payment"]
    status = row(house, "Overpayments")["Status"]
    await done(house, "reverse_payment", payment=paid["id"])

    assert (paid["amount"]["amount"], paid["direction"], paid["refunds"]["kind"]) == ("50.00", "out", "overpayment")
    assert rows(house, "Payments", PaymentType="AROVERPAYMENTPAYMENT")
    assert (status, str(row(house, "Overpayments")["RemainingCredit"])) == ("PAID", "50.00")


async def test_more_than_is_left_is_refused(house: House) -> None:
    """Before anybody is asked to approve."""
    error = await refused(house, "refund_overpayment", overpayment="OVER-001", account="090", amount="50.01")

    assert paths(error) == ["/amount"]
