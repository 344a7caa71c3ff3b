"""What the trigger `bank_transaction_reconciled` promises."""

from __future__ import annotations

import pytest
from support.asking import change, row, rows
from sync.conftest import Ear

pytestmark = pytest.mark.anyio


async def test_money_that_is_matched_with_the_bank_is_reported_once(ear: Ear) -> None:
    """One that changes otherwise is not."""
    spent = row(ear.house, "BankTransactions", Type="SPEND", IsReconciled=False)
    other = rows(ear.house, "BankTransactions", Type="SPEND", IsReconciled=False)[-1]

    def act() -> None:
        change(ear.house, "BankTransactions", spent, IsReconciled=True)
        change(ear.house, "BankTransactions", other, Reference="edited")

    event = await ear.fires("bank_transaction_reconciled", act, fits={"direction": "out"}, misses={"direction": "in"})

    assert event["new"]["id"] == spent["BankTransactionID"]
    assert event["new"]["reconciled"] is True
