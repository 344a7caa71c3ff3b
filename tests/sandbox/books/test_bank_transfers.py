"""Money moved between two bank accounts."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sandbox.books.conftest import Xero

from atom_xero_plugin.sandbox.books.chart_of_accounts import add_account
from atom_xero_plugin.sandbox.resources import bank_transfers as rules


@pytest.fixture(autouse=True)
def savings(xero: Xero) -> None:
    """A second bank account, and one in another currency."""
    add_account(xero.books, Code="091", Name="Savings", Type="BANK", BankAccountNumber="010124")
    add_account(xero.books, Code="095", Name="Dollars", Type="BANK", BankAccountNumber="010125", CurrencyCode="USD")


def moved(xero: Xero, **fields: Any) -> Any:
    body = {"FromBankAccount": {"Code": "090"}, "ToBankAccount": {"Code": "091"}, "Amount": 50, "Date": "2026-06-05"}
    return xero.put("BankTransfers", {**body, **fields})


def held(xero: Xero, code: str) -> Decimal:
    return xero.sum_of(xero.books["Accounts"].find("code", code)["AccountID"])


def test_it_moves_money_once_and_its_halves_are_bank_transactions(xero: Xero) -> None:
    """The halves post nothing themselves."""
    made = moved(xero, Reference="Set aside").only()
    halves = xero.get("BankTransactions").records()

    assert (held(xero, "090"), held(xero, "091")) == (-50, 50)
    assert {each["Type"] for each in halves} == {"SPEND-TRANSFER", "RECEIVE-TRANSFER"}
    assert {each["BankTransactionID"] for each in halves} == {
        made["FromBankTransactionID"], made["ToBankTransactionID"],
    }  # fmt: skip
    assert (made["Status"], made["DateString"], made["CurrencyRate"]) == ("AUTHORISED", "2026-06-05T00:00:00", 1)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"Amount": 0}, rules.NOT_ABOVE_ZERO),
        ({"Amount": None}, rules.NOT_ABOVE_ZERO),
        ({"ToBankAccount": {"Code": "090"}}, rules.SAME_ACCOUNT),
        ({"ToBankAccount": {"Code": "095"}}, rules.OTHER_CURRENCY),
        ({"ToBankAccount": {"Code": "200"}}, "ToBankAccount is not a valid bank account"),
        ({"FromBankAccount": None}, "FromBankAccount is not a valid bank account"),
        ({"Date": "2025-03-01"},
         "The document date cannot be before the period lock date, currently set at 31-Mar-2025"),
    ],
)  # fmt: skip
def test_what_breaks_a_rule_is_refused(xero: Xero, fields: dict[str, Any], message: str) -> None:
    """And no money moves."""
    assert message in moved(xero, **fields).messages()
    assert held(xero, "091") == 0


def test_a_deleted_one_is_hidden_unless_it_is_asked_for(xero: Xero) -> None:
    """Both halves are deleted; to delete it again changes nothing; nothing else is accepted."""
    made = moved(xero).only()
    address = f"BankTransfers/{made['BankTransferID']}"
    odd = xero.post(address, {"Reference": "x"})
    gone = xero.post(address, {"Status": "DELETED"}).only()
    again = xero.post("BankTransfers", {"BankTransferID": made["BankTransferID"], "Status": "DELETED"}).only()

    assert odd.messages() == [rules.ONLY_DELETED]
    assert gone["Status"] == again["Status"] == "DELETED"
    assert xero.get("BankTransfers").records() == []
    assert xero.get("BankTransfers", includeDeleted="true").only()["Status"] == "DELETED"
    assert {each["Status"] for each in xero.get("BankTransactions").records()} == {"DELETED"}
    assert (held(xero, "090"), held(xero, "091")) == (0, 0)


def test_a_post_creates_nothing_and_a_half_is_not_changed_alone(xero: Xero) -> None:
    """A POST deletes; a reconciled half keeps the transfer."""
    made = moved(xero).only()
    half = f"BankTransactions/{made['FromBankTransactionID']}"
    body = {"FromBankAccount": {"Code": "090"}, "ToBankAccount": {"Code": "091"}, "Amount": 5}

    assert xero.post("BankTransfers", body).status == 400
    assert xero.post(half, {"Status": "DELETED"}).status == 400
    xero.books["BankTransactions"].rows[made["FromBankTransactionID"]]["IsReconciled"] = True
    assert xero.post(f"BankTransfers/{made['BankTransferID']}", {"Status": "DELETED"}).messages() == [rules.RECONCILED]


def test_it_tells_when_it_was_made_and_never_of_a_change(xero: Xero) -> None:
    """If-Modified-Since goes by CreatedDateUTC; there is no UpdatedDateUTC."""
    made = moved(xero).only()
    xero.clock.advance(3600)
    xero.post(f"BankTransfers/{made['BankTransferID']}", {"Status": "DELETED"})

    assert "UpdatedDateUTC" not in made
    later = xero.clock.now() - timedelta(minutes=5)
    assert xero.call("GET", "BankTransfers", since=later, includeDeleted="true").records() == []
    assert (
        len(xero.call("GET", "BankTransfers", since=later - timedelta(hours=2), includeDeleted="true").records()) == 1
    )
