"""Changing invoices: status moves, lines, and what payments fix."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sandbox.books.conftest import Xero

from atom_xero_plugin.sandbox.books.chart_of_accounts import add_account

NOT_MODIFIABLE = "Invoice not of valid status for modification"
HAS_PAYMENT = "This document cannot be edited as it has a payment or credit note allocated to it."


def line(**fields: Any) -> dict[str, Any]:
    """A line of 100.00 before tax."""
    return {"Description": "Consulting", "Quantity": 1, "UnitAmount": 100, "AccountCode": "200", **fields}


def in_status(xero: Xero, status: str) -> str:
    """An invoice in a status, reached as a person would."""
    made = xero.invoice(Status=status if status in {"DRAFT", "SUBMITTED"} else "AUTHORISED")
    if status == "DELETED":
        made = xero.invoice(Status="DRAFT")
    if status in {"VOIDED", "DELETED"}:
        xero.post(f"Invoices/{made['InvoiceID']}", {"Status": status}).only()
    if status == "PAID":
        xero.pay(made, "115").only()
    return made["InvoiceID"]


MOVES = {
    "DRAFT": {"DRAFT", "SUBMITTED", "AUTHORISED", "DELETED"},
    "SUBMITTED": {"SUBMITTED", "DRAFT", "AUTHORISED", "DELETED"},
    "AUTHORISED": {"AUTHORISED", "VOIDED"},
    "PAID": {"PAID"},
    "VOIDED": set(),
    "DELETED": set(),
}


@pytest.mark.parametrize("status", MOVES)
@pytest.mark.parametrize("requested", MOVES)
def test_only_legal_moves_of_status_are_made(xero: Xero, status: str, requested: str) -> None:
    """Any other is refused and leaves the invoice as it was."""
    identity = in_status(xero, status)
    answer = xero.post(f"Invoices/{identity}", {"Status": requested})
    if requested in MOVES[status]:
        assert answer.only()["Status"] == requested
    else:
        assert NOT_MODIFIABLE in answer.messages()
        assert xero.get(f"Invoices/{identity}").only()["Status"] == status


@pytest.mark.parametrize("status", ["VOIDED", "DELETED"])
def test_a_voided_or_deleted_invoice_takes_no_change_at_all(xero: Xero, status: str) -> None:
    """Not even of its reference."""
    identity = in_status(xero, status)
    assert xero.post(f"Invoices/{identity}", {"Reference": "x"}).messages() == [NOT_MODIFIABLE]


def test_a_voided_invoice_keeps_its_total_and_owes_nothing(xero: Xero) -> None:
    """The amount due is zero."""
    voided = xero.get(f"Invoices/{in_status(xero, 'VOIDED')}").only()
    assert (voided["Total"], voided["AmountDue"]) == (115, 0)


def test_an_invoice_with_a_payment_cannot_be_voided(xero: Xero) -> None:
    """Xero gives both messages."""
    made = xero.invoice()
    xero.pay(made, "10").only()
    refused = xero.post(f"Invoices/{made['InvoiceID']}", {"Status": "VOIDED"})
    assert refused.messages() == [NOT_MODIFIABLE, HAS_PAYMENT]


def test_approving_a_draft_checks_what_it_kept(xero: Xero) -> None:
    """A draft may lack what an approved invoice needs."""
    made = xero.invoice(Status="DRAFT", DueDate=None, LineItems=[{"Description": "x", "UnitAmount": 5}])
    refused = xero.post(f"Invoices/{made['InvoiceID']}", {"Status": "AUTHORISED"})
    assert refused.messages() == [
        "DueDate cannot be empty",
        "Account code must be specified",
        "The TaxType field is mandatory",
    ]


def test_a_post_finds_a_sales_invoice_by_its_number(xero: Xero) -> None:
    """It changes that invoice, and the address takes the number too."""
    made = xero.invoice(InvoiceNumber="A-1")
    changed = xero.post("Invoices", {"Type": "ACCREC", "InvoiceNumber": "A-1", "Reference": "new"}).only()
    assert (changed["InvoiceID"], changed["Reference"]) == (made["InvoiceID"], "new")
    assert xero.get("Invoices/A-1").only()["Reference"] == "new"


def test_a_post_with_the_number_of_a_bill_makes_another_bill(xero: Xero) -> None:
    """The numbers of bills are the suppliers', and not unique."""
    body = xero.invoice_body(Type="ACCPAY", InvoiceNumber="S-9", LineItems=[line(AccountCode="400")])
    first, second = xero.post("Invoices", body).only(), xero.post("Invoices", body).only()
    assert first["InvoiceID"] != second["InvoiceID"]


