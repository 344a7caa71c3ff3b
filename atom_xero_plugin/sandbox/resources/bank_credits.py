"""What prepayments and overpayments share: how bank transactions make them, what they show, what using them posts.

Source: developer.xero.com, Prepayments, Overpayments, Bank transactions; help.xero.com, Customer statements and
prepayments: an overpayment counts in what is owed at once, a prepayment only once it is applied. What using one posts
is inferred from that: its bank transaction posted to the accounts of its lines, and what is used goes from there to the
control account, which is the account of an overpayment's line.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from atom_xero_plugin.sandbox.api import error_responses
from atom_xero_plugin.sandbox.api.kind import Kind
from atom_xero_plugin.sandbox.api.resource import Resource
from atom_xero_plugin.sandbox.api.where_fields import RecordType, record_type
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.document_lines import fill_lines
from atom_xero_plugin.sandbox.books.ledger import Posting
from atom_xero_plugin.sandbox.books.postings import Lines, control_account, in_base, lines_of, postings_of
from atom_xero_plugin.sandbox.books.projections import add_dates, add_updated, line, some, split_form
from atom_xero_plugin.sandbox.books.table import Row, fold
from atom_xero_plugin.sandbox.books.totals import INCLUSIVE, NO_TAX, PAR, ZERO, cents
from atom_xero_plugin.sandbox.resources import allocations, contacts_rows
from atom_xero_plugin.sandbox.resources.contacts_rules import TYPE as CONTACT_TYPE
from atom_xero_plugin.sandbox.resources.records import Records

_SHOWN: Final = (
    "Type", "Reference", "RemainingCredit", "Status", "LineAmountTypes", "SubTotal", "TotalTax", "Total",
    "CurrencyCode", "CurrencyRate", "HasAttachments",
)  # fmt: skip
_OPENING: Final = "970"
"""The account that the opening balances are made up with."""


def add_credit(books: Books, transaction: Row) -> None:
    """The prepayment or overpayment that a new bank transaction makes, if it makes one."""
    for name in ("Prepayment", "Overpayment"):
        if transaction.get(f"{name}ID"):
            _put(books, name, transaction, transaction[f"{name}ID"])


def _put(books: Books, name: str, source: Row, identity: str, *, at: datetime | None = None) -> Row:
    row = {
        f"{name}ID": identity,
        "InvoiceID": identity,  # as which the payment that refunds it names it
        "InvoiceNumber": source.get("Reference") or "",
        **{field: source[field] for field in ("Type", "Contact", "Date", "LineAmountTypes", "LineItems", "SubTotal",
                                              "TotalTax", "Total", "CurrencyCode", "CurrencyRate")},
        "Reference": source.get("Reference") or "",
        "DueDate": None,
        "Status": "AUTHORISED",
        "Allocations": [],
        "Payments": [],
        "HasAttachments": False,
    }  # fmt: skip
    allocations.settle(row)
    return books[f"{name}s"].put(row, at=at)


def add_earlier(name: str, reference: str, amount: str, used: str, books: Books, _random: Random) -> None:
    """A customer's of which the money came before the books began, with a part set against an invoice since.

    An overpayment stands among the opening balances as what is owed less; a deposit was coded to their account.
    """
    sold = [each for each in books["Invoices"].rows.values() if each["Type"] == "ACCREC" and each["AmountPaid"] > 0]
    begun = [each for each in sold if each["AmountDue"] > Decimal(amount)]
    if not begun:
        return
    invoice = min(begun, key=lambda each: (each["Date"], each["InvoiceNumber"]))
    on, opened = books.today() - timedelta(days=30), min(each.date for each in books.ledger.postings())
    prepaid = name == "Prepayment"
    row: Row = {"Type": f"RECEIVE-{name.upper()}", "Contact": invoice["Contact"], "Date": on if prepaid else opened,
                "Reference": reference, "LineAmountTypes": INCLUSIVE if prepaid else NO_TAX,
                "CurrencyCode": invoice["CurrencyCode"], "CurrencyRate": PAR}  # fmt: skip
    owed = books["Accounts"].rows[control_account(books, sale=True)]
    code = _OPENING if prepaid else owed["Code"]
    part = {"Description": "Paid before", "Quantity": Decimal(1), "UnitAmount": Decimal(amount), "AccountCode": code}
    fill_lines(books, row, [part], sale=True)
    if not prepaid:
        lines = [(owed["AccountID"], -row["Total"]), (_opening(books), row["Total"])]
        books.ledger.journal(opened, lines, books.new_id())
    at = datetime.combine(on, time(0), UTC) - timedelta(minutes=60)
    credit = _put(books, name, row, books.new_id(), at=at)
    allocations.allocate(books, _credit_kind(name), credit, invoice, Decimal(used), at=at)


def _credit_kind(name: str) -> allocations.CreditKind:
    return allocations.CreditKind(f"{name}s", f"{name}ID", name)


def show(name: str, _books: Books, row: Row, form: str) -> Row:
    """A prepayment or overpayment."""
    form, places = split_form(form)
    shown = {f"{name}ID": row[f"{name}ID"], "ID": row[f"{name}ID"], **some(row, _SHOWN)}
    if name == "Prepayment":
        shown["InvoiceNumber"] = row["InvoiceNumber"]
    shown["Allocations"] = [allocations.shown_allocation(each) for each in row["Allocations"]]
    shown["Payments"] = row["Payments"]
    contact: Row = row["Contact"]
    shown["Contact"] = contacts_rows.whole(contact) if form == "single" else contacts_rows.stub(contact)
    add_dates(row, shown, "Date")
    shown["LineItems"] = [] if form == "list" else [line(part, places) for part in row["LineItems"]]
    add_updated(row, shown)
    return shown


def shows(row: Row) -> Iterable[str]:
    """The ids of the records that it shows."""
    return (row["Contact"]["ContactID"], *(each["Invoice"]["InvoiceID"] for each in row["Allocations"]))


def postings(name: str, books: Books, row: Row) -> list[Posting]:
    """Of what is used: from the accounts of the lines to the control account."""
    received = row["Type"].startswith("RECEIVE")
    posted: list[Posting] = []
    for each in (*row["Allocations"], *row["Payments"]):
        amount = in_base(row, each["Amount"]) * (1 if received else -1)
        origin = _share(lines_of(books, row, 1), amount)
        lines = [(control_account(books, sale=received), -amount), *origin]
        dated = {**row, "Date": each["Date"]}
        posted += postings_of(books, dated, row["Type"], row[f"{name}ID"], row["Contact"]["ContactID"], lines)
    return posted


def _share(lines: Lines, amount: Decimal) -> Lines:
    """Lines that come to an amount, in the proportion of these; the last takes what rounding leaves."""
    whole = sum((each for _, each in lines), ZERO)
    shared = [(account, cents(each * amount / whole)) for account, each in lines]
    left = amount - sum((each for _, each in shared), ZERO)
    account, last = shared[-1]
    return [*shared[:-1], (account, last + left)]


def _opening(books: Books) -> str:
    account = books["Accounts"].find("code", fold(_OPENING))
    if account is None:
        raise LookupError(_OPENING)
    identity: str = account["AccountID"]
    return identity


def _no_save(_books: Books, _sent: Row, _existing: Row | None, _places: int) -> Row:
    raise error_responses.not_allowed()


def type_of(name: str) -> RecordType:
    """Its fields as `where` and `order` name them."""
    return record_type(
        name,
        {},
        {"Contact": CONTACT_TYPE},
        Guid=f"{name}ID",
        String="Type Reference Status LineAmountTypes CurrencyCode InvoiceNumber",
        DateTime="Date UpdatedDateUTC",
        Decimal="SubTotal TotalTax Total RemainingCredit CurrencyRate",
        Boolean="HasAttachments",
    )


def resource_of(name: str, kind: Kind) -> Resource:
    """Read, and allocations; nothing is created or changed here."""
    parts = allocations.parts_of(_credit_kind(name))
    return Records(kind, _no_save, parts=parts).resource(
        read_scopes=("accounting.payments.read", "accounting.transactions.read"),
        write_scopes=("accounting.payments", "accounting.transactions"),
    )
