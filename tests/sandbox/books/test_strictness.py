"""Documents, contacts and payments are refused, changed and warned of as Xero does, in its words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sandbox.books.conftest import Xero, line

from atom_xero_plugin.sandbox.books.chart_of_accounts import add_account, system_account
from atom_xero_plugin.sandbox.resources.currencies import add_currency

SUB_TOTAL = "The document sub total does not equal the sub total of the lines"
TOTAL = "The document total does not equal the sum of the lines"
KINDS = ("Invoices", "BankTransactions")


def document(xero: Xero, kind: str, **fields: Any) -> dict[str, Any]:
    """What makes an approved document of 100.00 and 15 % tax."""
    if kind == "Invoices":
        return xero.invoice_body(**fields)
    body = {
        "Type": "RECEIVE", "Contact": {"ContactID": xero.contact["ContactID"]}, "BankAccount": {"Code": "090"},
        "Date": "2026-06-05", "LineAmountTypes": "Exclusive", "LineItems": [line()],
    }  # fmt: skip
    return body | fields


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("method", ["put", "post"])
@pytest.mark.parametrize(
    ("stated", "reported"),
    [
        ({"SubTotal": 100, "TotalTax": 15, "Total": 115}, []),
        ({"SubTotal": 99}, [SUB_TOTAL]),
        ({"Total": 100}, [TOTAL]),
        ({"SubTotal": 0, "Total": 0}, [SUB_TOTAL, TOTAL]),
        ({"TotalTax": 14.99}, ["The document total tax does not equal the total tax of the lines"]),
    ],
)
def test_a_stated_total_must_be_the_lines(
    xero: Xero, kind: str, method: str, stated: dict[str, Any], reported: list[str]
) -> None:
    """On creating, by both methods; nothing is kept of a refused document."""
    answer = xero.call(method.upper(), kind, document(xero, kind, **stated))

    if reported:
        assert answer.messages() == reported
        assert xero.get(kind).records() == []
    else:
        assert answer.only()["Total"] == 115


@pytest.mark.parametrize("kind", KINDS)
def test_a_stale_total_refuses_an_update(xero: Xero, kind: str) -> None:
    """As one that was read, changed in its lines and sent back; alone and in a list."""
    made = xero.put(kind, document(xero, kind)).only()
    id_field = f"{kind[:-1]}ID"
    stale = {id_field: made[id_field], "Total": 115, "SubTotal": 100, "LineItems": [line(UnitAmount=90)]}
    listed = xero.post(kind, {kind: [stale]}, summarizeErrors="false").only()

    assert xero.post(f"{kind}/{made[id_field]}", stale).messages() == [SUB_TOTAL, TOTAL]
    assert (listed["StatusAttributeString"], len(listed["ValidationErrors"])) == ("ERROR", 2)
    assert xero.get(f"{kind}/{made[id_field]}").only()["Total"] == 115


@pytest.mark.parametrize("kind", ["ACCREC", "ACCPAY"])
@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_a_foreign_document_without_a_rate_gets_the_rate_of_its_day(xero: Xero, kind: str, method: str) -> None:
    """Another day, another rate; the same day, the same rate; the organisation's own currency is 1."""
    add_currency(xero.books, "USD")
    add_currency(xero.books, "EUR")

    def rate(day: str, code: str) -> Decimal:
        lines = [line(AccountCode="200" if kind == "ACCREC" else "400")]
        body = xero.invoice_body(Type=kind, Date=day, CurrencyCode=code, LineItems=lines)
        found: Decimal = xero.call(method, "Invoices", body).only()["CurrencyRate"]
        return found

    assert rate("2026-06-01", "USD") == rate("2026-06-01", "USD") == xero.books.rate("USD", date(2026, 6, 1))
    assert len({rate(day, code) for day in ("2026-05-20", "2026-06-02") for code in ("USD", "EUR")}) == 4
    assert Decimal("0.4") < rate("2026-06-01", "USD") < Decimal("0.8")
    assert rate("2026-06-01", "NZD") == 1


