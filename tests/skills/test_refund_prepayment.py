"""What refund_prepayment promises."""

from __future__ import annotations

import pytest
from support.asking import done, paths, refused, row, rows

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_what_is_left_is_refunded_and_reversed(house: House) -> None:
    """The payment says what it refunds."""
    paid = (await done(house, "refund_prepayment", prepayment="DEP-001", account="090"))["payment"]
    status = row(house, "Prepayments")["Status"]
    await done(house, "reverse_payment", payment=paid["id"])

    assert (paid["amount"]["amount"], paid["direction"], paid["refunds"]["kind"]) == ("200.00", "out", "prepayment")
    assert rows(house, "Payments", PaymentType="ARPREPAYMENTPAYMENT")
    assert (status, str(row(house, "Prepayments")["RemainingCredit"])) == ("PAID", "200.00")


async def test_more_than_is_left_is_refused(house: House) -> None:
    """Before anybody is asked to approve."""
    error = await refused(house, "refund_prepayment", prepayment="DEP-001", account="090", amount="200.01")

    assert paths(error) == ["/amount"]
