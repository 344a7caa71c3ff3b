"""Several bills or sales invoices paid as one movement."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sandbox.books.conftest import Xero

from atom_xero_plugin.sandbox.resources import batch_payments as rules
from atom_xero_plugin.sandbox.resources.payments import EXCEEDS, IN_BATCH, NOT_AUTHORISED


def bill(xero: Xero, number: str, **fields: Any) -> dict[str, Any]:
    line = {"Description": "Wood", "Quantity": 1, "UnitAmount": 100, "AccountCode": "400"}
    return xero.invoice(Type="ACCPAY", InvoiceNumber=number, LineItems=[line], **fields)


def part(invoice: dict[str, Any], amount: str = "115", **fields: Any) -> dict[str, Any]:
    return {"Invoice": {"InvoiceID": invoice["InvoiceID"]}, "Amount": Decimal(amount), **fields}


def paid(xero: Xero, *parts: dict[str, Any], **fields: Any) -> Any:
    body = {"Account": {"Code": "090"}, "Date": "2026-06-10", "Payments": list(parts), **fields}
    return xero.put("BatchPayments", body)


def bank(xero: Xero) -> Decimal:
    return xero.sum_of(xero.books["Accounts"].find("code", "090")["AccountID"])


def test_each_bill_is_paid_and_each_payment_names_its_batch(xero: Xero) -> None:
    """The invoices are reduced to ids; a payment has the batch's amount as text."""
    bills = [bill(xero, "S-1"), bill(xero, "S-2")]
    made = paid(xero, part(bills[0]), part(bills[1], "15"), Reference="June").only()
    payments = xero.get("Payments").records()

    assert (made["Type"], made["TotalAmount"], made["IsReconciled"]) == ("PAYBATCH", 130, False)
    assert (made["DateString"], made["Reference"]) == ("2026-06-10T00:00:00", "June")
    assert "InvoiceNumber" not in made["Payments"][0]["Invoice"]
    assert [xero.get(f"Invoices/{each['InvoiceID']}").only()["AmountDue"] for each in bills] == [0, 100]
    assert {each["BatchPaymentID"] for each in payments} == {made["BatchPaymentID"]}
    assert payments[0]["BatchPayment"]["TotalAmount"] == "130.00"
    assert bank(xero) == -130


def test_what_breaks_a_rule_is_refused_and_nothing_is_paid(xero: Xero) -> None:
    """Each with its message, and all at once."""
    bills = [bill(xero, "S-1"), bill(xero, "S-2"), bill(xero, "S-3", Status="DRAFT")]
    sale = xero.invoice()

    assert paid(xero).messages() == [rules.NO_PAYMENTS]
    assert paid(xero, part(bills[0]), part(sale)).messages() == [rules.MIXED]
    assert paid(xero, part(bills[0], "60"), part(bills[0], "10")).messages() == [rules.TWICE]
    assert paid(xero, part(bills[0]), part(bills[1], "115.01")).messages() == [EXCEEDS]
    assert paid(xero, part(bills[2])).messages()[0] == NOT_AUTHORISED
    assert paid(xero, part(bills[0], "0")).messages() == [rules.NO_AMOUNT]
    assert paid(xero, {"CreditNote": {}, "Amount": 1}).messages() == [rules.NO_CREDITS]
    assert paid(xero, part(bills[0]), Account={"Code": "200"}).messages() == [rules.NO_ACCOUNT]
    assert paid(xero, part(bills[0]), Date="2025-01-01").messages() == [
        "The document date cannot be before the period lock date, currently set at 31-Mar-2025"
    ]
    assert paid(xero, part(bills[0]), Reference="thirteen char").messages() == [
        "Reference is too long. Maximum of 12 characters allowed"
    ]
    assert bank(xero) == 0


def test_it_is_deleted_as_a_whole_only(xero: Xero) -> None:
    """A member is not deleted alone; afterwards the batch keeps its total and has no payments."""
    made = paid(xero, part(bill(xero, "S-1")), part(bill(xero, "S-2"))).only()
    address = f"BatchPayments/{made['BatchPaymentID']}"
    member = xero.post(f"Payments/{made['Payments'][0]['PaymentID']}", {"Status": "DELETED"})
    odd = xero.post(address, {"Reference": "x"})
    gone = xero.post(address, {"Status": "DELETED"}).only()
    again = xero.post("BatchPayments", {"BatchPaymentID": made["BatchPaymentID"], "Status": "DELETED"}).only()

    assert (member.messages(), odd.messages()) == ([IN_BATCH], [rules.ONLY_DELETED])
    assert (gone["Status"], gone["TotalAmount"], gone["Payments"]) == ("DELETED", 230, [])
    assert again == gone
    assert {each["Status"] for each in xero.get("Payments").records()} == {"DELETED"}
    assert bank(xero) == 0


def test_a_reconciled_one_stays_and_a_post_creates_nothing(xero: Xero) -> None:
    """A POST deletes; the list filters by kind."""
    made = paid(xero, part(bill(xero, "S-1"))).only()
    xero.books["BatchPayments"].rows[made["BatchPaymentID"]]["IsReconciled"] = True

    assert xero.post(f"BatchPayments/{made['BatchPaymentID']}", {"Status": "DELETED"}).messages() == [rules.RECONCILED]
    assert xero.post("BatchPayments", {"Account": {"Code": "090"}, "Payments": []}).status == 400
    assert len(xero.get("BatchPayments", where='Type=="PAYBATCH"').records()) == 1
    assert xero.get("BatchPayments", where='Type=="RECBATCH"').records() == []