def test_a_rate_of_one_to_one_is_warned_of(xero: Xero) -> None:
    """`Warnings`, and WARNING where states are told; a rate that is not sent, and the own currency, are not."""
    add_currency(xero.books, "USD")
    body = xero.invoice_body(CurrencyCode="USD", CurrencyRate=1)
    alone = xero.put("Invoices", body).only()
    reported = xero.put("Invoices", body, summarizeErrors="false").only()
    unsent = xero.put("Invoices", xero.invoice_body(CurrencyCode="USD"), summarizeErrors="false").only()
    own = xero.put("Invoices", xero.invoice_body(CurrencyCode="NZD", CurrencyRate=1)).only()

    assert "1:1" in alone["Warnings"][0]["Message"]
    assert (reported["StatusAttributeString"], unsent["StatusAttributeString"]) == ("WARNING", "OK")
    assert "Warnings" not in own
    assert "Warnings" not in xero.get(f"Invoices/{alone['InvoiceID']}").only()


def test_a_foreign_payment_without_a_rate_takes_its_own_days(xero: Xero) -> None:
    """What the bank account gets follows from it, and what the two rates differ by is a gain or loss."""
    add_currency(xero.books, "USD")
    made = xero.invoice(CurrencyCode="USD")
    paid = xero.pay(made, "115", Date="2026-06-12").only()
    fixed = xero.pay(xero.invoice(CurrencyCode="USD"), "115", BankAmount=200).only()

    rate = xero.books.rate("USD", date(2026, 6, 12))
    assert paid["CurrencyRate"] == rate
    assert paid["BankAmount"] == (115 / rate).quantize(Decimal("0.01"))
    assert (fixed["CurrencyRate"], fixed["BankAmount"]) == (Decimal("0.575"), 200)
    assert sum(posting.amount for posting in xero.books.ledger.postings()) == 0


@pytest.mark.parametrize("zero", [{"UnitAmount": 0}, {"Quantity": 0}, {"UnitAmount": 0, "LineAmount": 0}])
@pytest.mark.parametrize("status", ["DRAFT", "AUTHORISED"])
@pytest.mark.parametrize("kind", ["Exclusive", "NoTax"])
def test_a_line_of_nothing_loses_its_account_and_tax(xero: Xero, zero: dict[str, Any], status: str, kind: str) -> None:
    """It stays a line; one that is discounted away keeps both."""
    lines = [line(), line(**zero, TaxType="OUTPUT2"), line(DiscountRate=100)]
    made = xero.invoice(Status=status, LineItems=lines, LineAmountTypes=kind)
    of_100, nothing, discounted = made["LineItems"]

    assert {"AccountCode", "AccountID", "TaxType"}.isdisjoint(nothing)
    assert (nothing["LineAmount"], nothing["TaxAmount"]) == (0, 0)
    assert of_100["AccountCode"] == discounted["AccountCode"] == "200"
    assert xero.post(f"Invoices/{made['InvoiceID']}", {"Status": "AUTHORISED"}).status == 200


def test_a_line_of_words_only_is_kept_without_amounts(xero: Xero) -> None:
    """On an approved invoice too, also when it is changed with its id."""
    made = xero.invoice(LineItems=[{"Description": "Stage 1"}, line()])
    words = made["LineItems"][0]
    sent = [{"LineItemID": each["LineItemID"]} for each in made["LineItems"]]
    changed = xero.post(f"Invoices/{made['InvoiceID']}", {"LineItems": sent}).only()

    assert set(words) == {"Description", "LineItemID", "Tracking"}
    assert made["Total"] == 115
    assert changed["LineItems"][0] == words


@pytest.mark.parametrize(
    ("amounts", "reported"),
    [
        ({"DiscountRate": 100, "LineAmount": 0}, "The line total -100.00 does not match the expected line total 0.00"),
        ({"DiscountAmount": 100, "LineAmount": 0},
         "The line total -100.00 does not match the expected line total 0.00"),
        ({"UnitAmount": "0.01", "DiscountRate": 60, "LineAmount": 0},
         "The line total -0.01 does not match the expected line total 0.00"),
        ({"DiscountRate": 10, "LineAmount": 0}, "The line total -10.00 does not match the expected line total 90.00"),
        ({"LineAmount": 1}, "The line total 1.00 does not match the expected line total 100.00"),
        ({"DiscountAmount": "100.01"},
         "The discount rate '100.01' is invalid. Discount must not be greater than the line total."),
        ({"UnitAmount": -5, "DiscountAmount": 0},
         "The discount rate '0.00' is invalid. Discount must not be greater than the line total."),
        ({"DiscountRate": 100}, None),
        ({"DiscountRate": 10, "LineAmount": 90}, None),
        ({"UnitAmount": -5, "DiscountRate": 0}, None),
    ],
)  # fmt: skip
def test_a_stated_line_amount_must_fit_its_discount(xero: Xero, amounts: dict[str, Any], reported: str | None) -> None:
    """Xero takes a discount off the nothing that was stated."""
    answer = xero.put("Invoices", xero.invoice_body(LineItems=[line(), line(**amounts)]))

    assert answer.status == 200 if reported is None else answer.messages() == [reported]


