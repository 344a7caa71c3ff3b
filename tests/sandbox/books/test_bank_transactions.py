"""Money received and spent."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sandbox.books.conftest import Xero

from atom_xero_plugin.sandbox.resources.bank_transactions_rules import FINAL_HERE, NO_PRICE, NO_QUANTITY

RECONCILED = "This Bank Transaction cannot be edited as it has been reconciled with a Bank Statement."


def body(xero: Xero, **fields: Any) -> dict[str, Any]:
    """What makes a spending of 20.00 and its tax."""
    return {
        "Type": "SPEND",
        "Contact": {"ContactID": xero.contact["ContactID"]},
        "BankAccount": {"Code": "090"},
        "Date": "2026-06-05",
        "LineAmountTypes": "Exclusive",
        "LineItems": [{"Description": "Screws", "Quantity": 2, "UnitAmount": 10, "AccountCode": "400"}],
        **fields,
    }


def bank(xero: Xero) -> Decimal:
    """What the bank account holds."""
    return xero.sum_of(xero.books["Accounts"].find("code", "090")["AccountID"])


def test_spending_takes_money_out_of_the_bank_with_its_tax(xero: Xero) -> None:
    """The tax is added to the lines, and the bank account holds less by the total."""
    made = xero.put("BankTransactions", body(xero)).only()
    assert (made["SubTotal"], made["TotalTax"], made["Total"]) == (20, 3, 23)
    assert (made["Status"], made["IsReconciled"]) == ("AUTHORISED", False)
    assert made["BankAccount"]["Name"] == "Business Account"
    assert bank(xero) == -23


def test_receiving_puts_money_in(xero: Xero) -> None:
    """The bank account holds more by the total."""
    lines = [{"Description": "Cash sale", "Quantity": 1, "UnitAmount": 100, "AccountCode": "200"}]
    xero.put("BankTransactions", body(xero, Type="RECEIVE", LineItems=lines)).only()
    assert bank(xero) == 115


@pytest.mark.parametrize(
    ("kind", "account", "amount"),
    [
        ("RECEIVE-OVERPAYMENT", None, "50"),
        ("SPEND-OVERPAYMENT", None, "-50"),
        ("RECEIVE-PREPAYMENT", "200", "57.50"),
        ("SPEND-PREPAYMENT", "400", "-57.50"),
    ],
)
def test_over_and_prepayments_of_one_line(xero: Xero, kind: str, account: str | None, amount: str) -> None:
    """Each gets the id of its over- or prepayment, and keeps no reference; an overpayment is one line."""
    line = {"Description": "In advance", "Quantity": 1, "UnitAmount": 50, "AccountCode": account}
    made = xero.put("BankTransactions", body(xero, Type=kind, LineItems=[line], Reference="x")).only()
    assert made["Reference"] == ""
    assert ("OverpaymentID" if "OVER" in kind else "PrepaymentID") in made
    assert bank(xero) == Decimal(amount)
    refused = xero.put("BankTransactions", body(xero, Type=kind, LineItems=[line, line]))
    one = ["Only one line item can be specified for this type of transaction"]
    assert (refused.status == 200) if "PRE" in kind else (refused.messages() == one)


@pytest.mark.parametrize("kind", ["RECEIVE-OVERPAYMENT", "SPEND-PREPAYMENT"])
@pytest.mark.parametrize("change", [{"Status": "DELETED"}, {"Date": "2026-06-06"}])
def test_over_and_prepayments_are_neither_changed_nor_deleted_here(xero: Xero, kind: str, change: Any) -> None:
    """They are allocated or refunded by their own endpoints."""
    line = {"Description": "In advance", "Quantity": 1, "UnitAmount": 50, "AccountCode": "400"}
    made = xero.put("BankTransactions", body(xero, Type=kind, LineItems=[line])).only()
    refused = xero.post(f"BankTransactions/{made['BankTransactionID']}", change)
    assert refused.messages() == [FINAL_HERE]


def test_an_overpayment_is_an_amount_alone(xero: Xero) -> None:
    """A line amount is enough; it is booked on the control account, untaxed."""
    line = {"Description": "Paid twice", "LineAmount": 50}
    made = xero.put("BankTransactions", body(xero, Type="RECEIVE-OVERPAYMENT", LineItems=[line])).only()
    assert (made["Total"], made["TotalTax"], made["LineAmountTypes"]) == (50, 0, "NoTax")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"BankAccount": None}, "Bank account must be specified"),
        ({"BankAccount": {"Code": "200"}}, "Account '200' is not a valid bank account"),
        ({"BankAccount": {"Code": "999"}}, "Bank account could not be found"),
        ({"LineItems": []}, "One or more line items must be specified"),
        ({"Contact": None}, "A Contact must be specified for this type of transaction"),
        ({"Type": "SPEND-TRANSFER", "LineItems": [{"Description": "x", "UnitAmount": 1, "AccountCode": "400"}]},
         "Transfers are created with the BankTransfers endpoint"),
        ({"Date": "2025-03-01"},
         "The document date cannot be before the period lock date, currently set at 31-Mar-2025"),
        ({"Type": None}, "Bank transaction Type must be specified"),
        ({"LineItems": [{"Description": "x", "UnitAmount": 0, "AccountCode": "400"}]}, NO_PRICE),
        ({"LineItems": [{"Description": "x", "UnitAmount": 5, "Quantity": 0, "AccountCode": "400"}]}, NO_QUANTITY),
        ({"LineItems": [{"Description": "x", "UnitAmount": -1, "AccountCode": "400"}]},
         "The bank transaction total must be greater than zero"),
    ],
)  # fmt: skip
def test_what_breaks_a_rule_is_refused(xero: Xero, fields: dict[str, Any], message: str) -> None:
    """With Xero's message, and no money moves."""
    assert message in xero.put("BankTransactions", body(xero, **fields)).messages()
    assert bank(xero) == 0


