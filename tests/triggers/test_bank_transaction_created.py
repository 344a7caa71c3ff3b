"""What the trigger `bank_transaction_created` promises."""

from __future__ import annotations

import pytest
from support.asking import row
from sync.conftest import Ear

pytestmark = pytest.mark.anyio


async def test_money_that_is_spent_is_reported(ear: Ear) -> None:
    """Filters by bank account and direction."""
    spent = row(ear.house, "BankTransactions", Type="SPEND")
    table = ear.house.sandbox.organisations[ear.house.organisation].tables["BankTransactions"]

    event = await ear.fires(
        "bank_transaction_created",
        lambda: table.put({**spent, "BankTransactionID": "e1f2a3b4-c5d6-4e7f-8a9b-0c1d2e3f4a5b"}) and None,
        fits={"account": spent["BankAccount"]["AccountID"], "direction": "out"},
        misses={"direction": "in"},
    )

    assert (event["old"], event["new"]["direction"]) == (None, "out")
    assert event["resource"]["id"] == "e1f2a3b4-c5d6-4e7f-8a9b-0c1d2e3f4a5b"
