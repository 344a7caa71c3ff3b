"""A record that does not fit its model loses only what cannot be read, and never its page."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.records import RECORDS

from atom_xero_plugin.core.errors import UnexpectedAnswer
from atom_xero_plugin.xero.decoding.base import XeroRecord, decode_one, decode_page
from atom_xero_plugin.xero.decoding.fields import fields_of
from atom_xero_plugin.xero.records.accounts import Account
from atom_xero_plugin.xero.records.invoices import Invoice
from atom_xero_plugin.xero.records.payments import Payment

words = st.sampled_from(["NaN", "/Date(1)/", "2026-01-31", "true", "1e9"])
texts = words | st.text('aZ0. -/:"\\\u00e9\u2603()+', max_size=12)
numbers = st.integers(-(10**20), 10**20) | st.floats(allow_nan=False, allow_infinity=False)
anything = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["Name", "Date", "x"]), inner, max_size=2)
    ),
    max_leaves=4,
)
WITH_ID = sorted(name for name, record in RECORDS.items() if "record_id" not in vars(record))
"""Those whose id Xero sends; a line of a history has none, and is known by a hash of what it says."""


def odd_records(name: str) -> st.SearchStrategy[tuple[type[XeroRecord], dict[str, Any]]]:
    kind = RECORDS[name]
    keys = [field.key for field in fields_of(kind)]
    return st.tuples(st.just(kind), st.dictionaries(st.sampled_from(keys), anything, max_size=4))


def test_numbers_and_flags_sent_as_text_are_read() -> None:
    batch = {"BatchPaymentID": "b", "TotalAmount": "50.00", "IsReconciled": "false"}
    payment = decode_one(Payment, {"PaymentID": "p", "Amount": "50.00", "IsReconciled": "true", "BatchPayment": batch})
    assert payment.amount == Decimal("50.00")
    assert payment.is_reconciled is True
    assert payment.batch_payment is not None
    assert payment.batch_payment.total_amount == Decimal("50.00")
    assert payment.batch_payment.is_reconciled is False
    assert payment.problems == []


def test_a_number_where_text_is_documented_is_that_text() -> None:
    assert decode_one(Invoice, b'{"InvoiceID":"a","InvoiceNumber":17}').invoice_number == "17"


def test_empty_text_for_a_word_a_date_an_amount_or_a_part_is_nothing() -> None:
    invoice = decode_one(
        Invoice, {"InvoiceID": "a", "Status": "", "Date": "", "Total": "", "Contact": "", "BrandingThemeID": ""}
    )
    assert (invoice.status, invoice.date, invoice.total, invoice.contact, invoice.branding_theme_id) == (None,) * 5
    assert invoice.problems == []


def test_empty_text_where_text_belongs_stays() -> None:
    account = decode_one(Account, {"AccountID": "a", "Description": "", "SystemAccount": "", "BankAccountType": ""})
    assert account.description == ""
    assert account.system_account is None
    assert account.bank_account_type is None


def test_null_for_an_id_is_an_empty_id() -> None:
    assert decode_one(Invoice, {"InvoiceID": None}).record_id == ""


def test_one_object_where_a_list_is_documented_is_a_list_of_one() -> None:
    invoice = decode_one(Invoice, {"InvoiceID": "a", "LineItems": {"Description": "only"}})
    assert invoice.line_items is not None
    assert [line.description for line in invoice.line_items] == ["only"]


def test_a_list_of_one_where_an_object_is_documented_is_that_object() -> None:
    payment = decode_one(Payment, {"PaymentID": "p", "Invoice": [{"InvoiceID": "i"}]})
    assert payment.invoice is not None
    assert payment.invoice.invoice_id == "i"


def test_what_cannot_be_read_is_named_and_the_rest_is_kept() -> None:
    line = {"Description": "Train", "Quantity": "a few"}
    invoice = decode_one(
        Invoice, {"InvoiceID": "a", "Date": "someday", "DueDate": "2026-01-31", "LineItems": [line], "Total": 7}
    )
    assert [problem.path for problem in invoice.problems] == ["Date", "LineItems.0.Quantity"]
    assert invoice.date is None
    assert invoice.due_date == date(2026, 1, 31)
    assert invoice.total == 7
    assert invoice.line_items is not None
    assert invoice.line_items[0].description == "Train"
    assert b"a few" in invoice.raw


def test_the_bytes_of_a_page_with_a_bad_record_are_all_kept() -> None:
    body = b'{"Invoices":[{"InvoiceID":"a"},{"InvoiceID":"b","Total":[]},7,null,{"InvoiceID":"c","Reference":"\xff"}]}'
    records, _ = decode_page(Invoice, body)
    assert [record.record_id for record in records] == ["a", "b", "", "", "c"]
    assert [bool(record.problems) for record in records] == [False, True, True, True, False]
    assert records[-1].reference == "\N{REPLACEMENT CHARACTER}"


def test_a_record_nested_beyond_reason_is_an_error_not_a_crash() -> None:
    deep = b'{"InvoiceID":"a","New":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    with pytest.raises(UnexpectedAnswer):
        decode_page(Invoice, b'{"Invoices":[%s]}' % deep)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(WITH_ID).flatmap(odd_records))
def test_no_value_in_any_field_loses_the_page(case: tuple[type[XeroRecord], dict[str, Any]]) -> None:
    kind, odd = case
    id_key = next(field.key for field in fields_of(kind) if field.attribute == kind.ID)
    body = json.dumps({kind.LISTED_AS or kind.PLURAL: [{id_key: "first"}, odd, {id_key: "last"}]}).encode()
    records, _ = decode_page(kind, body)
    assert [records[0].record_id, records[2].record_id] == ["first", "last"]
    assert json.loads(records[1].raw) == odd
    assert {problem.path.split(".")[0] for problem in records[1].problems} <= set(odd)
    assert records[1].unknown().keys().isdisjoint(odd)
