"""The chart of accounts, items, tax rates, currencies and the organisation."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sandbox.books.conftest import Xero

from atom_xero_plugin.sandbox.books.chart_of_accounts import system_account


def account(**fields: Any) -> dict[str, Any]:
    """What makes an account for freight."""
    return {"Code": "310", "Name": "Freight", "Type": "DIRECTCOSTS", **fields}


def account_id(xero: Xero, code: str) -> str:
    """The id of an account, by its code."""
    return xero.books["Accounts"].find("code", code)["AccountID"]


def test_a_new_account_has_the_class_of_its_type(xero: Xero) -> None:
    """And is active."""
    made = xero.put("Accounts", account()).only()
    assert (made["Class"], made["Status"]) == ("EXPENSE", "ACTIVE")


def test_only_the_first_account_of_a_request_is_made(xero: Xero) -> None:
    """The others are ignored without a word."""
    made = xero.put("Accounts", {"Accounts": [account(), account(Code="311", Name="Other")]})
    assert made.only()["Code"] == "310"
    assert xero.books["Accounts"].find("code", "311") is None


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"Code": "200"}, "Please enter a unique Code."),
        ({"Name": "sales"}, "Please enter a unique Name."),
        ({"Code": "12345678901"}, "Account Code is too long. Maximum of 10 characters allowed"),
        ({"Code": None}, "Account code must be specified"),
        ({"Name": None}, "Account name must be specified"),
        ({"Type": None}, "Account type must be specified"),
        ({"Type": "BANK"}, "Bank account number must be specified"),
    ],
)
def test_what_breaks_a_rule_of_the_chart_is_refused(xero: Xero, fields: dict[str, Any], message: str) -> None:
    """With Xero's message alone."""
    assert xero.put("Accounts", account(**fields)).messages() == [message]


def bank(**fields: Any) -> dict[str, Any]:
    """What makes a savings account."""
    return {"Name": "Savings", "Type": "BANK", "BankAccountNumber": "12-1211-1234567-00", **fields}


@pytest.mark.parametrize("status", ["ARCHIVED", "ACTIVE"])
def test_a_status_goes_with_no_other_field(xero: Xero, status: str) -> None:
    """Not even one that does not change."""
    address = f"Accounts/{account_id(xero, '400')}"
    refused = xero.post(address, {"Status": status, "Name": "New"})
    assert refused.messages() == ["Cannot update account details and STATUS on the same request"]


def test_an_archived_account_takes_nothing_but_its_status(xero: Xero) -> None:
    """Restored, it takes changes again."""
    address = f"Accounts/{account_id(xero, '400')}"
    assert xero.post(address, {"Status": "ARCHIVED"}).only()["Status"] == "ARCHIVED"
    assert xero.post(address, {"Name": "New"}).messages() == ["Can only update STATUS on Archived accounts"]
    assert xero.post(address, {"Status": "ACTIVE"}).only()["Status"] == "ACTIVE"
    assert xero.post(address, {"Name": "New"}).only()["Name"] == "New"


def test_a_system_account_can_be_neither_archived_nor_deleted(xero: Xero) -> None:
    """Each refusal has its own message."""
    xero.invoice()
    assert xero.get("Accounts").records()
    control = system_account(xero.books, "DEBTORS")["AccountID"]
    assert xero.post(f"Accounts/{control}", {"Status": "ARCHIVED"}).messages() == ["Cannot archive System accounts"]
    assert xero.call("DELETE", f"Accounts/{control}").messages() == ["System accounts cannot be deleted"]


def test_an_account_in_use_cannot_be_deleted_but_an_unused_one_can(xero: Xero) -> None:
    """A draft is use enough; a deleted account is gone."""
    xero.invoice(Status="DRAFT")
    used, unused = account_id(xero, "200"), account_id(xero, "400")
    assert xero.call("DELETE", f"Accounts/{used}").messages() == [
        "Account cannot be deleted as it has transactions; archive it instead"
    ]
    assert xero.call("DELETE", f"Accounts/{unused}").only()["Status"] == "DELETED"
    assert xero.get(f"Accounts/{unused}").status == 404


def test_a_bank_account_that_was_paid_from_once_stays_even_when_the_payment_is_gone(xero: Xero) -> None:
    """It can be archived."""
    made = xero.invoice()
    savings = xero.put("Accounts", bank(Code="095")).only()
    paid = xero.pay(made, "10", Account={"Code": "095"}).only()
    xero.post(f"Payments/{paid['PaymentID']}", {"Status": "DELETED"}).only()
    assert xero.call("DELETE", f"Accounts/{savings['AccountID']}").status == 400
    assert xero.post(f"Accounts/{savings['AccountID']}", {"Status": "ARCHIVED"}).only()["Status"] == "ARCHIVED"