def test_a_draft_with_a_line_discounted_away_can_be_approved(xero: Xero) -> None:
    """What is kept is not what was stated."""
    made = xero.invoice(Status="DRAFT", LineItems=[line(), line(DiscountRate=100)])

    assert xero.post(f"Invoices/{made['InvoiceID']}", {"Status": "AUTHORISED"}).only()["Total"] == 115


@pytest.mark.parametrize("number", ["A-17", " a-17 "])
@pytest.mark.parametrize("archived", [False, True])
def test_an_account_number_is_given_once(xero: Xero, number: str, archived: bool) -> None:
    """On contacts, archived ones too, made, changed or made by a document; the own one may be sent again."""
    first = xero.put("Contacts", {"Name": "Foxton Motors", "AccountNumber": "A-17"}).only()
    same = xero.post("Contacts", {"ContactID": first["ContactID"], "AccountNumber": number}).only()
    if archived:
        xero.post("Contacts", {"ContactID": first["ContactID"], "ContactStatus": "ARCHIVED"}).only()
    reported = ["The Account Number already exists. Please enter a different Account Number."]
    other = {"Name": "Levin Motors", "AccountNumber": number}
    by_document = xero.put("Invoices", xero.invoice_body(Contact=other))

    assert same["AccountNumber"] == number
    assert xero.put("Contacts", other).messages() == reported
    assert (
        xero.post("Contacts", {"ContactID": xero.contact["ContactID"], "AccountNumber": number}).messages() == reported
    )
    assert by_document.json["Elements"][0]["Contact"]["ValidationErrors"] == [{"Message": reported[0]}]


@pytest.mark.parametrize(
    ("term", "reported"),
    [
        (
            {"Day": 0, "Type": "OFFOLLOWINGMONTH"},
            "must be between 1 and 31 when set to the following (or current) month.",
        ),
        (
            {"Day": 32, "Type": "OFCURRENTMONTH"},
            "must be between 1 and 31 when set to the following (or current) month.",
        ),
        ({"Day": 0, "Type": "DAYSAFTERBILLDATE"}, None),
        ({"Day": 31, "Type": "OFCURRENTMONTH"}, None),
        ({"Day": 5}, "Both Day and Type must be supplied when adding or updating payment terms"),
        ({"Type": "DAYSAFTERBILLMONTH"}, "Both Day and Type must be supplied when adding or updating payment terms"),
    ],
)
@pytest.mark.parametrize(("side", "words"), [("Sales", "Due Date for Sales Invoices"), ("Bills", "Due Date for Bills")])
def test_payment_terms_have_a_day_that_there_is(
    xero: Xero, side: str, words: str, term: dict[str, Any], reported: str | None
) -> None:
    """Of the month 1 to 31; so many days after a bill may be none."""
    answer = xero.put("Contacts", {"Name": "Foxton Motors", "PaymentTerms": {side: term}})

    if reported is None:
        assert answer.only()["PaymentTerms"][side] == term
    else:
        assert answer.messages() == [reported if reported.startswith("Both") else f"{words} {reported}"]


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_a_bills_reference_is_ignored_and_a_sales_invoices_kept(xero: Xero, method: str) -> None:
    """A bill's number stands for it."""
    bill = xero.invoice_body(Type="ACCPAY", InvoiceNumber="S-1", Reference="mine", LineItems=[line(AccountCode="400")])
    made = xero.call(method, "Invoices", bill).only()
    changed = xero.post(f"Invoices/{made['InvoiceID']}", {"Reference": "again"}).only()

    assert (made.get("Reference"), changed.get("Reference")) == ("", "")
    assert xero.invoice(Reference="mine")["Reference"] == "mine"


@pytest.mark.parametrize("kind", KINDS)
def test_unknown_tracking_is_dropped(xero: Xero, kind: str) -> None:
    """Without a word, which only who reads the document again learns."""
    tracking = [{"Name": "Region", "Option": "North"}]
    made = xero.put(kind, document(xero, kind, LineItems=[line(Tracking=tracking)])).only()
    again = xero.post(kind, {**made, "LineItems": [{**line(Tracking=tracking)}]}).only()

    assert made["LineItems"][0]["Tracking"] == again["LineItems"][0]["Tracking"] == []


