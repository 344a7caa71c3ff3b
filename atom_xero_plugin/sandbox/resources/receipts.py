"""`/Receipts` of expense claims, which Xero closed to new apps; only read here."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Final

from atom_xero_plugin.sandbox.api.kind import Kind
from atom_xero_plugin.sandbox.api.where_fields import record_type
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.projections import some
from atom_xero_plugin.sandbox.books.table import Row
from atom_xero_plugin.sandbox.resources.read_only import read_only

SCOPES: Final = (
    "accounting.classicexpenses.read", "accounting.classicexpenses", "accounting.transactions.read",
    "accounting.transactions",
)  # fmt: skip
_PERSON: Final = ("UserID", "EmailAddress", "FirstName", "LastName")


def _demo(books: Books, _random: Random) -> None:
    """Two receipts of one person, of which a claim holds the first."""
    person = {
        "UserID": books.new_id(),
        "EmailAddress": "ana@people.example.com",
        "FirstName": "Ana",
        "LastName": "Whare",
    }
    contact = next(iter(books["Contacts"].rows.values()))
    for number, (status, total) in enumerate((("SUBMITTED", "46.00"), ("DRAFT", "23.00")), 1):
        tax = (Decimal(total) * 3 / 23).quantize(Decimal("0.01"))
        books["Receipts"].put({
            "ReceiptID": books.new_id(), "ReceiptNumber": str(number), "Status": status, "User": person,
            "Contact": some(contact, ("ContactID", "Name")), "Date": books.today() - timedelta(days=3 * number),
            "LineAmountTypes": "Inclusive", "SubTotal": Decimal(total) - tax, "TotalTax": tax, "Total": Decimal(total),
            "Reference": "", "HasAttachments": False, "LineItems": [],
        })  # fmt: skip


def _show(_books: Books, row: Row, form: str) -> Row:
    """A list leaves the lines out."""
    shown = {**row, "User": some(row["User"], _PERSON)}
    return {name: value for name, value in shown.items() if name != "LineItems"} if form == "list" else shown


KIND: Final = Kind(
    plural="Receipts",
    id_field="ReceiptID",
    type=record_type(
        "Receipt",
        Guid="ReceiptID",
        String="ReceiptNumber Status Reference",
        Decimal="SubTotal TotalTax Total",
        DateTime="Date UpdatedDateUTC",
    ),
    show=_show,
    demo=_demo,
)
ROUTES: Final = [read_only(KIND, *SCOPES)]