def test_a_bank_account_needs_no_code_and_is_in_the_base_currency(xero: Xero) -> None:
    """Unless another is named."""
    made = xero.put("Accounts", bank()).only()
    assert made.get("Code") is None
    assert (made["CurrencyCode"], made["BankAccountType"], made["Class"]) == ("NZD", "BANK", "ASSET")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"BankAccountNumber": " "}, "Bank account number must be specified"),
        ({"BankAccountType": "PAYPAL"}, "PayPal accounts cannot be created"),
        ({"Description": "For tax"}, "Description cannot be set on this type of account"),
        ({"CurrencyCode": "XTS"}, "The current organisation is not subscribed to currency 'XTS'."),
    ],
)
def test_what_breaks_a_rule_of_bank_accounts_is_refused(xero: Xero, fields: dict[str, Any], message: str) -> None:
    """With Xero's message alone."""
    assert xero.put("Accounts", bank(**fields)).messages() == [message]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"Type": "CURRENT"}, "Account type cannot be changed"),
        ({"BankAccountType": "CREDITCARD"}, "Bank account type cannot be changed"),
        ({"TaxType": "OUTPUT2"}, "TaxType cannot be set on this type of account"),
        ({"Name": "Sales"}, "Please enter a unique Name."),
    ],
)
def test_a_bank_account_stays_what_it_is(xero: Xero, fields: dict[str, Any], message: str) -> None:
    """Type, tax and a name that is taken are refused."""
    made = xero.put("Accounts", bank(Code="095")).only()
    assert message in xero.post(f"Accounts/{made['AccountID']}", fields).messages()


def test_an_australian_bank_account_begins_with_its_branch_and_a_card_need_not(xero: Xero) -> None:
    """Six digits of the branch before the number."""
    xero.books.organisation["CountryCode"] = "AU"
    assert xero.put("Accounts", bank(BankAccountNumber="121-121")).messages() == [
        "The Bank Account Number must contain a 6-digit BSB code and account number"
    ]
    assert xero.put("Accounts", bank(BankAccountNumber="121-121-1234567")).status == 200
    card = bank(Name="Card", BankAccountNumber="1234", BankAccountType="CREDITCARD")
    assert xero.put("Accounts", card).only()["BankAccountType"] == "CREDITCARD"


def test_items_are_found_by_code_and_their_code_is_unique(xero: Xero) -> None:
    """In any letter case; a POST with a code changes that item."""
    assert xero.get("Items/desk").only()["SalesDetails"]["UnitPrice"] == 850
    assert xero.put("Items", {"Code": "desk"}).messages() == ["Price List Item with Code 'desk' already exists"]
    changed = xero.post("Items", {"Code": "DESK", "Name": "Desk"}).only()
    assert changed["Description"] == "Oak desk"
    assert xero.put("Items", {}).messages() == ["Item code must be specified"]


def test_item_prices_have_two_decimals_unless_asked_for_four(xero: Xero) -> None:
    """`unitdp=4`, as with lines."""
    body = {"Code": "NUT", "SalesDetails": {"UnitPrice": Decimal("0.1249"), "AccountCode": "200"}}
    assert xero.put("Items", body).only()["SalesDetails"]["UnitPrice"] == Decimal("0.12")
    made = xero.put("Items", {**body, "Code": "BOLT"}, unitdp="4").only()
    assert made["SalesDetails"]["UnitPrice"] == Decimal("0.1249")


def test_a_deleted_item_is_gone(xero: Xero) -> None:
    """204, and the list is empty."""
    assert xero.call("DELETE", "Items/DESK").status == 204
    assert xero.get("Items").records() == []


def test_tax_rates_are_read_by_type_and_made_with_their_components(xero: Xero) -> None:
    """A compound component is taken on top of the simple ones."""
    assert xero.get("TaxRates/OUTPUT2").only()["EffectiveRate"] == 15
    components = [{"Name": "A", "Rate": 10}, {"Name": "B", "Rate": 5, "IsCompound": True}]
    made = xero.put("TaxRates", {"Name": "Mixed", "TaxComponents": components}).only()
    assert (made["TaxType"], made["EffectiveRate"]) == ("TAX001", Decimal("15.5"))
    assert xero.put("TaxRates", {"Name": "Mixed", "TaxComponents": components}).messages() == [
        "Please enter a unique Name."
    ]
    assert xero.post("TaxRates", {"TaxType": "TAX001", "Status": "DELETED"}).only()["Status"] == "DELETED"


LEVY: dict[str, Any] = {"Name": "Levy", "TaxComponents": [{"Name": "Levy", "Rate": 3}]}


