"""What the trigger `payment_reconciled` promises."""

from __future__ import annotations

import pytest
from support.asking import change, row, rows
from sync.conftest import Ear

pytestmark = pytest.mark.anyio


async def test_a_payment_that_is_matched_with_the_bank_is_reported_once(ear: Ear) -> None:
    """One that changes otherwise is not."""
    payment = row(ear.house, "Payments", PaymentType="ACCRECPAYMENT", IsReconciled=False)
    other = rows(ear.house, "Payments", PaymentType="ACCRECPAYMENT", IsReconciled=False)[-1]

    def act() -> None:
        change(ear.house, "Payments", payment, IsReconciled=True)
        change(ear.house, "Payments", other, Reference="edited")

    event = await ear.fires("payment_reconciled", act, fits={"direction": "in"}, misses={"direction": "out"})

    assert event["new"]["id"] == payment["PaymentID"]
    assert event["new"]["reconciled"] is True
    assert "reconciled" not in event["old"]