def test_an_organisation_may_round_the_totals_of_approved_documents(xero: Xero) -> None:
    """`Total = SubTotal + TotalTax + RoundingAmount`; lists leave the rounding out, drafts are not rounded."""
    xero.books.round_totals_to = Decimal("0.10")
    lines = [line(UnitAmount="10.33")]
    draft = xero.invoice(Status="DRAFT", LineItems=lines)
    approved = xero.post(f"Invoices/{draft['InvoiceID']}", {"Status": "AUTHORISED"}).only()
    later = xero.post(f"Invoices/{draft['InvoiceID']}", {"Reference": "PO"}).only()
    (listed,) = xero.get("Invoices", page="1").records()
    paid = xero.pay(approved, "11.90").only()

    assert (draft["Total"], "RoundingAmount" in draft) == (Decimal("11.88"), False)
    for each in (approved, later):
        assert (each["SubTotal"], each["TotalTax"], each["RoundingAmount"]) == (
            Decimal("10.33"), Decimal("1.55"), Decimal("0.02")
        )  # fmt: skip
        assert each["Total"] == each["AmountDue"] == Decimal("11.90")
    assert "RoundingAmount" not in listed
    assert listed["Total"] == Decimal("11.90")
    assert paid["Amount"] == Decimal("11.90")
    rounding = system_account(xero.books, "ROUNDING")["AccountID"]
    assert xero.sums()[rounding] == Decimal("-0.02")
    assert sum(posting.amount for posting in xero.books.ledger.postings()) == 0


@pytest.mark.parametrize(
    ("stated", "status", "good"),
    [
        ({"SubTotal": 100, "TotalTax": 15, "Total": "115.10", "RoundingAmount": "0.10"}, "AUTHORISED", True),
        ({"SubTotal": 100, "TotalTax": 15, "Total": "114.95", "RoundingAmount": "-0.05"}, "SUBMITTED", True),
        ({"SubTotal": 100, "TotalTax": 15, "Total": "115.11", "RoundingAmount": "0.11"}, "AUTHORISED", False),
        ({"SubTotal": 100, "TotalTax": 15, "Total": "115.00", "RoundingAmount": "0.05"}, "AUTHORISED", False),
        ({"Total": "115.05", "RoundingAmount": "0.05"}, "AUTHORISED", False),
        ({"SubTotal": 100, "TotalTax": 15, "Total": "115.05", "RoundingAmount": "0.05"}, "DRAFT", False),
    ],
)
def test_a_rounding_may_be_stated_where_it_adds_up(xero: Xero, stated: dict[str, Any], status: str, good: bool) -> None:
    """Ten cents either way, on submitted and approved documents."""
    answer = xero.put("Invoices", xero.invoice_body(Status=status, **stated))

    assert answer.status == (200 if good else 400)
    if good:
        assert answer.only()["Total"] == Decimal(str(stated["Total"]))


def test_money_moves_in_the_currency_of_its_account(xero: Xero) -> None:
    """Only an overpayment may name another."""
    add_currency(xero.books, "USD")
    add_account(xero.books, Code="095", Name="Dollars", Type="BANK", BankAccountNumber="77", CurrencyCode="USD")
    own = xero.put("BankTransactions", document(xero, "BankTransactions", CurrencyCode="USD")).only()
    dollars = xero.put("BankTransactions", document(xero, "BankTransactions", BankAccount={"Code": "095"})).only()
    over = {"Type": "RECEIVE-OVERPAYMENT", "LineItems": [{"Description": "Too much", "LineAmount": 5}]}
    overs = [
        xero.put("BankTransactions", document(xero, "BankTransactions", **over, **more)).only()["CurrencyCode"]
        for more in ({}, {"BankAccount": {"Code": "095"}}, {"CurrencyCode": "USD"})
    ]

    assert overs == ["NZD", "USD", "USD"]
    assert (own["CurrencyCode"], own["CurrencyRate"]) == ("NZD", 1)
    assert (dollars["CurrencyCode"], dollars["CurrencyRate"]) == ("USD", xero.books.rate("USD", date(2026, 6, 5)))


