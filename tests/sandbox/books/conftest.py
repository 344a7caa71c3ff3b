"""A small organisation and a way to call its resources without HTTP, for the tests of the sandbox's books."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from atom_xero_plugin.sandbox.api.call import Call
from atom_xero_plugin.sandbox.api.catalogue import KINDS, RESOURCES
from atom_xero_plugin.sandbox.api.error_responses import Refused
from atom_xero_plugin.sandbox.api.request_body import Malformed, NoSuchRecord
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.chart_of_accounts import add_account
from atom_xero_plugin.sandbox.resources.contacts_rows import add_contact
from atom_xero_plugin.sandbox.resources.items import add_item
from atom_xero_plugin.sandbox.resources.tax_rates import add_tax_rate

_DECODER = msgspec.json.Decoder(float_hook=Decimal)


class StillClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.instant = datetime(2026, 6, 16, 1, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.instant

    def advance(self, seconds: float) -> None:
        self.instant += timedelta(seconds=seconds)


class Answer:
    """What a resource answered."""

    def __init__(self, status: int, body: bytes) -> None:
        self.status = status
        self.raw = body
        self.json: Any = _DECODER.decode(body) if body[:1] == b"{" else None

    def records(self) -> list[dict[str, Any]]:
        """The one list of the envelope."""
        assert self.status == 200, self.raw
        (records,) = (value for value in self.json.values() if isinstance(value, list))
        return list(records)

    def only(self) -> dict[str, Any]:
        """The one record."""
        (record,) = self.records()
        return record

    def messages(self, element: int = 0) -> list[str]:
        """What Xero says is wrong with an element of a refused write."""
        assert self.status == 400, self.raw
        assert self.json["ErrorNumber"] == 10, self.raw
        return [error["Message"] for error in self.json["Elements"][element]["ValidationErrors"]]


class Xero:
    """The resources of one organisation, called as the gate calls them."""

    def __init__(self) -> None:
        self.clock = StillClock()
        self.books = small_books(self.clock)
        self.routes = {route.path: route for route in RESOURCES}

    def call(self, method: str, path: str, body: Any = None, since: datetime | None = None, **query: str) -> Answer:
        """Call a resource; the body goes through JSON, numbers of it become int or Decimal."""
        resource, *rest = path.split("/")
        handler = self.routes[resource].handler(method)
        assert handler is not None
        call = Call(
            method=method,
            now=self.clock.now(),
            identity=rest[0] if rest else None,
            rest=tuple(rest[1:]),
            query={name.lower(): value for name, value in query.items()},
            body=_through_json(body),
            modified_since=since,
        )
        try:
            result = handler(self.books, call)
        except Refused as refused:
            result = refused.result
        except Malformed as problem:
            return Answer(400, msgspec.json.encode({"ErrorNumber": 14, "Message": str(problem)}))
        except NoSuchRecord:
            return Answer(404, b"")
        return Answer(result.status, result.body)

    def get(self, path: str, **query: str) -> Answer:
        return self.call("GET", path, **query)

    def put(self, path: str, body: Any, **query: str) -> Answer:
        return self.call("PUT", path, body, **query)

    def post(self, path: str, body: Any, **query: str) -> Answer:
        return self.call("POST", path, body, **query)

    def invoice(self, **fields: Any) -> dict[str, Any]:
        """An approved sales invoice of 115.00, as the books answer it."""
        return self.put("Invoices", self.invoice_body(**fields)).only()

    def invoice_body(self, **fields: Any) -> dict[str, Any]:
        """What makes an approved sales invoice of 100.00 and 15% tax."""
        body = {
            "Type": "ACCREC",
            "Contact": {"ContactID": self.contact["ContactID"]},
            "Date": "2026-06-01",
            "DueDate": "2026-06-30",
            "Status": "AUTHORISED",
            "LineItems": [line()],
        }
        return {name: value for name, value in {**body, **fields}.items() if value is not None}

    def pay(self, invoice: Mapping[str, Any], amount: str, **fields: Any) -> Answer:
        """Pay an invoice from the bank account."""
        body = {
            "Invoice": {"InvoiceID": invoice["InvoiceID"]},
            "Account": {"Code": "090"},
            "Date": "2026-06-10",
            "Amount": Decimal(amount),
        }
        return self.put("Payments", {**body, **fields})

    def sums(self, *, since: date = date.min, until: date = date.max) -> dict[str, Decimal]:
        """The sum of each account's postings by account id, debits positive, both days included."""
        sums: dict[str, Decimal] = {}
        for posting in self.books.ledger.postings():
            if since <= posting.date <= until:
                sums[posting.account_id] = sums.get(posting.account_id, Decimal(0)) + posting.amount
        return sums

    def sum_of(self, account_id: str, *, until: date = date.max) -> Decimal:
        """What an account holds by the books."""
        return self.sums(until=until).get(account_id, Decimal(0))

    @property
    def contact(self) -> dict[str, Any]:
        """The contact that is there from the start."""
        return next(iter(self.books["Contacts"].rows.values()))


def line(**fields: Any) -> dict[str, Any]:
    """A line of 100.00 before tax."""
    return {"Description": "Consulting", "Quantity": 1, "UnitAmount": 100, "AccountCode": "200", **fields}


def _through_json(body: Any) -> Any:
    if body is None:
        return None
    return _DECODER.decode(msgspec.json.Encoder(decimal_format="number").encode(body))


def small_books(clock: StillClock) -> Books:
    """An organisation with two tax rates, a bank account, income, expenses, an item and a contact."""
    organisation = {
        "OrganisationID": "0b3fb6f8-3b3e-4a0a-9c0a-3f6b0a0c0001",
        "Name": "Kauri Joinery",
        "BaseCurrency": "NZD",
        "Timezone": "NEWZEALANDSTANDARDTIME",
        "PeriodLockDate": date(2025, 3, 31),
    }
    books = Books("5c2f2f60-6f7c-4b8e-8f0e-000000000001", organisation, clock, KINDS)
    add_tax_rate(books, "OUTPUT2", "15% GST on Income", Decimal(15))
    add_tax_rate(books, "INPUT2", "15% GST on Expenses", Decimal(15))
    add_tax_rate(books, "NONE", "No GST", Decimal(0))
    add_account(books, Code="090", Name="Business Account", Type="BANK", BankAccountNumber="010123")
    add_account(books, Code="200", Name="Sales", Type="REVENUE", TaxType="OUTPUT2")
    add_account(books, Code="400", Name="Materials", Type="EXPENSE", TaxType="INPUT2")
    add_account(books, Code="880", Name="Owner Drawings", Type="EQUITY", EnablePaymentsToAccount=True)
    add_account(books, Code="270", Name="Old Sales", Type="REVENUE", TaxType="OUTPUT2", Status="ARCHIVED")
    add_item(
        books,
        Code="DESK",
        Description="Oak desk",
        PurchaseDescription="Oak",
        SalesDetails={"UnitPrice": Decimal("850.00"), "AccountCode": "200", "TaxType": "OUTPUT2"},
        PurchaseDetails={"UnitPrice": Decimal("300.00"), "AccountCode": "400", "TaxType": "INPUT2"},
    )
    add_contact(books, Name="Harbour Cafe", EmailAddress="accounts@harbour.example")
    return books


@pytest.fixture
def xero() -> Xero:
    """A small organisation, and its resources to call."""
    return Xero()
