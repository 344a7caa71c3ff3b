"""What the trigger `bank_transfer_created` promises."""

from __future__ import annotations

import pytest
from support.asking import done, row
from sync.conftest import Ear

pytestmark = pytest.mark.anyio


async def test_a_transfer_is_reported_once_and_is_no_money_spent(ear: Ear) -> None:
    """By the half that left its account; one that is deleted is not reported."""
    await ear.on("bank_transaction_created")
    old = row(ear.house, "BankTransfers", Reference="Card")

    async def act() -> None:
        await done(ear.house, "create_bank_transfer", from_account="090", to_account="091", amount="500", reference="T")
        await done(ear.house, "delete_bank_transfer", bank_transfer=old["BankTransferID"])

    event = await ear.fires("bank_transfer_created", act, fits={"account": "090"}, misses={"account": "091"})
    ear.seen = 0

    assert (event["old"], event["new"]["purpose"], event["new"]["direction"]) == (None, "transfer", "out")
    assert event["new"]["total"] == {"amount": "500.00", "currency": "NZD"}
    assert "bank_transaction_created" not in await ear.reported()
