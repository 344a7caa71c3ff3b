"""Creating invoices and bills."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sandbox.books.conftest import Xero


def line(**fields: Any) -> dict[str, Any]:
    """A line of 100.00 before tax."""
    return {"Description": "Consulting", "Quantity": 1, "UnitAmount": 100, "AccountCode": "200", **fields}


def test_an_approved_invoice_has_its_totals_tax_and_number(xero: Xero) -> None:
    """The tax type comes from the account."""
    made = xero.invoice()
    assert made["InvoiceNumber"] == "INV-0001"
    assert (made["SubTotal"], made["TotalTax"], made["Total"]) == (Decimal(100), Decimal(15), Decimal(115))
    assert (made["AmountDue"], made["AmountPaid"], made["AmountCredited"]) == (Decimal(115), 0, 0)
    assert made["LineItems"][0]["TaxType"] == "OUTPUT2"


def test_amounts_are_printed_with_xeros_decimals(xero: Xero) -> None:
    """Two for amounts, four for quantities, six for rates."""
    raw = xero.put("Invoices", xero.invoice_body()).raw
    assert b'"Total":115.00' in raw
    assert b'"Quantity":1.0000' in raw
    assert b'"CurrencyRate":1.000000' in raw
    assert b'"UnitAmount":100.00,' in raw


def test_dates_are_printed_as_xero_dates_with_their_duplicates(xero: Xero) -> None:
    """`DateString` beside `Date`, `UpdatedDateUTCString` beside `UpdatedDateUTC`."""
    raw = xero.put("Invoices", xero.invoice_body()).raw
    assert b'"DateString":"2026-06-01T00:00:00","Date":"\\/Date(1780272000000+0000)\\/"' in raw
    assert b'"UpdatedDateUTCString":"2026-06-16T01:00:00Z"' in raw


def test_an_invoice_without_a_status_is_a_draft_dated_today_in_the_organisations_zone(xero: Xero) -> None:
    """Not today in UTC."""
    xero.clock.advance(12 * 3600)  # 13:00 UTC on the 16th is the 17th in Auckland
    made = xero.invoice(Status=None, Date=None, DueDate=None)
    assert made["Status"] == "DRAFT"
    assert made["DateString"] == "2026-06-17T00:00:00"
    assert "DueDate" not in made


def test_a_draft_may_lack_accounts_and_lines(xero: Xero) -> None:
    """A description alone will do."""
    made = xero.invoice(Status="DRAFT", LineItems=[{"Description": "to be priced"}])
    assert made["Total"] == 0
    assert made["Status"] == "DRAFT"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"DueDate": None}, "DueDate cannot be empty"),
        ({"LineItems": []}, "One or more line items must be specified"),
        ({"Contact": None}, "A Contact must be specified for this type of transaction"),
        ({"Type": None}, "Invoice Type must be specified"),
        ({"Status": "PAID"}, "Invoice not of valid status for creation"),
        ({"LineItems": [line(AccountCode="999")]}, "Account code '999' is not a valid code for this document."),
        ({"LineItems": [line(AccountCode="270")]}, ("Account code '270' has been archived, or has been deleted. "
                                                    "Each line item must reference a valid account.")),
        ({"LineItems": [line(AccountCode="090")]}, "Account code '090' is not a valid code for this document."),
        ({"LineItems": [line(ItemCode="NOPE")]}, "Item code 'NOPE' is not valid"),
        (
            {"LineItems": [line(TaxType="NOPE")]},
            "The TaxType code NOPE does not exist or cannot be used for this type of transaction.",
        ),
        (
            {"LineItems": [line(TaxType="INPUT2")]},
            "The TaxType code 'INPUT2' cannot be used with account code '200'.",
        ),
        ({"LineItems": [line(LineAmount=90)]}, "The line total 90.00 does not match the expected line total 100.00"),
        ({"LineItems": [line(Description="")]}, "Description must be specified"),
        ({"LineItems": [line(UnitAmount=-5)]}, "The document total must be greater than or equal to zero"),
        ({"CurrencyCode": "EUR"}, "Organisation is not subscribed to currency EUR"),
        (
            {"Date": "2025-03-31"},
            "The document date cannot be before the period lock date, currently set at 31-Mar-2025",
        ),
        ({"Contact": {}}, ("The Contact must contain at least 1 of the following elements to identify the contact: "
         "Name, ContactID, ContactNumber")),
        ({"InvoiceNumber": "x" * 256}, "Invoice Number is too long. Maximum of 255 characters allowed"),
    ],
)  # fmt: skip
def test_what_breaks_a_rule_is_refused_in_xeros_words(xero: Xero, fields: dict[str, Any], message: str) -> None:
    """And nothing is kept."""
    refused = xero.put("Invoices", xero.invoice_body(**fields))
    assert message in refused.messages()
    assert xero.books["Invoices"].rows == {}


def test_a_refused_invoice_uses_up_no_id_and_makes_no_contact(xero: Xero) -> None:
    """The contact that it names is not made either."""
    contacts = len(xero.books["Contacts"].rows)
    xero.put("Invoices", xero.invoice_body(Contact={"Name": "New Ltd"}, LineItems=[line(AccountCode="999")])).messages()
    assert len(xero.books["Contacts"].rows) == contacts


def test_an_unknown_contact_name_makes_a_contact_and_a_known_one_finds_it(xero: Xero) -> None:
    """In any letter case."""
    made = xero.invoice(Contact={"Name": "New Ltd", "EmailAddress": "a@new.example"})
    again = xero.invoice(Contact={"Name": "new ltd "})
    assert made["Contact"]["EmailAddress"] == "a@new.example"
    assert made["Contact"]["IsCustomer"] is True
    assert again["Contact"]["ContactID"] == made["Contact"]["ContactID"]


def test_a_bad_email_of_the_contact_is_reported_inside_the_contact(xero: Xero) -> None:
    """Not among the invoice's own messages."""
    refused = xero.put("Invoices", xero.invoice_body(Contact={"Name": "New Ltd", "EmailAddress": "nope"}))
    assert refused.messages() == []
    element = refused.json["Elements"][0]
    assert element["Contact"]["ValidationErrors"] == [{"Message": "Email address must be valid."}]


