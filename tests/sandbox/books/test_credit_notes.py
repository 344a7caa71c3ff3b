"""Credit notes in the sandbox: made, used and refused as Xero does it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sandbox.books.conftest import Answer, Xero, line

SETTLED = "This document cannot be edited as it has a payment or credit note allocated to it."
NOT_MODIFIABLE = "Credit note not of valid status for modification"


def note(xero: Xero, **fields: Any) -> dict[str, Any]:
    """An approved credit note of 115.00 to the contact that is there."""
    return created(xero, **fields).only()


def created(xero: Xero, **fields: Any) -> Answer:
    body = {
        "Type": "ACCRECCREDIT",
        "Contact": {"ContactID": xero.contact["ContactID"]},
        "Date": "2026-06-05",
        "Status": "AUTHORISED",
        "LineItems": [line()],
        **fields,
    }
    return xero.put("CreditNotes", {name: value for name, value in body.items() if value is not None})


def allocate(xero: Xero, credit: dict[str, Any], *parts: tuple[dict[str, Any], str]) -> Answer:
    body = [{"Amount": Decimal(amount), "Invoice": {"InvoiceID": each["InvoiceID"]}} for each, amount in parts]
    return xero.put(f"CreditNotes/{credit['CreditNoteID']}/Allocations", {"Allocations": body})


def found(xero: Xero, credit: dict[str, Any]) -> dict[str, Any]:
    return xero.get(f"CreditNotes/{credit['CreditNoteID']}").only()


def refund(xero: Xero, credit: dict[str, Any], amount: str, **fields: Any) -> Answer:
    body = {"CreditNote": {"CreditNoteID": credit["CreditNoteID"]}, "Account": {"Code": "090"}, "Date": "2026-06-10"}
    return xero.put("Payments", {**body, "Amount": Decimal(amount), **fields})


def test_a_customers_gets_the_next_number_and_a_suppliers_keeps_theirs(xero: Xero) -> None:
    """A supplier's number may come again, and it has no reference."""
    first, second = note(xero), note(xero, CreditNoteNumber="CR 7", Reference="RMA 1")
    theirs = [note(xero, Type="ACCPAYCREDIT", CreditNoteNumber="77", Reference="x") for _ in range(2)]

    assert (first["CreditNoteNumber"], second["CreditNoteNumber"], second["Reference"]) == ("CN-0001", "CR 7", "RMA 1")
    assert [each["CreditNoteNumber"] for each in theirs] == ["77", "77"]
    assert theirs[0]["Reference"] == ""
    assert created(xero, CreditNoteNumber="cr 7").messages() == ["Credit Note # must be unique."]
    assert xero.get("CreditNotes/CN-0001").only()["CreditNoteID"] == first["CreditNoteID"]


def test_it_posts_the_opposite_of_an_invoice(xero: Xero) -> None:
    """An invoice and its whole credit leave nothing, and the books balance."""
    before = {account: amount for account, amount in xero.sums().items() if amount}
    xero.invoice()
    note(xero)

    assert {account: amount for account, amount in xero.sums().items() if amount} == before


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"Type": None}, "Credit Note Type must be specified"),
        ({"Contact": None}, "A Contact must be specified for this type of transaction"),
        ({"LineItems": []}, "One or more line items must be specified"),
        ({"Status": "PAID"}, "Credit note not of valid status for creation"),
        ({"Status": "VOID"}, "The status 'VOID' cannot be applied to the document"),
        ({"LineItems": [line(AccountCode=None)]}, "Account code must be specified"),
        ({"LineItems": [line(DiscountRate=10)]}, "Discounts are only supported on sales invoices"),
        ({"LineItems": [line(UnitAmount=-1)]}, "The document total must be greater than or equal to zero"),
        ({"CurrencyCode": "EUR"}, "Organisation is not subscribed to currency EUR"),
        ({"Date": "2025-03-31"},
         "The document date cannot be before the period lock date, currently set at 31-Mar-2025"),
        ({"Total": 1}, "The document total does not equal the sum of the lines"),
    ],
)  # fmt: skip
def test_what_breaks_a_rule_is_refused(xero: Xero, fields: dict[str, Any], message: str) -> None:
    """In Xero's words, or in those that are marked as not verified."""
    assert message in created(xero, **fields).messages()