def test_a_deleted_transaction_posts_nothing_and_takes_no_change(xero: Xero) -> None:
    """Deleted is final."""
    made = xero.put("BankTransactions", body(xero)).only()
    address = f"BankTransactions/{made['BankTransactionID']}"
    assert xero.post(address, {"Status": "DELETED"}).only()["Status"] == "DELETED"
    assert xero.books.ledger.postings() == []
    assert xero.post(address, {"Reference": "x"}).messages() == [
        "Bank transaction not of valid status for modification"
    ]


def test_a_reconciled_transaction_can_only_be_unreconciled(xero: Xero) -> None:
    """Once it is, it can be changed again."""
    made = xero.put("BankTransactions", body(xero, IsReconciled=True)).only()
    address = f"BankTransactions/{made['BankTransactionID']}"
    assert xero.post(address, {"Reference": "x"}).messages() == [RECONCILED]
    assert xero.post(address, {"Status": "DELETED"}).messages() == [RECONCILED]
    assert xero.post(address, {"IsReconciled": False}).only()["IsReconciled"] is False
    assert xero.post(address, {"Reference": "x"}).only()["Reference"] == "x"


def test_lines_are_replaced_on_change(xero: Xero) -> None:
    """The lines that were there before are gone."""
    made = xero.put("BankTransactions", body(xero)).only()
    lines = [{"Description": "Nails", "Quantity": 1, "UnitAmount": 5, "AccountCode": "400"}]
    changed = xero.post("BankTransactions", {"BankTransactionID": made["BankTransactionID"], "LineItems": lines}).only()
    assert changed["Total"] == Decimal("5.75")
    assert bank(xero) == Decimal("-5.75")


def test_reading_transactions(xero: Xero) -> None:
    """A list without paging has no lines, a page and a single one have; an unknown id is 404."""
    made = xero.put("BankTransactions", body(xero)).only()
    assert xero.get("BankTransactions").only()["LineItems"] == []
    assert len(xero.get("BankTransactions", page="1").json["BankTransactions"][0]["LineItems"]) == 1
    assert xero.get(f"BankTransactions/{made['BankTransactionID']}").only()["DateString"] == "2026-06-05T00:00:00"
    assert xero.get("BankTransactions/nope").status == 404