def test_an_archived_contact_cannot_be_invoiced(xero: Xero) -> None:
    """With Xero's message."""
    contact = xero.contact["ContactID"]
    xero.post(f"Contacts/{contact}", {"ContactStatus": "ARCHIVED"}).only()
    assert xero.put("Invoices", xero.invoice_body()).messages() == [
        (
            "The contact with the specified contact details has been archived. The contact must be un-archived before "
            "creating new invoices or credit notes"
        )
    ]


def test_more_than_the_id_of_a_contact_changes_it_and_drops_its_people(xero: Xero) -> None:
    """Why a client should send the id alone."""
    identity = xero.contact["ContactID"]
    xero.post(f"Contacts/{identity}", {"ContactPersons": [{"FirstName": "Ana"}]}).only()
    xero.invoice(Contact={"ContactID": identity, "EmailAddress": "new@harbour.example"})
    contact = xero.get(f"Contacts/{identity}").only()
    assert contact["EmailAddress"] == "new@harbour.example"
    assert contact["ContactPersons"] == []


def test_an_item_fills_description_price_account_and_tax(xero: Xero) -> None:
    """The line needs its code and quantity only."""
    made = xero.invoice(LineItems=[{"ItemCode": "DESK", "Quantity": 2}])
    filled = made["LineItems"][0]
    assert (filled["Description"], filled["UnitAmount"], filled["AccountCode"]) == ("Oak desk", 850, "200")
    assert made["Total"] == Decimal("1955.00")


def test_a_bill_takes_the_purchase_side_of_an_item(xero: Xero) -> None:
    """Its own description and price; the contact becomes a supplier."""
    made = xero.invoice(Type="ACCPAY", LineItems=[{"ItemCode": "DESK"}])
    assert made["LineItems"][0]["Description"] == "Oak"
    assert made["SubTotal"] == Decimal("300.00")
    assert made["Contact"]["IsSupplier"] is True


def test_a_discount_is_for_sales_only(xero: Xero) -> None:
    """On a bill it is refused."""
    made = xero.invoice(LineItems=[line(DiscountRate=10)])
    assert (made["SubTotal"], made["TotalTax"], made["IsDiscounted"]) == (90, Decimal("13.50"), True)
    refused = xero.put(
        "Invoices", xero.invoice_body(Type="ACCPAY", LineItems=[line(AccountCode="400", DiscountRate=1)])
    )
    assert refused.messages() == ["Discounts are only supported on sales invoices"]


@pytest.mark.parametrize(
    ("kind", "sub_total", "tax", "total"),
    [
        ("Exclusive", "100.00", "15.00", "115.00"),
        ("Inclusive", "86.96", "13.04", "100.00"),
        ("NoTax", "100", "0", "100"),
    ],
)
def test_line_amounts_may_hold_tax_or_not(xero: Xero, kind: str, sub_total: str, tax: str, total: str) -> None:
    """Exclusive, inclusive, or no tax at all."""
    made = xero.invoice(LineAmountTypes=kind)
    assert (made["SubTotal"], made["TotalTax"], made["Total"]) == (Decimal(sub_total), Decimal(tax), Decimal(total))