def test_a_draft_may_lack_lines_and_is_approved_when_complete(xero: Xero) -> None:
    """Without a due date: a credit note has none."""
    draft = note(xero, Status="DRAFT", LineItems=None)
    path = f"CreditNotes/{draft['CreditNoteID']}"

    assert xero.post(path, {"Status": "AUTHORISED"}).messages() == ["One or more line items must be specified"]
    approved = xero.post(path, {"Status": "AUTHORISED", "LineItems": [line()]}).only()
    assert (approved["Status"], approved["RemainingCredit"]) == ("AUTHORISED", Decimal("115.00"))


def test_allocations_sent_with_a_new_one_are_ignored(xero: Xero) -> None:
    """They are made at an address of their own. Source: xeroizer issue 196."""
    invoice = xero.invoice()
    made = note(xero, Allocations=[{"Amount": 10, "Invoice": {"InvoiceID": invoice["InvoiceID"]}}])

    assert (made["Allocations"], made["RemainingCredit"]) == ([], 115)


def test_an_allocation_settles_the_invoice_and_uses_the_credit(xero: Xero) -> None:
    """Its day is the later one of the two documents', whatever was sent."""
    invoice, credit = xero.invoice(), note(xero)
    answered = allocate(xero, credit, (invoice, "115.00")).only()
    stored, settled = found(xero, credit), xero.get(f"Invoices/{invoice['InvoiceID']}").only()

    assert (answered["Amount"], answered["Invoice"]["InvoiceID"]) == (115, invoice["InvoiceID"])
    assert answered["CreditNote"]["CreditNoteID"] == credit["CreditNoteID"]
    assert (stored["Status"], stored["RemainingCredit"], settled["Status"]) == ("PAID", 0, "PAID")
    assert stored["Allocations"][0]["Date"] == "/Date(1780617600000+0000)/"
    assert (settled["AmountDue"], settled["AmountCredited"]) == (0, 115)
    assert settled["CreditNotes"][0]["AppliedAmount"] == 115


def test_the_same_allocation_sent_again_is_made_again(xero: Xero) -> None:
    """As Xero does: nothing of it says that it is the same. Source: xero-php issues 224 and 251."""
    invoice, credit = xero.invoice(), note(xero)
    for _ in range(2):
        allocate(xero, credit, (invoice, "50.00"))

    assert [each["Amount"] for each in found(xero, credit)["Allocations"]] == [50, 50]
    assert found(xero, credit)["RemainingCredit"] == 15


def test_the_amount_is_not_called_applied_amount(xero: Xero) -> None:
    """JSON has another name than XML, and what is not read counts as nothing. Source: xero-node issue 239."""
    invoice, credit = xero.invoice(), note(xero)
    body = {"AppliedAmount": 10, "Invoice": {"InvoiceID": invoice["InvoiceID"]}}
    refused = xero.put(f"CreditNotes/{credit['CreditNoteID']}/Allocations", body)

    assert refused.messages() == ["Allocation amount must be greater than zero"]


def test_what_cannot_be_allocated_is_refused(xero: Xero) -> None:
    """All reasons come together, as in xeroizer issue 320; the credit stays whole."""
    invoice, credit, theirs = xero.invoice(), note(xero), note(xero, Type="ACCPAYCREDIT")
    xero.pay(invoice, "115.00")
    other = xero.invoice(Contact={"Name": "Somebody Else"})

    assert allocate(xero, theirs, (invoice, "10.00")).messages() == [
        "The invoice you are trying to allocate to has already been paid off",
        "Credit Note cannot be allocated as amount is greater than amount outstanding",
        "Credit Note cannot be allocated to an incorrect invoice type",
    ]
    assert allocate(xero, credit, (other, "10.00")).messages() == [
        "Credit Note cannot be allocated to an invoice of another contact"
    ]
    draft = xero.invoice(Status="DRAFT")
    assert allocate(xero, credit, (draft, "10.00")).messages() == ["Invoice not of valid status for allocation"]
    unapproved = note(xero, Status="DRAFT")
    assert allocate(xero, unapproved, (xero.invoice(), "10.00")).messages() == [
        "Credit Note not of valid status for allocation"
    ]
    assert found(xero, credit)["RemainingCredit"] == 115


