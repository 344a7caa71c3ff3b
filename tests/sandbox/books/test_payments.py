"""Paying invoices and taking payments back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sandbox.books.conftest import Xero

from atom_xero_plugin.sandbox.resources.currencies import add_currency

EXCEEDS = "Payment amount exceeds the amount outstanding on this document"
NOT_AUTHORISED = "Payments can only be made against Authorised documents"


def read(xero: Xero, invoice: dict[str, Any]) -> dict[str, Any]:
    """An invoice as the books answer it now."""
    return xero.get(f"Invoices/{invoice['InvoiceID']}").only()


def test_a_full_payment_makes_the_invoice_paid_on_its_day(xero: Xero) -> None:
    """The invoice lists the payment and was modified with it."""
    made = xero.invoice()
    xero.clock.advance(60)
    payment = xero.pay(made, "115.00").only()
    paid = read(xero, made)
    assert (paid["Status"], paid["AmountDue"], paid["AmountPaid"]) == ("PAID", 0, 115)
    assert paid["FullyPaidOnDate"] == payment["Date"] == "/Date(1781049600000+0000)/"
    assert paid["Payments"][0]["PaymentID"] == payment["PaymentID"]
    assert paid["UpdatedDateUTCString"] == "2026-06-16T01:01:00Z"


def test_a_part_payment_leaves_the_invoice_authorised(xero: Xero) -> None:
    """The rest is still due."""
    made = xero.invoice()
    answer = xero.pay(made, "15").only()
    assert (answer["PaymentType"], answer["Status"], answer["Amount"]) == ("ACCRECPAYMENT", "AUTHORISED", 15)
    assert answer["Invoice"]["AmountDue"] == 100
    assert read(xero, made)["Status"] == "AUTHORISED"


def test_a_bill_is_paid_out_of_the_bank(xero: Xero) -> None:
    """The bank account holds less."""
    lines = [{"Description": "Wood", "Quantity": 1, "UnitAmount": 100, "AccountCode": "400"}]
    bill = xero.invoice(Type="ACCPAY", InvoiceNumber="S-1", LineItems=lines)
    assert xero.pay(bill, "115").only()["PaymentType"] == "ACCPAYPAYMENT"
    bank = xero.books["Accounts"].find("code", "090")
    assert xero.sum_of(bank["AccountID"]) == -115


@pytest.mark.parametrize(
    ("fields", "messages"),
    [
        ({"Amount": Decimal("115.01")}, [EXCEEDS]),
        ({"Amount": 0}, ["Payment amount must be greater than zero"]),
        ({"Amount": -5}, ["Payment amount must be greater than zero"]),
        ({"Amount": None}, ["Payment amount must be specified"]),
        ({"Account": {"Code": "200"}}, ["Account '200' is not valid for payments"]),
        ({"Account": {"Code": "999"}}, ["Account could not be found"]),
        ({"Account": None}, ["Account could not be found"]),
        ({"Invoice": {"InvoiceNumber": "nope"}},
         ["Invoice with invoice number nope does not exist for this organisation"]),
        ({"Date": "2025-01-01"},
         ["The document date cannot be before the period lock date, currently set at 31-Mar-2025"]),
        ({"Status": "DELETED"}, ["Payment not of valid status for creation"]),
    ],
)  # fmt: skip
def test_what_breaks_a_rule_is_refused_in_xeros_words(xero: Xero, fields: dict[str, Any], messages: list[str]) -> None:
    """And the invoice owes what it did."""
    made = xero.invoice()
    assert xero.pay(made, "115", **fields).messages() == messages
    assert read(xero, made)["AmountDue"] == 115


@pytest.mark.parametrize("status", ["DRAFT", "SUBMITTED"])
def test_an_invoice_that_is_not_approved_cannot_be_paid(xero: Xero, status: str) -> None:
    """Neither a draft nor one that waits for approval."""
    assert xero.pay(xero.invoice(Status=status), "115").messages() == [NOT_AUTHORISED]


def test_a_paid_invoice_cannot_be_paid_again(xero: Xero) -> None:
    """Xero gives both messages."""
    made = xero.invoice()
    xero.pay(made, "115").only()
    assert xero.pay(made, "1").messages() == [NOT_AUTHORISED, EXCEEDS]


def test_an_account_that_takes_payments_will_do(xero: Xero) -> None:
    """It need not be a bank account."""
    assert xero.pay(xero.invoice(), "115", Account={"Code": "880"}).only()["Account"]["Name"] == "Owner Drawings"


def test_an_invoice_may_be_named_by_its_number(xero: Xero) -> None:
    """Instead of its id."""
    xero.invoice(InvoiceNumber="A-1")
    assert xero.pay({"InvoiceID": None}, "115", Invoice={"InvoiceNumber": "A-1"}).only()["Amount"] == 115


def test_a_deleted_payment_makes_the_invoice_owe_again(xero: Xero) -> None:
    """The payment stays, as DELETED."""
    made = xero.invoice()
    payment = xero.pay(made, "115").only()
    answer = xero.post(f"Payments/{payment['PaymentID']}", {"Status": "DELETED"}).only()
    again = read(xero, made)
    assert answer["Status"] == "DELETED"
    assert (again["Status"], again["AmountDue"], again["Payments"]) == ("AUTHORISED", 115, [])
    assert "FullyPaidOnDate" not in again


def test_deleting_a_payment_twice_changes_nothing_more(xero: Xero) -> None:
    """The second time is answered like the first."""
    made = xero.invoice()
    payment = xero.pay(made, "15").only()
    xero.pay(made, "20").only()
    for _ in range(2):
        xero.post(f"Payments/{payment['PaymentID']}", {"Payments": [{"Status": "DELETED"}]}).only()
    assert read(xero, made)["AmountDue"] == 95


def test_a_payment_cannot_be_edited(xero: Xero) -> None:
    """Only deleted."""
    payment = xero.pay(xero.invoice(), "15").only()
    refused = xero.post(f"Payments/{payment['PaymentID']}", {"Amount": 20})
    assert refused.messages() == ["Only Status accepted for updates"]


def test_post_creates_as_put_does(xero: Xero) -> None:
    """POST /Payments is not an update."""
    made = xero.invoice()
    body = {"Invoice": {"InvoiceID": made["InvoiceID"]}, "Account": {"Code": "090"}, "Amount": 5}
    assert xero.post("Payments", body).only()["Amount"] == 5


def test_several_payments_of_one_body_are_checked_one_after_the_other(xero: Xero) -> None:
    """The second sees what the first left due."""
    made = xero.invoice()
    one = {"Invoice": {"InvoiceID": made["InvoiceID"]}, "Account": {"Code": "090"}, "Amount": 100}
    first, second = xero.put("Payments", {"Payments": [one, one]}, summarizeErrors="false").records()
    assert (first["StatusAttributeString"], second["StatusAttributeString"]) == ("OK", "ERROR")
    assert second["ValidationErrors"] == [{"Message": EXCEEDS}]
    assert second["HasValidationErrors"] is True


def test_reading_payments(xero: Xero) -> None:
    """The list, one, and 404 for an unknown id."""
    payment = xero.pay(xero.invoice(), "15").only()
    assert xero.get("Payments").only()["PaymentID"] == payment["PaymentID"]
    assert xero.get(f"Payments/{payment['PaymentID']}").only()["IsReconciled"] is False
    assert xero.get("Payments/11111111-1111-4111-8111-111111111111").status == 404


def test_a_rate_on_a_payment_in_our_own_currency_means_nothing(xero: Xero) -> None:
    """It is 1."""
    payment = xero.pay(xero.invoice(), "115", CurrencyRate=2).only()
    assert payment["CurrencyRate"] == 1


@pytest.mark.parametrize("rate", ["0", "-1", "0.0000001"])
def test_a_rate_of_nothing_is_refused(xero: Xero, rate: str) -> None:
    """Of an invoice and of a payment; one too small for six decimals is nothing."""
    add_currency(xero.books, "USD")
    refusal = ["Currency rate must be greater than zero"]
    assert xero.put("Invoices", xero.invoice_body(CurrencyCode="USD", CurrencyRate=Decimal(rate))).messages() == refusal
    made = xero.invoice(CurrencyCode="USD", CurrencyRate=Decimal("0.5"))
    assert xero.pay(made, "1", CurrencyRate=Decimal(rate)).messages() == refusal
