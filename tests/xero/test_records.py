"""Xero's answers become typed records that lose nothing."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from support.records import ENDPOINTS, RECORDS

from atom_xero_plugin.auth.scopes import KNOWN
from atom_xero_plugin.core.errors import NotFound, UnexpectedAnswer
from atom_xero_plugin.xero.decoding.base import decode_one, decode_page
from atom_xero_plugin.xero.records.accounts import Account
from atom_xero_plugin.xero.records.contacts import Contact
from atom_xero_plugin.xero.records.history import NOTES
from atom_xero_plugin.xero.records.invoices import Invoice
from atom_xero_plugin.xero.records.organisation import OrganisationRecord
from atom_xero_plugin.xero.records.payments import Payment
from atom_xero_plugin.xero.records.reports import Report

INVOICE = {
    "Type": "ACCREC",
    "InvoiceID": "243216c5-369e-4056-ac67-05388f86dc81",
    "InvoiceNumber": "INV-0001",
    "Reference": "",
    "Payments": [{"PaymentID": "p1", "Date": "/Date(1518739200000+0000)/", "Amount": 50.10, "HasAccount": False}],
    "AmountDue": 100.1,
    "CurrencyRate": 1.0000000000,
    "HasErrors": False,
    "Contact": {"ContactID": "c1", "Name": "Ridgeway University", "FirstName": "", "Addresses": []},
    "DateString": "2026-03-21T00:00:00",
    "Date": "/Date(1426849200000+0000)/",
    "DueDate": "/Date(1426849200000+1300)/",
    "Status": "AUTHORISED",
    "LineItems": [
        {
            "LineItemID": "l1",
            "Quantity": 1.5000,
            "UnitAmount": 33.3333,
            "Tracking": [{"Name": "Region", "Option": "North"}],
        }
    ],
    "UpdatedDateUTC": "/Date(1439434356790+0000)/",
}


def answer(*records: object, plural: str = "Invoices", **more: object) -> bytes:
    return json.dumps({"Status": "OK", **more, plural: list(records)}).replace("/", "\\/").encode()


def test_an_invoice_is_typed_throughout() -> None:
    (invoice,), _ = decode_page(Invoice, answer(INVOICE))
    assert invoice.invoice_id == invoice.record_id == "243216c5-369e-4056-ac67-05388f86dc81"
    assert invoice.amount_due == Decimal("100.1")
    assert invoice.due_date == date(2015, 3, 21)
    assert invoice.updated_date_utc == datetime(2015, 8, 13, 2, 52, 36, 790_000, UTC)
    assert invoice.contact is not None
    assert invoice.contact.name == "Ridgeway University"
    assert invoice.payments is not None
    assert invoice.payments[0].date == date(2018, 2, 16)
    assert invoice.line_items is not None
    assert invoice.line_items[0].unit_amount == Decimal("33.3333")
    assert invoice.line_items[0].tracking is not None
    assert invoice.line_items[0].tracking[0].option == "North"
    assert invoice.problems == []
    assert invoice.unknown() == {}


def test_the_local_duplicate_of_a_date_is_preferred() -> None:
    (invoice,), _ = decode_page(Invoice, answer(INVOICE))
    assert invoice.date == date(2026, 3, 21)


def test_a_duplicate_that_cannot_be_read_leaves_the_date() -> None:
    invoice = decode_one(Invoice, {**INVOICE, "DateString": "soon"})
    assert invoice.date == date(2015, 3, 20)


def test_the_duplicate_of_the_last_change_stands_in_for_it() -> None:
    payment = decode_one(Payment, {"PaymentID": "p", "UpdatedDateUTCString": "2026-07-16T01:02:03.5000000"})
    assert payment.updated_date_utc == datetime(2026, 7, 16, 1, 2, 3, 500_000, UTC)


def test_money_keeps_every_digit_xero_wrote() -> None:
    body = b'{"Invoices":[{"InvoiceID":"a","Total":10000000000000000.01,"CurrencyRate":1.0000000000,"SubTotal":0.1}]}'
    (invoice,), _ = decode_page(Invoice, body)
    assert str(invoice.total) == "10000000000000000.01"
    assert str(invoice.currency_rate) == "1.0000000000"
    assert str(invoice.sub_total) == "0.1"


def test_what_xero_left_out_is_none_and_an_empty_list_is_not() -> None:
    invoice = decode_one(Invoice, {"InvoiceID": "a", "LineItems": []})
    assert invoice.line_items == []
    assert invoice.payments is None
    assert invoice.total is None


def test_the_bytes_of_each_record_are_kept_as_they_came() -> None:
    body = b'{"Invoices": [ {"InvoiceID" :"a", "Total": 1.50}, {"InvoiceID":"b"} ]}'
    records, _ = decode_page(Invoice, body)
    assert [record.raw for record in records] == [b'{"InvoiceID" :"a", "Total": 1.50}', b'{"InvoiceID":"b"}']


def test_json_cannot_fill_raw_or_problems() -> None:
    invoice = decode_one(Invoice, {"InvoiceID": "a", "raw": "x", "problems": "y", "Raw": 1, "Problems": 2})
    assert invoice.problems == []
    assert json.loads(invoice.raw)["raw"] == "x"
    assert set(invoice.unknown()) == {"raw", "problems", "Raw", "Problems"}


def test_unknown_fields_are_kept_with_their_path_and_exact_numbers() -> None:
    fresh = {**INVOICE, "Mood": "sunny", "Contact": {"ContactID": "c", "Stars": 4.10}, "LineItems": [{"Colour": None}]}
    unknown = decode_one(Invoice, json.dumps(fresh).encode()).unknown()
    assert unknown == {"Mood": "sunny", "Contact.Stars": Decimal("4.1"), "LineItems.0.Colour": None}


@pytest.mark.parametrize("word", ["ULTRA", "a plan nobody has synced of", "ČÁST"])
def test_a_new_word_in_a_list_is_only_a_word(word: str) -> None:
    organisation = decode_one(OrganisationRecord, {"OrganisationID": "o", "Class": word, "Timezone": word})
    assert organisation.class_ == word
    assert organisation.problems == []


def test_paging_is_reported_as_xero_says_it() -> None:
    paging = {"page": 2, "pageSize": 100, "pageCount": 3, "itemCount": 250}
    _, reported = decode_page(Invoice, answer(pagination=paging))
    assert reported is not None
    assert (reported.page, reported.page_size, reported.page_count, reported.item_count) == (2, 100, 3, 250)


@pytest.mark.parametrize("paging", [None, "x", [], {"page": "x"}])
def test_paging_that_cannot_be_read_is_no_paging(paging: object) -> None:
    _, reported = decode_page(Invoice, answer(pagination=paging))
    assert reported is None


@pytest.mark.parametrize(
    "body", [b"", b"The API is offline", b"<html>", b"[]", b"null", b'{"Invoices":{}}', b'{"Invoices":[', b"\xff"]
)
def test_what_is_no_answer_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(UnexpectedAnswer):
        decode_page(Invoice, body)


def test_an_answer_without_the_list_asked_for_is_not_taken_for_an_empty_one() -> None:
    with pytest.raises(UnexpectedAnswer, match="no Invoices"):
        decode_page(Invoice, b'{"Contacts":[]}')


def test_one_record_is_found_in_an_answer_and_by_itself() -> None:
    bare = b'{"ContactID":"c1","Name":"Basket Case"}'
    for body in (bare, bare.decode(), json.loads(bare), b'{"Contacts":[%s]}' % bare):
        contact = decode_one(Contact, body)
        assert (contact.record_id, contact.name) == ("c1", "Basket Case")
        assert json.loads(contact.raw) == json.loads(bare)


def test_an_empty_list_has_no_one_record() -> None:
    with pytest.raises(NotFound):
        decode_one(Contact, b'{"Contacts":[]}')


def test_a_report_is_walked_to_its_deepest_row() -> None:
    report = decode_one(
        Report,
        {
            "ReportID": "BankSummary",
            "Rows": [
                {"RowType": "Header", "Cells": [{"Value": "Bank"}, {}]},
                {
                    "RowType": "Section",
                    "Title": "",
                    "Rows": [
                        {
                            "RowType": "Row",
                            "Cells": [
                                {"Value": "Cheque", "Attributes": [{"Id": "account", "Value": "a1"}]},
                                {"Value": "-1234.50"},
                            ],
                        }
                    ],
                },
            ],
        },
    )
    rows = list(report.walk())
    assert [row.row_type for row in rows] == ["Header", "Section", "Row"]
    name, amount = rows[-1].cells or []
    assert name.attribute("account") == "a1"
    assert name.amount is None
    assert amount.amount == Decimal("-1234.50")
    assert amount.attribute("account") is None


def test_every_kind_says_where_it_is() -> None:
    for kind in RECORDS.values():
        assert decode_one(kind, b"{}").record_id == ""
        assert kind.PLURAL
    for endpoint in ENDPOINTS.values():
        assert endpoint.path
        if endpoint is not NOTES:  # theirs is the scope of their record
            assert KNOWN & {endpoint.scope, endpoint.read_scope}
            assert endpoint.body is None or endpoint.scope in KNOWN


def test_a_bank_account_is_reported_from_the_others() -> None:
    assert decode_one(Account, {"AccountID": "a", "Type": "BANK"}).is_bank
    assert not decode_one(Account, {"AccountID": "a", "Type": "REVENUE"}).is_bank