def test_an_unknown_id_in_the_address_is_404_and_in_the_body_a_refusal(xero: Xero) -> None:
    """Reading and writing alike."""
    nobody = "11111111-1111-4111-8111-111111111111"
    assert xero.post(f"Invoices/{nobody}", {"Reference": "x"}).status == 404
    assert xero.get(f"Invoices/{nobody}").status == 404
    assert xero.post("Invoices", {"InvoiceID": nobody, "Reference": "x"}).messages() == [
        "The document with the supplied id was not found for this endpoint."
    ]


def test_lines_are_replaced_and_one_sent_with_its_id_keeps_what_it_does_not_say(xero: Xero) -> None:
    """Its tax is worked out again; a line that is not sent is gone."""
    made = xero.invoice(LineItems=[line(), line(Description="Travel", UnitAmount=20)])
    keep, drop = made["LineItems"]
    changed = xero.post(
        f"Invoices/{made['InvoiceID']}",
        {"LineItems": [{"LineItemID": keep["LineItemID"], "Quantity": 2}, line(Description="New", UnitAmount=5)]},
    ).only()
    first, second = changed["LineItems"]
    assert (first["LineItemID"], first["Description"], first["LineAmount"]) == (keep["LineItemID"], "Consulting", 200)
    assert first["TaxAmount"] == 30
    assert second["LineItemID"] not in {keep["LineItemID"], drop["LineItemID"]}
    assert changed["Total"] == Decimal("235.75")


def test_fields_that_are_not_sent_stay(xero: Xero) -> None:
    """The lines among them."""
    made = xero.invoice(Reference="PO 7")
    changed = xero.post(f"Invoices/{made['InvoiceID']}", {"DueDate": "2026-07-15"}).only()
    assert (changed["Reference"], changed["DueDateString"]) == ("PO 7", "2026-07-15T00:00:00")
    assert changed["LineItems"] == made["LineItems"]


def test_what_was_just_read_can_be_sent_back(xero: Xero) -> None:
    """A corrected tax amount survives it."""
    made = xero.invoice(LineItems=[line(TaxAmount=Decimal("14.99"))])
    again = xero.post("Invoices", {"Invoices": [xero.get(f"Invoices/{made['InvoiceID']}").only()]}).only()
    assert again["LineItems"] == made["LineItems"]
    assert again["Total"] == made["Total"]


def test_another_kind_of_line_amounts_works_the_tax_out_again(xero: Xero) -> None:
    """The same line, now with the tax in it."""
    made = xero.invoice()
    changed = xero.post(f"Invoices/{made['InvoiceID']}", {"LineAmountTypes": "Inclusive"}).only()
    assert (changed["Total"], changed["TotalTax"]) == (100, Decimal("13.04"))


@pytest.mark.parametrize(
    "change",
    [
        {"Reference": "new"},
        {"DueDate": "2026-08-01"},
        {"InvoiceNumber": "B-2"},
        {"Url": "https://shop.example/7"},
    ],
)
def test_with_a_payment_some_fields_may_still_change(xero: Xero, change: dict[str, Any]) -> None:
    """Those that change no amount."""
    made = xero.invoice()
    xero.pay(made, "115").only()
    changed = xero.post(f"Invoices/{made['InvoiceID']}", change).only()
    assert changed["Status"] == "PAID"