def test_unit_prices_have_two_decimals_unless_asked_for_four(xero: Xero) -> None:
    """`unitdp=4` counts for reading and for writing."""
    rounded = xero.put(
        "Invoices", xero.invoice_body(LineItems=[line(UnitAmount=Decimal("0.1249"), Quantity=100)])
    ).only()
    exact = xero.put(
        "Invoices", xero.invoice_body(LineItems=[line(UnitAmount=Decimal("0.1249"), Quantity=100)]), unitdp="4"
    )
    assert rounded["SubTotal"] == Decimal("12.00")
    assert exact.only()["SubTotal"] == Decimal("12.49")
    assert b'"UnitAmount":0.1249' in exact.raw
    identity = exact.only()["InvoiceID"]
    assert b'"UnitAmount":0.12,' in xero.get(f"Invoices/{identity}").raw
    assert b'"UnitAmount":0.1249' in xero.get(f"Invoices/{identity}", unitdp="4").raw


def test_a_tax_amount_that_was_sent_stands(xero: Xero) -> None:
    """A person may correct the tax by a cent."""
    assert xero.invoice(LineItems=[line(TaxAmount=Decimal("14.99"))])["Total"] == Decimal("114.99")


def test_an_approved_invoice_over_nothing_is_paid_at_once(xero: Xero) -> None:
    """On its own date."""
    made = xero.invoice(LineItems=[line(UnitAmount=0)])
    assert (made["Status"], made["FullyPaidOnDate"]) == ("PAID", "/Date(1780272000000+0000)/")


def test_numbers_are_unique_for_sales_but_not_for_bills(xero: Xero) -> None:
    """In any letter case."""
    xero.invoice(InvoiceNumber="A-1")
    assert xero.put("Invoices", xero.invoice_body(InvoiceNumber="a-1")).messages() == ["Invoice # must be unique."]
    lines = [line(AccountCode="400")]
    assert xero.invoice(Type="ACCPAY", InvoiceNumber="A-1", LineItems=lines)["InvoiceNumber"] == "A-1"


def test_a_number_that_was_taken_by_hand_is_passed_over(xero: Xero) -> None:
    """The series goes on after it."""
    xero.invoice(InvoiceNumber="INV-0001")
    assert xero.invoice()["InvoiceNumber"] == "INV-0002"


def test_unknown_fields_are_ignored(xero: Xero) -> None:
    """As Xero ignores them."""
    assert xero.invoice(Colour="blue")["Status"] == "AUTHORISED"


@pytest.mark.parametrize(
    "fields",
    [
        {"Date": "2026-06-01 00:00:00"},
        {"Date": "2026-02-30"},
        {"Date": 20260601},
        {"LineItems": {}},
        {"LineItems": [line(UnitAmount="a lot")]},
        {"LineItems": [line(UnitAmount=Decimal("1e300"))]},
        {"LineItems": [7]},
        {"Contact": "Harbour Cafe"},
        {"Contact": {"ContactID": "not-a-guid"}},
        {"Type": "SALE"},
        {"Status": ["PAID"]},
        {"SentToContact": "perhaps"},
        {"Reference": {"a": 1}},
    ],
)
def test_a_value_of_the_wrong_type_refuses_the_body_with_error_14(xero: Xero, fields: dict[str, Any]) -> None:
    """The good element beside it is not saved either."""
    refused = xero.put("Invoices", {"Invoices": [xero.invoice_body(), xero.invoice_body(**fields)]})
    assert (refused.status, refused.json["ErrorNumber"]) == (400, 14)
    assert xero.books["Invoices"].rows == {}


@pytest.mark.parametrize("body", [None, 7, "text", [[]]])
def test_a_body_that_is_no_record_is_error_14(xero: Xero, body: Any) -> None:
    """Nothing, a number, a text, a list in a list."""
    assert xero.put("Invoices", body).json["ErrorNumber"] == 14


def test_a_day_with_a_zone_shifts_to_utc(xero: Xero) -> None:
    """Xero-php issue 169: an instant with a zone is read in UTC."""
    assert xero.invoice(Date="2026-06-02T00:00:00+12:00")["DateString"] == "2026-06-01T00:00:00"
    assert xero.invoice(Date="/Date(1780272000000+0000)/")["DateString"] == "2026-06-01T00:00:00"


def test_another_currency_in_use_keeps_its_rate(xero: Xero) -> None:
    """The rate that was sent."""
    xero.put("Currencies", {"Code": "USD"}).only()
    made = xero.invoice(CurrencyCode="USD", CurrencyRate=Decimal("0.6"))
    assert (made["CurrencyCode"], made["CurrencyRate"]) == ("USD", Decimal("0.6"))