def test_of_several_the_good_ones_are_kept(xero: Xero) -> None:
    """The answer shows those that failed alone."""
    first, second, credit = xero.invoice(), xero.invoice(), note(xero)
    refused = allocate(xero, credit, (first, "100.00"), (second, "100.00"))

    assert refused.messages() == ["Credit Note cannot be allocated as amount is greater than amount outstanding"]
    assert found(xero, credit)["RemainingCredit"] == 15


def test_an_allocation_is_deleted_by_its_id(xero: Xero) -> None:
    """The answer is in no envelope; a second time there is none."""
    invoice, credit = xero.invoice(), note(xero)
    allocate(xero, credit, (invoice, "115.00"))
    gone = found(xero, credit)["Allocations"][0]["AllocationID"]
    path = f"CreditNotes/{credit['CreditNoteID']}/Allocations/{gone}"
    answered = xero.call("DELETE", path)

    assert (answered.json["AllocationID"], answered.json["IsDeleted"]) == (gone, True)
    assert (found(xero, credit)["Allocations"], found(xero, credit)["Status"]) == ([], "AUTHORISED")
    assert xero.get(f"Invoices/{invoice['InvoiceID']}").only()["AmountDue"] == 115
    assert xero.call("DELETE", path).status == 404
    assert xero.call("DELETE", f"CreditNotes/{credit['CreditNoteID']}").status == 405


def test_one_that_is_used_takes_no_change_and_neither_does_its_invoice(xero: Xero) -> None:
    """Neither an edit nor voiding, also with an empty list of allocations. Source: xeroizer issue 211."""
    invoice, credit = xero.invoice(), note(xero)
    allocate(xero, credit, (invoice, "10.00"))

    for body in ({"Reference": "x"}, {"Status": "VOIDED"}, {"Allocations": []}):
        refused = xero.post(f"CreditNotes/{credit['CreditNoteID']}", body)
        assert refused.messages() == [NOT_MODIFIABLE, SETTLED]
    voided = xero.post(f"Invoices/{invoice['InvoiceID']}", {"Status": "VOIDED"})
    assert SETTLED in voided.messages()


def test_a_refund_pays_out_what_is_left_and_reads_back_as_an_invoice(xero: Xero) -> None:
    """Source: the example of POST Payments/{PaymentID} in OpenAPI 16.1.0."""
    credit = note(xero)
    bank = next(row["AccountID"] for row in xero.books["Accounts"].rows.values() if row["Code"] == "090")
    before = xero.sum_of(bank)
    paid = refund(xero, credit, "40.00").only()

    assert (paid["PaymentType"], paid["Invoice"]["Type"]) == ("ARCREDITPAYMENT", "ACCRECCREDIT")
    assert paid["Invoice"]["InvoiceID"] == credit["CreditNoteID"]
    assert xero.sum_of(bank) - before == -40
    assert (found(xero, credit)["RemainingCredit"], found(xero, credit)["Payments"][0]["Amount"]) == (75, 40)
    assert refund(xero, credit, "75.01").messages() == [
        "Payment amount exceeds the amount outstanding on this document"
    ]
    xero.post(f"Payments/{paid['PaymentID']}", {"Status": "DELETED"})
    assert (found(xero, credit)["RemainingCredit"], xero.sum_of(bank)) == (115, before)


def test_a_payment_is_of_one_document(xero: Xero) -> None:
    """Xero documents it so; the words are not verified."""
    refused = refund(xero, note(xero), "1.00", Invoice={"InvoiceID": xero.invoice()["InvoiceID"]})

    assert refused.messages() == ["A payment can only be made against one document"]


def test_what_is_left_is_taken_off_what_the_contact_owes(xero: Xero) -> None:
    """Until it is allocated: then the invoice owes less."""
    invoice, credit = xero.invoice(), note(xero, LineItems=[line(UnitAmount=20)])
    path = f"Contacts/{xero.contact['ContactID']}"
    before = xero.get(path).only()["Balances"]["AccountsReceivable"]["Outstanding"]
    allocate(xero, credit, (invoice, "23.00"))

    assert before == 92
    assert xero.get(path).only()["Balances"]["AccountsReceivable"]["Outstanding"] == 92
