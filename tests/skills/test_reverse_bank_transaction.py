"""What reverse_bank_transaction promises."""

from __future__ import annotations

import pytest
from support.asking import change, done, plan, refused, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
FUEL = {"description": "Fuel", "unit_amount": "57.50", "account": "449"}


async def test_what_was_recorded_by_mistake_is_deleted(house: House) -> None:
    """The undo of create_bank_transaction; it stays visible as deleted, and that is final."""
    arguments = {"account": "090", "direction": "out", "contact": "Kauri Grove Cafe", "lines": [FUEL]}
    made = (await done(house, "create_bank_transaction", **arguments))["bank_transaction"]
    proposed = await plan(house, "reverse_bank_transaction", bank_transaction=made["id"])
    deleted = (await house.carry_out(proposed))["result"]["bank_transaction"]
    again = await refused(house, "reverse_bank_transaction", bank_transaction=made["id"])

    assert deleted["state"] == "deleted"
    assert proposed["summary"].endswith("This is final.")
    assert (again["code"], again["hint"]) == ("conflict", "Nothing needs to be done.")


async def test_a_reconciled_one_stays(house: House) -> None:
    """As at Xero; the hint says what a person does first."""
    stored = row(house, "BankTransactions", IsReconciled=True)
    error = await refused(house, "reverse_bank_transaction", bank_transaction=stored["BankTransactionID"])

    assert error["code"] == "conflict"
    assert "Unreconcile" in error["hint"]


@pytest.mark.parametrize(("kind", "hint"), [("SPEND-OVERPAYMENT", "refunded"), ("SPEND-TRANSFER", "transfer")])
async def test_what_xero_deletes_elsewhere_or_not_at_all_stays(house: House, kind: str, hint: str) -> None:
    """An overpayment, and half of a transfer."""
    stored = row(house, "BankTransactions", IsReconciled=False)
    change(house, "BankTransactions", stored, Type=kind)
    error = await refused(house, "reverse_bank_transaction", bank_transaction=stored["BankTransactionID"])

    assert hint in error["hint"]


async def test_one_that_is_reconciled_meanwhile_is_not_deleted(house: House) -> None:
    """The plan no longer holds."""
    stored = row(house, "BankTransactions", IsReconciled=False)
    proposed = await plan(house, "reverse_bank_transaction", bank_transaction=stored["BankTransactionID"])
    house.sandbox.clock.advance(60)
    change(house, "BankTransactions", stored, IsReconciled=True)
    answer = await house.carry_out(proposed)

    assert answer["error"]["code"] == "plan_stale"
    assert row(house, "BankTransactions", BankTransactionID=stored["BankTransactionID"])["Status"] == "AUTHORISED"
