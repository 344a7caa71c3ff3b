"""The demo companies before anything happened: who they are, their accounts, tax rates, items, and whom they know.

All names are made up; e-mail addresses are at example domains.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, Final, NamedTuple

from atom_xero_plugin.sandbox.api.catalogue import KINDS
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.chart_of_accounts import add_account, system_account
from atom_xero_plugin.sandbox.clock import SandboxClock
from atom_xero_plugin.sandbox.resources.contacts_rows import add_contact
from atom_xero_plugin.sandbox.resources.items import add_item
from atom_xero_plugin.sandbox.resources.tax_rates import add_tax_rate


class Setup(NamedTuple):
    """What a demo company is made from."""

    tenant_id: str
    organisation: dict[str, Any]
    output_tax: str
    input_tax: str
    rate: Decimal
    customers: tuple[str, ...]
    suppliers: dict[str, str]
    """Name to the code of the account its bills go to."""
    services: tuple[tuple[str, str, str], ...]
    """Item code, description, unit price."""
    quantities: tuple[int, ...]
    """What is sold at a time."""
    wages: str
    """Paid every month."""
    drawings: str
    """What the owner takes every month."""
    city: str
    dialling: str


def _organisation(identity: str, name: str, **more: Any) -> dict[str, Any]:
    return {
        "OrganisationID": identity,
        "Name": name,
        "LegalName": name,
        "PaysTax": True,
        "OrganisationType": "COMPANY",
        "OrganisationEntityType": "COMPANY",
        "IsDemoCompany": True,
        "OrganisationStatus": "ACTIVE",
        "SalesTaxBasis": "ACCRUALS",
        "DefaultSalesTax": "Tax Exclusive",
        "DefaultPurchasesTax": "Tax Exclusive",
        "Class": "DEMO",
        "Edition": "BUSINESS",
        "Phones": [],
        "ExternalLinks": [],
        "PaymentTerms": {},
        **more,
    }


HARBOUR: Final = Setup(
    tenant_id="3f6b1c52-8a0e-4d6f-9b57-2c41d0a7e913",
    organisation=_organisation(
        "3f6b1c52-8a0e-4d6f-9b57-2c41d0a7e913",
        "Harbour Street Studio Limited",
        Version="NZ",
        CountryCode="NZ",
        BaseCurrency="NZD",
        Timezone="NEWZEALANDSTANDARDTIME",
        FinancialYearEndDay=31,
        FinancialYearEndMonth=3,
        SalesTaxPeriod="TWOMONTHS",
        TaxNumber="123-456-789",
        RegistrationNumber="1234567",
        LineOfBusiness="Design and web studio",
        ShortCode="!hBr5t",
        APIKey=None,
        Addresses=[{"AddressType": "STREET", "AddressLine1": "18 Harbour Street", "City": "Wellington",
                    "PostalCode": "6011", "Country": "New Zealand"}],
    ),
    output_tax="OUTPUT2",
    input_tax="INPUT2",
    rate=Decimal(15),
    customers=(
        "Kauri Grove Cafe", "Acme Builders Limited", "Bayside Dental Practice", "Cuba Quarter Bookshop",
        "Eastern Hills Physiotherapy", "Fernhill Early Learning Centre", "Glenmore Lawyers", "Highland Roofing Limited",
        "Island Bay Surf Club", "Johnsonville Motors", "Kelburn Garden Supplies", "Lambton Recruitment Limited",
        "Miramar Film Rentals", "Northland Bakery", "Oriental Parade Apartments", "Petone Marine Services",
        "Queens Wharf Events", "Rata Street Pharmacy", "Seatoun Property Managers", "Thorndon Tea Company",
        "Upper Hutt Engineering", "Vogeltown Community Trust", "Wadestown Wine Merchants", "Aro Valley Brewing Company",
        "Brooklyn Hill Wind Energy", "Karori Veterinary Clinic",
    ),
    suppliers={
        "Willis Street Properties": "469", "Capital Power": "445", "Tussock Telecom": "489", "Cloudfern Hosting": "310",
        "Paper Plus Print House": "310", "Kapiti Office Supplies": "453", "Tui Insurance Brokers": "433",
        "Ledger & Leaf Accountants": "412", "Southerly Couriers": "425", "Rimu Cleaning Services": "408",
        "Pixel Fern Stock Images": "310", "Wellington Advertiser": "400", "Ngaio Travel": "493",
        "Type Foundry Aotearoa": "485",
    },
    services=(
        ("WEB-DESIGN", "Website design, per day", "960.00"), ("WEB-BUILD", "Website build, per day", "1040.00"),
        ("HOSTING", "Website hosting, one month", "120.00"), ("BRAND", "Brand identity package", "3450.00"),
        ("COPY", "Copywriting, per hour", "115.00"), ("PHOTO", "Photography, half day", "780.00"),
        ("PRINT", "Brochure printing, 500 copies", "642.50"), ("SUPPORT", "Support, per hour", "135.00"),
    ),
    quantities=(1, 1, 1, 2, 3, 5),
    wages="26480.00",
    drawings="4200.00",
    city="Wellington",
    dialling="64",
)  # fmt: skip

WATTLE: Final = Setup(
    tenant_id="b2d94c07-5e13-47a8-8c60-f19a3b7d2e54",
    organisation=_organisation(
        "b2d94c07-5e13-47a8-8c60-f19a3b7d2e54",
        "Bright Wattle Supplies Pty Ltd",
        Version="AU",
        CountryCode="AU",
        BaseCurrency="AUD",
        Timezone="AUSEASTERNSTANDARDTIME",
        FinancialYearEndDay=30,
        FinancialYearEndMonth=6,
        SalesTaxPeriod="QUARTERLY1",
        TaxNumber="11111111138",
        LineOfBusiness="Garden and nursery supplies",
        ShortCode="!wTt1e",
        Addresses=[{"AddressType": "STREET", "AddressLine1": "42 Banksia Road", "City": "Sydney",
                    "PostalCode": "2000", "Country": "Australia"}],
    ),
    output_tax="OUTPUT",
    input_tax="INPUT",
    rate=Decimal(10),
    customers=("Jacaranda Gardens", "Northern Beaches Nursery", "Acme Landscaping", "Parramatta Parklands Trust",
               "Blue Gum Schools", "Harbourside Strata"),
    suppliers={"Banksia Road Warehousing": "469", "Southern Grid Energy": "445", "Coral Telecom": "489",
               "Wollemi Seed Growers": "310", "Ironbark Timber": "310"},
    services=(
        ("MULCH", "Hardwood mulch, cubic metre", "68.00"), ("POT-300", "Terracotta pot, 300 mm", "34.50"),
        ("SEED-KIT", "Native seed kit", "22.95"), ("DELIVERY", "Delivery, metropolitan", "55.00"),
    ),
    quantities=(10, 20, 25, 40, 60),
    wages="5150.00",
    drawings="1500.00",
    city="Sydney",
    dialling="61",
)  # fmt: skip

_BANKS: Final = (
    ("090", "Business Cheque Account", "BANK", "12-3456-0789012-00"),
    ("091", "Business Savings Account", "BANK", "12-3456-0789012-25"),
    ("092", "Business Credit Card", "CREDITCARD", "4321-0000-0000-8765"),
)
_ACCOUNTS: Final = (
    ("200", "Sales", "REVENUE", "out"), ("260", "Other Revenue", "REVENUE", "out"),
    ("270", "Interest Income", "REVENUE", ""), ("310", "Cost of Goods Sold", "DIRECTCOSTS", "in"),
    ("400", "Advertising", "EXPENSE", "in"), ("404", "Bank Fees", "EXPENSE", ""), ("408", "Cleaning", "EXPENSE", "in"),
    ("412", "Consulting & Accounting", "EXPENSE", "in"), ("416", "Depreciation", "EXPENSE", ""),
    ("420", "Entertainment", "EXPENSE", "in"), ("425", "Freight & Courier", "EXPENSE", "in"),
    ("429", "General Expenses", "EXPENSE", "in"), ("433", "Insurance", "EXPENSE", "in"),
    ("445", "Light, Power, Heating", "EXPENSE", "in"), ("449", "Motor Vehicle Expenses", "EXPENSE", "in"),
    ("453", "Office Expenses", "EXPENSE", "in"), ("469", "Rent", "EXPENSE", "in"),
    ("473", "Repairs and Maintenance", "EXPENSE", "in"), ("477", "Wages and Salaries", "EXPENSE", ""),
    ("485", "Subscriptions", "EXPENSE", "in"),
    ("489", "Telephone & Internet", "EXPENSE", "in"), ("493", "Travel - National", "EXPENSE", "in"),
    ("630", "Inventory", "INVENTORY", ""), ("710", "Office Equipment", "FIXED", "in"),
    ("711", "Less Accumulated Depreciation on Office Equipment", "FIXED", ""), ("850", "Suspense", "CURRLIAB", ""),
    ("900", "Loan", "TERMLIAB", ""), ("880", "Owner A Drawings", "EQUITY", ""),
    ("970", "Owner A Funds Introduced", "EQUITY", ""),
)  # fmt: skip
_SYSTEM: Final = ("DEBTORS", "CREDITORS", "GST", "HISTORICAL", "ROUNDING", "RETAINEDEARNINGS", "REALISEDCURRENCYGAIN")


def set_up(setup: Setup, seed: int, clock: SandboxClock, at: datetime) -> Books:
    """The books of a company that is about to begin, everything dated `at`."""
    organisation = {**setup.organisation, "CreatedDateUTC": at}
    books = Books(setup.tenant_id, organisation, clock, KINDS, seed=seed)
    rates = (
        (setup.output_tax, f"{setup.rate}% GST on Income", setup.rate),
        (setup.input_tax, f"{setup.rate}% GST on Expenses", setup.rate),
        ("ZERORATEDOUTPUT", "Zero Rated Income", Decimal(0)),
        ("EXEMPTOUTPUT", "GST Free Income", Decimal(0)),
        ("NONE", "No GST", Decimal(0)),
    )
    for tax_type, name, rate in rates:
        add_tax_rate(books, tax_type, name, rate)
    add_tax_rate(books, "TAX001", "Local levy", Decimal(3), report_type="OUTPUT")
    for code, name, kind, account_number in _BANKS:
        add_account(
            books, at=at, Code=code, Name=name, Type="BANK", BankAccountType=kind, BankAccountNumber=account_number
        )
    taxes = {"out": setup.output_tax, "in": setup.input_tax, "": "NONE"}
    for code, name, kind, tax in _ACCOUNTS:
        pays = code in {"880", "970"}
        add_account(books, at=at, Code=code, Name=name, Type=kind, TaxType=taxes[tax], EnablePaymentsToAccount=pays)
    for kind in _SYSTEM:
        books["Accounts"].put(system_account(books, kind), at=at)
    for code, words, price in setup.services:
        sale = {"UnitPrice": Decimal(price), "AccountCode": "200", "TaxType": setup.output_tax}
        add_item(books, at=at, Code=code, Name=words.split(",")[0], Description=words, SalesDetails=sale)
    for number, name in enumerate((*setup.customers, *setup.suppliers), 1):
        add_contact(books, at=at, **_contact(setup, name, number))
    return books


def _contact(setup: Setup, name: str, number: int) -> dict[str, Any]:
    word = "".join(letter for letter in name.lower() if letter.isalnum() or letter == " ").replace(" ", "-")
    return {
        "Name": name,
        "ContactNumber": f"C{number:04d}",
        "AccountNumber": f"{word[:4].upper()}{number:03d}",
        "EmailAddress": f"accounts@{word[:24].strip('-')}.example.com",
        "Addresses": [
            {"AddressType": "STREET", "AddressLine1": f"{7 * number % 190 + 1} Queens Road", "City": setup.city,
             "PostalCode": f"{6000 + number}", "Region": "", "Country": "", "AttentionTo": ""},
        ],
        "Phones": [{"PhoneType": "DEFAULT", "PhoneNumber": f"555 {1000 + 37 * number}", "PhoneAreaCode": "04",
                    "PhoneCountryCode": setup.dialling}],
    }  # fmt: skip
