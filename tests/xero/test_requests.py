"""Each verb makes the request Xero documents, and no other; what may be sent is checked before it is."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import httpx2
import pytest

from atom_xero_plugin.core.clock import SystemClock
from atom_xero_plugin.core.errors import InvalidArguments
from atom_xero_plugin.rate_limits.gate import NoLimits
from atom_xero_plugin.xero import reports
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.decoding.base import XeroRecord
from atom_xero_plugin.xero.lists import every, get, list_of, only
from atom_xero_plugin.xero.pages import Page
from atom_xero_plugin.xero.records.accounts import ACCOUNTS, AccountFilter, delete_account
from atom_xero_plugin.xero.records.bank_transactions import BANK_TRANSACTIONS, BankTransactionFilter
from atom_xero_plugin.xero.records.contacts import CONTACTS, ContactFilter
from atom_xero_plugin.xero.records.invoices import INVOICES, InvoiceFilter
from atom_xero_plugin.xero.records.items import ITEMS, ItemFilter
from atom_xero_plugin.xero.records.organisation import ORGANISATIONS
from atom_xero_plugin.xero.records.payments import PAYMENTS, delete_payment
from atom_xero_plugin.xero.records.tax_rates import TAX_RATES
from atom_xero_plugin.xero.write import Write, create, exact, update

pytestmark = pytest.mark.anyio
A_GUID = "5040915e-8ce7-4177-8d08-fde416232f18"
PLURALS = {"Organisation": "Organisations"}


class Tokens:
    async def bearer(self) -> str:
        return "token"

    async def refused(self, token: str) -> None:
        raise AssertionError(token)


class Books:
    """Answers every list with one record whose id is the path asked for, or one for each id asked for."""

    def __init__(self) -> None:
        self.asked: list[httpx2.Request] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request)
        resource, *rest = request.url.path.removeprefix("/api.xro/2.0/").split("/")
        plural = PLURALS.get(resource, resource)
        names = dict(request.url.params).get("IDs", rest[0] if rest else "listed").split(",")
        id_field = "TaxType" if plural == "TaxRates" else f"{plural.removesuffix('s')}ID"
        return httpx2.Response(200, json={"Status": "OK", plural: [{id_field: name} for name in names]})

    @property
    def last(self) -> tuple[str, dict[str, str]]:
        request = self.asked[-1]
        params = {
            name: value for name, value in request.url.params.items() if name not in {"unitdp", "pageSize", "page"}
        }
        return request.url.path.removeprefix("/api.xro/2.0/"), params


@pytest.fixture
def books() -> Books:
    return Books()


@pytest.fixture
async def client(books: Books) -> AsyncIterator[XeroClient]:
    async with httpx2.AsyncClient(transport=httpx2.MockTransport(books)) as http:
        yield XeroClient(
            api_url="https://xero.example",
            tenant_id="t",
            http=http,
            tokens=Tokens(),
            limits=NoLimits(),
            clock=SystemClock(),
        )


LISTS: list[tuple[Callable[[XeroClient], Awaitable[Page[Any]]], str, dict[str, str]]] = [
    (lambda xero: list_of(xero, CONTACTS, ContactFilter(name="Acme")), "Contacts", {"where": 'Name=="Acme"'}),
    (lambda xero: list_of(xero, CONTACTS, order="Name ASC"), "Contacts", {"order": "Name ASC"}),
    (lambda xero: list_of(xero, INVOICES, InvoiceFilter(kind="sales")), "Invoices", {"where": 'Type=="ACCREC"'}),
    (lambda xero: list_of(xero, PAYMENTS), "Payments", {}),
    (
        lambda xero: list_of(xero, BANK_TRANSACTIONS, BankTransactionFilter(type="SPEND")),
        "BankTransactions",
        {"where": 'Type=="SPEND"'},
    ),
    (lambda xero: list_of(xero, ACCOUNTS, AccountFilter(bank_only=True)), "Accounts", {"where": 'Type=="BANK"'}),
    (lambda xero: list_of(xero, ITEMS, ItemFilter(code="BOOK")), "Items", {"where": 'Code=="BOOK"'}),
    (lambda xero: list_of(xero, TAX_RATES), "TaxRates", {}),
]


@pytest.mark.parametrize("case", LISTS, ids=lambda case: case[1])
async def test_a_list_asks_for_what_its_filter_says(case: Any, client: XeroClient, books: Books) -> None:
    handler, path, params = case
    page = await handler(client)
    assert books.last == (path, params)
    assert [record.record_id for record in page.items] == ["listed"]
    assert not page.has_more


ONES: list[tuple[Callable[[XeroClient], Awaitable[XeroRecord]], str]] = [
    (lambda xero: get(xero, CONTACTS, A_GUID.upper()), f"Contacts/{A_GUID}"),
    (lambda xero: get(xero, INVOICES, A_GUID), f"Invoices/{A_GUID}"),
    (lambda xero: get(xero, PAYMENTS, A_GUID), f"Payments/{A_GUID}"),
    (lambda xero: get(xero, BANK_TRANSACTIONS, A_GUID), f"BankTransactions/{A_GUID}"),
    (lambda xero: get(xero, ACCOUNTS, A_GUID), f"Accounts/{A_GUID}"),
    (lambda xero: get(xero, ITEMS, A_GUID), f"Items/{A_GUID}"),
    (lambda xero: only(xero, ORGANISATIONS), "Organisation"),
]


@pytest.mark.parametrize("case", ONES, ids=lambda case: case[1].split("/")[0])
async def test_one_record_is_asked_for_by_its_id(case: Any, client: XeroClient, books: Books) -> None:
    handler, path = case
    record = await handler(client)
    assert books.last == (path, {})
    assert record.record_id


@pytest.mark.parametrize("bad", ["", "acme", "../Organisation", f"{A_GUID}/History", f"{A_GUID}\n"])
async def test_what_is_no_id_never_becomes_part_of_an_address(bad: str, client: XeroClient, books: Books) -> None:
    for endpoint in (CONTACTS, INVOICES, PAYMENTS, BANK_TRANSACTIONS, ACCOUNTS, ITEMS):
        with pytest.raises(InvalidArguments):
            await get(client, endpoint, bad)
    with pytest.raises(InvalidArguments):
        await reports.aged_receivables_by_contact(client, bad)
    with pytest.raises(InvalidArguments):
        await reports.get_report(client, f"Bank/{bad}")
    assert books.asked == []


REPORTS: list[tuple[Callable[[XeroClient], Awaitable[XeroRecord]], str, dict[str, str]]] = [
    (
        lambda xero: reports.profit_and_loss(
            xero,
            from_date=date(2026, 1, 1),
            to_date=date(2026, 1, 31),
            periods=2,
            timeframe="MONTH",
            payments_only=True,
        ),
        "ProfitAndLoss",
        {
            "fromDate": "2026-01-01",
            "toDate": "2026-01-31",
            "periods": "2",
            "timeframe": "MONTH",
            "paymentsOnly": "true",
        },
    ),
    (
        lambda xero: reports.balance_sheet(xero, on=date(2026, 3, 31), standard_layout=False),
        "BalanceSheet",
        {"date": "2026-03-31", "standardLayout": "false"},
    ),
    (
        lambda xero: reports.profit_and_loss(xero, tracking=[(A_GUID, None), (A_GUID, A_GUID)]),
        "ProfitAndLoss",
        {"trackingCategoryID": A_GUID, "trackingCategoryID2": A_GUID, "trackingOptionID2": A_GUID},
    ),
    (lambda xero: reports.executive_summary(xero, on=date(2026, 3, 1)), "ExecutiveSummary", {"date": "2026-03-01"}),
    (lambda xero: reports.trial_balance(xero, on=date(2026, 3, 31)), "TrialBalance", {"date": "2026-03-31"}),
    (lambda xero: reports.bank_summary(xero, from_date=date(2026, 3, 1)), "BankSummary", {"fromDate": "2026-03-01"}),
    (
        lambda xero: reports.aged_receivables_by_contact(xero, A_GUID, on=date(2026, 3, 1)),
        "AgedReceivablesByContact",
        {"contactId": A_GUID, "date": "2026-03-01"},
    ),
    (
        lambda xero: reports.aged_payables_by_contact(xero, A_GUID, to_date=date(2026, 3, 1)),
        "AgedPayablesByContact",
        {"contactId": A_GUID, "toDate": "2026-03-01"},
    ),
]


@pytest.mark.parametrize("case", REPORTS, ids=lambda case: case[1])
async def test_a_report_is_asked_for_in_its_own_words(case: Any, client: XeroClient, books: Books) -> None:
    handler, name, params = case
    report = await handler(client)
    assert books.last == (f"Reports/{name}", params)
    assert report.record_id == name


@pytest.mark.parametrize("periods", [0, 12, -1])
async def test_a_report_has_one_to_eleven_periods(periods: int, client: XeroClient) -> None:
    with pytest.raises(InvalidArguments, match="1 to 11"):
        await reports.profit_and_loss(client, periods=periods)


def guids(count: int) -> list[str]:
    return [f"{number:08x}-0000-4000-8000-000000000000" for number in range(count)]


async def test_a_hundred_ids_are_three_requests_and_one_page(client: XeroClient, books: Books) -> None:
    page = await list_of(client, CONTACTS, ContactFilter(ids=guids(100)))
    assert [record.record_id for record in page.items] == guids(100)
    assert (len(books.asked), page.item_count, page.has_more) == (3, 100, False)
    assert (await list_of(client, CONTACTS, ContactFilter(ids=guids(100)), page=2)).items == []


async def test_every_record_comes_once_from_all_chunks(client: XeroClient) -> None:
    found = [each.record_id async for each in every(client, INVOICES, InvoiceFilter(ids=guids(81)))]
    assert found == guids(81)
    assert [each.record_id async for each in every(client, CONTACTS)] == ["listed"]
    assert [each.record_id async for each in every(client, PAYMENTS)] == ["listed"]
    assert [each.record_id async for each in every(client, BANK_TRANSACTIONS)] == ["listed"]


async def test_changes_since_an_instant_are_asked_for_in_the_header(client: XeroClient, books: Books) -> None:
    await list_of(client, ACCOUNTS, modified_since=datetime(2026, 1, 31, 9, 30, 0, 999, UTC))
    assert books.asked[-1].headers["if-modified-since"] == "2026-01-31T09:30:00"


LINE = {"Description": "Advice", "Quantity": Decimal("1.50"), "UnitAmount": Decimal("33.3333"), "AccountCode": "200"}
INVOICE = {"Type": "ACCREC", "Contact": {"ContactID": A_GUID}, "Date": date(2026, 1, 31), "Reference": None}
INVOICE_SENT = {"Type": "ACCREC", "Contact": {"ContactID": A_GUID}, "Date": "2026-01-31"}
WRITES: list[tuple[Write, str, str, Any]] = [
    (
        create(INVOICES, {**INVOICE, "LineItems": [LINE]}),
        "PUT",
        "Invoices",
        {"Invoices": [{**INVOICE_SENT, "LineItems": [LINE]}]},
    ),
    (
        update(INVOICES, A_GUID, {"Reference": "PO 1"}),
        "POST",
        f"Invoices/{A_GUID}",
        {"Invoices": [{"InvoiceID": A_GUID, "Reference": "PO 1"}]},
    ),
    *(
        (write, "POST", f"Invoices/{A_GUID}", {"Invoices": [{"InvoiceID": A_GUID, "Status": status}]})
        for write, status in (
            (update(INVOICES, A_GUID, {"Status": "AUTHORISED"}), "AUTHORISED"),
            (update(INVOICES, A_GUID, {"Status": "VOIDED"}), "VOIDED"),
            (update(INVOICES, A_GUID, {"Status": "DELETED"}), "DELETED"),
        )
    ),
    (create(CONTACTS, {"Name": "Acme"}), "PUT", "Contacts", {"Contacts": [{"Name": "Acme"}]}),
    (
        update(CONTACTS, A_GUID, {"ContactStatus": "ARCHIVED"}),
        "POST",
        f"Contacts/{A_GUID}",
        {"Contacts": [{"ContactID": A_GUID, "ContactStatus": "ARCHIVED"}]},
    ),
    (
        create(PAYMENTS, {"Invoice": {"InvoiceID": A_GUID}, "Account": {"Code": "090"}, "Amount": Decimal("1.10")}),
        "PUT",
        "Payments",
        {"Payments": [{"Invoice": {"InvoiceID": A_GUID}, "Account": {"Code": "090"}, "Amount": Decimal("1.10")}]},
    ),
    (
        create(ACCOUNTS, {"Name": "Till", "Type": "BANK", "BankAccountNumber": "12", "Code": None}),
        "PUT",
        "Accounts",
        {"Name": "Till", "Type": "BANK", "BankAccountNumber": "12"},
    ),
    (
        update(ACCOUNTS, A_GUID, {"Name": "Till"}),
        "POST",
        f"Accounts/{A_GUID}",
        {"Accounts": [{"AccountID": A_GUID, "Name": "Till"}]},
    ),
    *(
        (write, "POST", f"Accounts/{A_GUID}", {"Accounts": [{"AccountID": A_GUID, "Status": status}]})
        for write, status in (
            (update(ACCOUNTS, A_GUID, {"Status": "ARCHIVED"}), "ARCHIVED"),
            (update(ACCOUNTS, A_GUID, {"Status": "ACTIVE"}), "ACTIVE"),
        )
    ),
    (delete_payment(A_GUID), "POST", f"Payments/{A_GUID}", {"Status": "DELETED"}),
    (
        create(BANK_TRANSACTIONS, {"Type": "SPEND", "BankAccount": {"AccountID": A_GUID}}),
        "PUT",
        "BankTransactions",
        {"BankTransactions": [{"Type": "SPEND", "BankAccount": {"AccountID": A_GUID}}]},
    ),
    (
        update(BANK_TRANSACTIONS, A_GUID, {"Status": "DELETED"}),
        "POST",
        f"BankTransactions/{A_GUID}",
        {"BankTransactions": [{"BankTransactionID": A_GUID, "Status": "DELETED"}]},
    ),
]


@pytest.mark.parametrize("case", WRITES, ids=lambda case: f"{case[1]} {case[2]}")
def test_a_write_is_the_request_xero_documents(case: Any) -> None:
    write, method, path, body = case
    assert (write.method, write.path) == (method, path)
    assert json.loads(write.body, parse_float=Decimal) == body


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"AmountDue": Decimal(1)}, "/AmountDue"),
        ({"InvoiceID": A_GUID}, "/InvoiceID"),
        ({"UpdatedDateUTC": "x"}, "/UpdatedDateUTC"),
        ({"Contact": {"ContactID": A_GUID, "Name": "Acme"}}, "/Contact/Name"),
        ({"Contact": A_GUID}, "/Contact"),
        ({"LineItems": [{"Description": "a"}, {"LineTotal": 1}]}, "/LineItems/1/LineTotal"),
        ({"LineItems": {"Description": "a"}}, "/LineItems"),
        ({"LineItems": [{"Quantity": 0.1}]}, "/LineItems/0/Quantity"),
        ({"LineItems": [{"Tracking": [{"ID": "x"}]}]}, "/LineItems/0/Tracking/0/ID"),
        ({"Date": datetime(2026, 1, 31, tzinfo=UTC)}, "/Date"),
    ],
)
def test_what_xero_must_not_be_sent_is_refused_with_its_path(body: dict[str, Any], path: str) -> None:
    with pytest.raises(InvalidArguments) as caught:
        create(INVOICES, body)
    assert [field.path for field in caught.value.fields] == [path]


def test_an_account_is_deleted_by_its_address_alone() -> None:
    write = delete_account(A_GUID.upper())
    assert (write.method, write.path, write.body) == ("DELETE", f"Accounts/{A_GUID}", "")


def test_a_body_without_values_sends_none_of_them() -> None:
    assert create(CONTACTS, {"Name": "Acme", "EmailAddress": None}).body == '{"Contacts":[{"Name":"Acme"}]}'


def test_a_write_goes_out_with_four_decimals_also_one_that_was_stored_before() -> None:
    """A plan keeps what will be sent; what every request to its resource carries is added as it leaves."""
    assert exact(INVOICES, create(INVOICES, INVOICE)).params == {"unitdp": "4"}
    assert exact(CONTACTS, create(CONTACTS, {"Name": "Acme"})).params == {}