def test_with_a_payment_words_and_account_of_a_line_may_change_but_not_its_price(xero: Xero) -> None:
    """Nor the invoice's date."""
    add_account(xero.books, Code="210", Name="Other Sales", Type="REVENUE", TaxType="OUTPUT2")
    made = xero.invoice()
    xero.pay(made, "10").only()
    line_id = made["LineItems"][0]["LineItemID"]
    address = f"Invoices/{made['InvoiceID']}"
    changed = xero.post(address, {"LineItems": [{"LineItemID": line_id, "Description": "Words", "AccountCode": "210"}]})
    assert changed.only()["LineItems"][0]["AccountCode"] == "210"
    refused = xero.post(address, {"LineItems": [{"LineItemID": line_id, "UnitAmount": 90}]})
    assert refused.messages() == [NOT_MODIFIABLE, HAS_PAYMENT]
    assert xero.post(address, {"Date": "2026-06-02"}).messages() == [NOT_MODIFIABLE, HAS_PAYMENT]


def test_a_locked_invoice_takes_no_change(xero: Xero) -> None:
    """Its date is not after the lock date."""
    xero.clock.advance(1)
    made = xero.invoice()
    xero.books.organisation["PeriodLockDate"] = xero.books["Invoices"].get(made["InvoiceID"])["Date"]
    refused = xero.post(f"Invoices/{made['InvoiceID']}", {"Reference": "x"})
    assert refused.messages() == [
        "The document date cannot be before the period lock date, currently set at 1-Jun-2026"
    ]


def test_a_change_moves_the_updated_instant(xero: Xero) -> None:
    """So that whoever asks for what was modified since finds it."""
    made = xero.invoice()
    xero.clock.advance(5)
    changed = xero.post(f"Invoices/{made['InvoiceID']}", {"Reference": "x"}).only()
    assert changed["UpdatedDateUTCString"] == "2026-06-16T01:00:05Z"


def test_emailing_marks_the_invoice_as_sent(xero: Xero) -> None:
    """204 for an approved one; a draft is refused."""
    made = xero.invoice()
    assert xero.post(f"Invoices/{made['InvoiceID']}/Email", None).status == 204
    assert xero.get(f"Invoices/{made['InvoiceID']}").only()["SentToContact"] is True
    draft = xero.invoice(Status="DRAFT")
    assert xero.post(f"Invoices/{draft['InvoiceID']}/Email", None).messages() == [NOT_MODIFIABLE]


def test_a_renamed_contact_shows_in_its_invoices_at_once(xero: Xero) -> None:
    """Though the invoice's bytes were kept."""
    made = xero.invoice()
    xero.get(f"Invoices/{made['InvoiceID']}").only()
    xero.post(f"Contacts/{made['Contact']['ContactID']}", {"Name": "Harbour Bistro"}).only()
    assert xero.get(f"Invoices/{made['InvoiceID']}").only()["Contact"]["Name"] == "Harbour Bistro"


def test_a_list_without_paging_has_no_lines_and_a_page_has(xero: Xero) -> None:
    """`summaryOnly` leaves the field out."""
    xero.invoice()
    assert xero.get("Invoices").only()["LineItems"] == []
    paged = xero.get("Invoices", page="1")
    assert len(paged.json["Invoices"][0]["LineItems"]) == 1
    assert "LineItems" not in xero.get("Invoices", summaryOnly="true").json["Invoices"][0]


def test_the_online_address_of_an_invoice(xero: Xero) -> None:
    """Where its customer may see it."""
    made = xero.invoice()
    assert (
        xero.get(f"Invoices/{made['InvoiceID']}/OnlineInvoice")
        .only()["OnlineInvoiceUrl"]
        .startswith("https://in.xero.com/")
    )
