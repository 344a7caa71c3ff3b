"""What delete_bank_transfer promises."""

from __future__ import annotations

import pytest
from support.asking import change, done, plan, refused, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_both_halves_go_and_it_can_be_recorded_again(house: House) -> None:
    """The undo makes it again with its accounts, amount, day and reference."""
    stored = row(house, "BankTransfers", Reference="Card")
    proposed = await plan(house, "delete_bank_transfer", bank_transfer=stored["BankTransferID"])
    deleted = (await house.carry_out(proposed))["result"]["bank_transfer"]
    again = (await house.dispatch.undo(proposed["id"], house.person)).plain()["plan"]

    halves = [stored["FromBankTransactionID"], stored["ToBankTransactionID"]]
    assert deleted["state"] == "deleted"
    assert {row(house, "BankTransactions", BankTransactionID=each)["Status"] for each in halves} == {"DELETED"}
    assert (again["skill"], again["after"]["amount"]["amount"]) == ("create_bank_transfer", "750.00")
    assert (again["after"]["reference"], again["after"]["date"]) == ("Card", "2026-05-16")


async def test_one_that_is_deleted_needs_nothing(house: House) -> None:
    """Refused before anything is sent."""
    stored = row(house, "BankTransfers", Reference="Card")
    await done(house, "delete_bank_transfer", bank_transfer=stored["BankTransferID"])
    error = await refused(house, "delete_bank_transfer", bank_transfer=stored["BankTransferID"])

    assert (error["code"], error["hint"]) == ("conflict", "Nothing needs to be done.")


async def test_a_half_that_the_bank_confirmed_is_warned_of_and_xeros_refusal_is_told(house: House) -> None:
    """Nothing is written then."""
    stored = row(house, "BankTransfers", Reference="Card")
    half = row(house, "BankTransactions", BankTransactionID=stored["FromBankTransactionID"])
    change(house, "BankTransactions", half, IsReconciled=True)
    proposed = await plan(house, "delete_bank_transfer", bank_transfer=stored["BankTransferID"])
    answer = await house.carry_out(proposed)

    assert [each["code"] for each in proposed["warnings"]] == ["reconciled"]
    assert answer["error"]["code"] == "xero_refused"
    assert row(house, "BankTransfers", Reference="Card")["Status"] == "AUTHORISED"
