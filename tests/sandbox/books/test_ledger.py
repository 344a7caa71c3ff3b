"""Totals, rounding and the general ledger."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sandbox.books.conftest import Xero

from atom_xero_plugin.sandbox.books.totals import compute, tax_of
from atom_xero_plugin.sandbox.resources.currencies import add_currency

CENT = Decimal("0.01")
amounts = st.decimals(min_value=-9999, max_value=99999, places=4)
lines = st.lists(
    st.fixed_dictionaries(
        {
            "Quantity": st.decimals(min_value=0, max_value=999, places=4),
            "UnitAmount": amounts,
            "TaxType": st.sampled_from(["A", "B", "NONE"]),
        },
        optional={"DiscountRate": st.decimals(min_value=0, max_value=100, places=2)},
    ),
    max_size=8,
)
RATES = {"A": Decimal(15), "B": Decimal("12.5"), "NONE": Decimal(0)}


@given(lines, st.sampled_from(["Exclusive", "Inclusive", "NoTax"]))
def test_any_document_totals_its_lines_and_its_tax_to_the_cent(rows: list[dict[str, Any]], kind: str) -> None:
    """Under each way in which line amounts hold tax or do not."""
    sums = compute(rows, kind, lambda tax_type: RATES[tax_type])
    line_sum = sum((row["LineAmount"] for row in rows), Decimal("0.00"))
    assert sums.total == sums.sub_total + sums.total_tax
    assert sums.total_tax == sum((row["TaxAmount"] for row in rows), Decimal("0.00"))
    assert line_sum == (sums.total if kind == "Inclusive" else sums.sub_total)
    for value in (sums.total, sums.sub_total, sums.total_tax):
        assert value.as_tuple().exponent == -2
    if kind == "NoTax":
        assert sums.total_tax == 0


@given(
    st.decimals(min_value=-99999, max_value=99999, places=2),
    st.sampled_from([Decimal(15), Decimal(20), Decimal("12.5")]),
)
def test_tax_is_rounded_half_away_from_zero(amount: Decimal, rate: Decimal) -> None:
    """A credit's tax is the same amount below zero."""
    exclusive = tax_of(amount, rate, "Exclusive")
    assert exclusive == (amount * rate / 100).quantize(CENT, ROUND_HALF_UP)
    assert tax_of(-amount, rate, "Exclusive") == -exclusive
    assert abs(tax_of(amount, rate, "Inclusive")) <= abs(exclusive)


def test_tax_is_rounded_for_each_line_and_then_summed() -> None:
    """Three lines of 0.10 at 15% bear 0.02 each, although 15% of 0.30 would be 0.05. Source: Xero, rounding."""
    rows = [{"Quantity": Decimal(1), "UnitAmount": Decimal("0.10"), "TaxType": "A"} for _ in range(3)]
    assert compute(rows, "Exclusive", lambda tax_type: RATES[tax_type]).total_tax == Decimal("0.06")


def by_name(xero: Xero) -> dict[str, Decimal]:
    """The sum of each account's postings, by the account's name."""
    accounts = xero.books["Accounts"].rows
    return {accounts[identity]["Name"]: amount for identity, amount in xero.sums().items()}


def test_an_invoice_and_its_payment_post_both_sides(xero: Xero) -> None:
    """The customer owes less by what came into the bank."""
    made = xero.invoice()
    assert by_name(xero) == {"Accounts Receivable": 115, "Sales": -100, "GST": -15}
    xero.pay(made, "40").only()
    assert by_name(xero) == {"Accounts Receivable": 75, "Sales": -100, "GST": -15, "Business Account": 40}


def test_a_bill_posts_the_other_way(xero: Xero) -> None:
    """The tax is taken out of an inclusive price."""
    lines = [{"Description": "Wood", "Quantity": 1, "UnitAmount": 115, "AccountCode": "400"}]
    xero.invoice(Type="ACCPAY", LineAmountTypes="Inclusive", LineItems=lines)
    assert by_name(xero) == {"Accounts Payable": -115, "Materials": 100, "GST": 15}


@pytest.mark.parametrize("status", ["DRAFT", "SUBMITTED"])
def test_what_is_not_approved_posts_nothing(xero: Xero, status: str) -> None:
    """Neither drafts nor what waits for approval."""
    xero.invoice(Status=status)
    assert xero.books.ledger.postings() == []


def test_voiding_takes_the_postings_away(xero: Xero) -> None:
    """As if the invoice had not been."""
    made = xero.invoice()
    xero.post(f"Invoices/{made['InvoiceID']}", {"Status": "VOIDED"}).only()
    assert xero.books.ledger.postings() == []


def test_the_list_of_postings_is_kept_until_something_changes(xero: Xero) -> None:
    """Reports read it again and again."""
    made = xero.invoice()
    first = xero.books.ledger.postings()
    assert xero.books.ledger.postings() is first
    xero.pay(made, "1").only()
    assert xero.books.ledger.postings() is not first


def test_balances_are_of_a_period(xero: Xero) -> None:
    """Both days included."""
    xero.invoice(Date="2026-05-31")
    xero.invoice(Date="2026-06-01")
    sales = xero.books["Accounts"].find("code", "200")["AccountID"]
    assert xero.sums(since=date(2026, 6, 1))[sales] == -100
    assert xero.sums(until=date(2026, 5, 31))[sales] == -100
    assert xero.sums(since=date(2026, 5, 1), until=date(2026, 6, 30))[sales] == -200


def test_an_opening_journal_must_balance(xero: Xero) -> None:
    """One that does not is an error of the demo company."""
    bank = xero.books["Accounts"].find("code", "090")["AccountID"]
    equity = xero.books["Accounts"].find("code", "880")["AccountID"]
    xero.books.ledger.journal(date(2026, 4, 1), [(bank, Decimal(500)), (equity, Decimal(-500))], "opening")
    assert xero.sum_of(bank) == 500
    assert xero.sum_of(bank, until=date(2026, 3, 31)) == 0
    with pytest.raises(ValueError, match="debits"):
        xero.books.ledger.journal(date(2026, 4, 1), [(bank, Decimal(1))], "wrong")


def test_another_currency_is_converted_and_a_change_of_rate_is_a_gain_or_loss(xero: Xero) -> None:
    """Each document at its own rate, and the books still balance."""
    add_currency(xero.books, "USD")
    made = xero.invoice(CurrencyCode="USD", CurrencyRate=Decimal("0.5"))
    xero.pay(made, "115", CurrencyRate=Decimal("0.6")).only()
    sums = by_name(xero)
    assert sums["Business Account"] == Decimal("191.67")
    assert sums["Accounts Receivable"] == 0
    assert sums["Realised Currency Gains"] == Decimal("38.33")
    assert sum(sums.values()) == 0


def test_a_journal_that_is_asked_for_by_itself_has_no_source(xero: Xero) -> None:
    """By number and by id; a list has it, after an offset and since a time."""
    first, second = (xero.invoice()["InvoiceID"] for _ in range(2))
    xero.clock.advance(60)
    third = xero.invoice()["InvoiceID"]
    listed = xero.get("Journals").records()

    assert [each["SourceID"] for each in listed] == [first, second, third]
    assert xero.get("Journals", offset="1").records() == listed[1:]
    assert xero.call("GET", "Journals", since=xero.clock.now()).records() == listed[2:]
    for named in ("2", listed[1]["JournalID"]):
        one = xero.get(f"Journals/{named}").only()
        assert (one["JournalNumber"], one.get("SourceID"), one.get("SourceType")) == (2, None, None)
    assert xero.get("Journals/99").status == 404
    assert xero.get("Journals", offset="-1").status == 400