@pytest.mark.parametrize(
    ("country", "reported", "message"),
    [
        ("NZ", None, "ReportTaxType must be specified"),
        ("NZ", "INPUTTAXED", "The ReportTaxType 'INPUTTAXED' is not valid for this organisation"),
        ("AU", None, "ReportTaxType must be specified"),
        ("AU", "EXEMPTINPUT", "The ReportTaxType 'EXEMPTINPUT' is not valid for this organisation"),
        ("GB", None, "ReportTaxType must be specified"),
    ],
)
def test_what_reports_count_a_rate_as_is_required_in_three_countries(
    xero: Xero, country: str, reported: str | None, message: str
) -> None:
    """Each has its own list."""
    xero.books.organisation["CountryCode"] = country
    body = LEVY if reported is None else {**LEVY, "ReportTaxType": reported}

    assert xero.put("TaxRates", body).messages() == [message]
    assert xero.put("TaxRates", {**LEVY, "ReportTaxType": "OUTPUT"}).only()["ReportTaxType"] == "OUTPUT"


def test_xeros_own_rates_are_not_changed(xero: Xero) -> None:
    """Nor deleted; by type and by name."""
    for body in ({"TaxType": "OUTPUT2", "Status": "DELETED"}, {**LEVY, "Name": "No GST"}):
        assert xero.post("TaxRates", body).messages() == ["System tax rates cannot be edited or deleted"]
    assert xero.get("TaxRates/OUTPUT2").only()["Status"] == "ACTIVE"


def test_a_change_sends_every_component_and_may_add_some(xero: Xero) -> None:
    """It names the rate by its type or its name; a name that there is not makes a rate."""
    xero.put("TaxRates", LEVY)
    city = {"Name": "City", "Rate": 2}

    assert xero.post("TaxRates", {"TaxType": "TAX001", "TaxComponents": [city]}).messages() == [
        "Existing tax components cannot be removed or renamed"
    ]
    whole = {"Name": "levy", "TaxComponents": [{"Name": "Levy", "Rate": 4}, city]}
    assert xero.post("TaxRates", whole).only()["EffectiveRate"] == 6
    assert xero.post("TaxRates", {**LEVY, "Name": "Other"}).only()["TaxType"] == "TAX002"
    assert xero.post(
        "TaxRates", {"TaxType": "TAX001", "TaxComponents": [*whole["TaxComponents"], city]}
    ).messages() == ["Tax component names must be unique"]


def test_a_rate_that_a_line_has_is_archived_and_neither_comes_back(xero: Xero) -> None:
    """One that none has is deleted."""
    for name in ("Levy", "Other"):
        xero.put("TaxRates", {**LEVY, "Name": name})
    line = {"Description": "Books", "Quantity": 1, "UnitAmount": 100, "AccountCode": "200", "TaxType": "TAX001"}
    xero.invoice(LineItems=[line])

    ended = [xero.post("TaxRates", {"TaxType": each, "Status": "DELETED"}).only() for each in ("TAX001", "TAX002")]
    assert [each["Status"] for each in ended] == ["ARCHIVED", "DELETED"]
    for tax_type in ("TAX001", "TAX002"):
        assert xero.post("TaxRates", {"TaxType": tax_type, "Status": "ACTIVE"}).messages() == [
            "A tax rate that is archived or deleted cannot be edited"
        ]
    assert len(xero.get("TaxRates").records()) == 5


def test_a_new_tax_rate_is_used_by_lines(xero: Xero) -> None:
    """By the type that Xero gave it."""
    xero.put("TaxRates", {"Name": "Low", "TaxComponents": [{"Name": "Low", "Rate": 5}]}).only()
    line = {"Description": "Books", "Quantity": 1, "UnitAmount": 100, "AccountCode": "200", "TaxType": "TAX001"}
    assert xero.invoice(LineItems=[line])["TotalTax"] == 5


@pytest.mark.parametrize("path", ["Organisation", "Organisations"])
def test_the_organisation_answers_to_both_names(xero: Xero, path: str) -> None:
    """With its lock date as a Xero date."""
    record = xero.get(path).only()
    assert (record["Name"], record["PeriodLockDate"]) == ("Kauri Joinery", "/Date(1743379200000+0000)/")


def test_actions_and_currencies(xero: Xero) -> None:
    """What an app may do, and what may be invoiced in."""
    assert {"Name": "CreateApprovedInvoice", "Status": "ALLOWED"} in xero.get("Organisation/Actions").records()
    assert xero.put("Currencies", {"Code": "usd"}).messages() == ["Currency code 'usd' is not valid"]
    xero.put("Currencies", {"Code": "USD", "Description": "United States Dollar"}).only()
    assert [record["Code"] for record in xero.get("Currencies").records()] == ["NZD", "USD"]