def test_the_tax_of_a_bank_transaction_cannot_be_corrected(xero: Xero) -> None:
    """On an invoice it can."""
    lines = [line(TaxAmount="14.99")]
    refused = xero.put("BankTransactions", document(xero, "BankTransactions", LineItems=lines))

    assert refused.messages() == ["Tax amount 14.99 is incorrect for OUTPUT2 tax type, should be 15.00"]
    assert xero.invoice(LineItems=lines)["TotalTax"] == Decimal("14.99")


def test_a_payment_is_only_ever_deleted(xero: Xero) -> None:
    """Any other field next to it is refused."""
    paid = xero.pay(xero.invoice(), "10").only()
    address = f"Payments/{paid['PaymentID']}"

    for change in ({"Status": "DELETED", "Amount": 10}, {"Reference": "x"}, {"Status": "AUTHORISED"}):
        assert xero.post(address, change).messages() == ["Only Status accepted for updates"]
    assert xero.post(address, {"Status": "DELETED"}).only()["Status"] == "DELETED"


def test_a_contact_number_is_given_once(xero: Xero) -> None:
    """In Xero's words."""
    xero.put("Contacts", {"Name": "Foxton Motors", "ContactNumber": "17"}).only()

    assert xero.put("Contacts", {"Name": "Levin Motors", "ContactNumber": "17"}).messages() == [
        "Another contact has this contact number. Please enter a different contact number."
    ]


@pytest.mark.parametrize("plural", ["invoices", "INVOICES", "Invoices"])
def test_the_name_of_a_list_is_read_in_any_letter_case(xero: Xero, plural: str) -> None:
    """As recorded of contacts."""
    assert xero.put("Invoices", {plural: [xero.invoice_body()]}).only()["Total"] == 115


def test_money_and_payments_at_one_to_one_are_warned_of_too(xero: Xero) -> None:
    """Wherever a rate may be stated."""
    add_currency(xero.books, "USD")
    add_account(xero.books, Code="095", Name="Dollars", Type="BANK", BankAccountNumber="77", CurrencyCode="USD")
    body = document(xero, "BankTransactions", BankAccount={"Code": "095"}, CurrencyRate=1)
    moved = xero.put("BankTransactions", body).only()
    paid = xero.pay(xero.invoice(CurrencyCode="USD"), "10", CurrencyRate=1, Account={"Code": "095"}).only()

    assert [len(each["Warnings"]) for each in (moved, paid)] == [1, 1]


def test_an_item_is_sold_and_bought_unless_it_says_otherwise(xero: Xero) -> None:
    """Its tax types come from its accounts; what it is not loses its words and details."""
    details = {"SalesDetails": {"AccountCode": "200"}, "PurchaseDetails": {"AccountCode": "400"}}
    made = xero.put("Items", {"Code": "CHAIR", "Description": "Chair", **details}).only()
    unsold = xero.post(f"Items/{made['ItemID']}", {"IsSold": False}).only()

    assert (made["IsSold"], made["IsPurchased"]) == (True, True)
    assert (made["SalesDetails"]["TaxType"], made["PurchaseDetails"]["TaxType"]) == ("OUTPUT2", "INPUT2")
    assert (unsold.get("Description"), unsold["SalesDetails"]) == (None, {})
    assert unsold["PurchaseDetails"]["AccountCode"] == "400"


@pytest.mark.parametrize("kind", KINDS)
def test_a_status_that_there_is_not_cannot_be_applied(xero: Xero, kind: str) -> None:
    """VOID is none; it is a refusal of the document, not of the whole body."""
    made = xero.put(kind, document(xero, kind)).only()
    reported = ["The status 'VOID' cannot be applied to the document"]

    assert xero.put(kind, document(xero, kind, Status="VOID")).messages() == reported
    assert xero.post(f"{kind}/{made[f'{kind[:-1]}ID']}", {"Status": "VOID"}).messages() == reported


def test_a_bill_of_an_archived_contact_cannot_be_voided(xero: Xero) -> None:
    """A sales invoice can."""
    bill = xero.invoice(Type="ACCPAY", InvoiceNumber="S-1", LineItems=[line(AccountCode="400")])
    sale = xero.invoice()
    xero.post("Contacts", {"ContactID": xero.contact["ContactID"], "ContactStatus": "ARCHIVED"}).only()
    (reported,) = xero.post(f"Invoices/{bill['InvoiceID']}", {"Status": "VOIDED"}).messages()

    assert reported.startswith("The contact with the specified contact details has been archived.")
    assert xero.post(f"Invoices/{sale['InvoiceID']}", {"Status": "VOIDED"}).only()["Status"] == "VOIDED"
