"""Whatever is written, the books answer: with a record, a refusal, or error 14; never with a crash."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sandbox.books.conftest import Answer, Xero
from support.long_run import examples

WORDS = (
    "ACCREC", "ACCPAY", "DRAFT", "AUTHORISED", "VOIDED", "DELETED", "Inclusive", "NoTax", "SPEND",
    "RECEIVE-OVERPAYMENT", "090", "200", "400", "999", "OUTPUT2", "INPUT2", "NONE", "DESK", "Harbour Cafe", "New Ltd",
    "2026-06-01", "2026-02-30", "/Date(1780272000000+0000)/", "/Date(999999999999999)/", "0001-01-01T00:00:00+14:00",
    "NZD", "EUR", "REVENUE", "BANK", "ACTIVE", "ARCHIVED", "a@b.example", '" OR Name!="', "", "\x00", "1e999", "NaN",
    "-5", "true",
)  # fmt: skip
NAMES = (
    "Type", "Contact", "ContactID", "ContactStatus", "LineItems", "Date", "DueDate", "LineAmountTypes", "InvoiceNumber",
    "Reference", "CurrencyCode", "CurrencyRate", "Status", "Description", "Quantity", "UnitAmount", "ItemCode",
    "AccountCode", "TaxType", "TaxAmount", "LineAmount", "DiscountRate", "DiscountAmount", "Tracking", "Invoice",
    "Account", "Amount", "BankAccount", "IsReconciled", "Name", "EmailAddress", "Phones", "PhoneType", "Addresses",
    "ContactPersons", "PaymentTerms", "Sales", "Day", "Code", "SalesDetails", "UnitPrice", "TaxComponents", "Rate",
    "BankAccountNumber", "Invoices", "Contacts", "LineItemID", "InvoiceID",
)  # fmt: skip
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=Decimal("-1e20"), max_value=Decimal("1e20"), places=6),
    st.sampled_from(WORDS),
    st.text(max_size=12),
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6),
    max_leaves=12,
)
PLACES = ("Invoices", "Contacts", "Payments", "BankTransactions", "Accounts", "Items", "TaxRates", "Currencies")


def settled(answer: Answer) -> None:
    """An answer that Xero would give."""
    assert answer.status in {200, 400, 404}
    if answer.status == 400:
        assert answer.json["ErrorNumber"] in {10, 14}


@pytest.mark.parametrize("place", PLACES)
@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=values)
def test_any_body_is_answered(xero: Xero, place: str, body: Any) -> None:
    """A record, a refusal or error 14, whatever JSON comes."""
    settled(xero.put(place, body))


@settings(max_examples=examples(300), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=st.dictionaries(st.sampled_from(NAMES), values, max_size=5), four=st.booleans())
def test_a_good_invoice_with_anything_in_it_is_answered_and_the_books_balance(
    xero: Xero, fields: dict[str, Any], four: bool
) -> None:
    """Odd fields among good ones leave books that still balance and can be listed."""
    settled(xero.put("Invoices", {**xero.invoice_body(), **fields}, **({"unitdp": "4"} if four else {})))
    assert sum((posting.amount for posting in xero.books.ledger.postings()), Decimal(0)) == 0
    assert xero.get("Invoices", page="1").status == 200


@settings(max_examples=examples(200), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(line=st.dictionaries(st.sampled_from(NAMES), scalars, max_size=6), sale=st.booleans())
def test_a_line_with_anything_in_it_is_answered(xero: Xero, line: dict[str, Any], sale: bool) -> None:
    """What is taken adds up: the total is the net and the tax."""
    lines = [{"Description": "x", "AccountCode": "880", **line}]
    answer = xero.put("Invoices", xero.invoice_body(Type="ACCREC" if sale else "ACCPAY", LineItems=lines))
    settled(answer)
    if answer.status == 200:
        made = answer.only()
        assert made["Total"] == made["SubTotal"] + made["TotalTax"]
