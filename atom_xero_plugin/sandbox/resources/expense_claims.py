"""`/ExpenseClaims`, which Xero closed to new apps; only read here. A list leaves the receipts out."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Final

from atom_xero_plugin.sandbox.api.kind import Kind
from atom_xero_plugin.sandbox.api.where_fields import record_type
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.table import Row
from atom_xero_plugin.sandbox.resources.read_only import read_only
from atom_xero_plugin.sandbox.resources.receipts import SCOPES


def _demo(books: Books, _random: Random) -> None:
    """A claim of the receipts that are submitted; made when it is shown, since receipts may come after it."""
    books["ExpenseClaims"].put({
        "ExpenseClaimID": books.new_id(), "Status": "SUBMITTED", "AmountPaid": Decimal("0.00"),
        "PaymentDueDate": None, "ReportingDate": None,
    })  # fmt: skip


def _show(books: Books, row: Row, form: str) -> Row:
    receipts = [each for each in books["Receipts"].rows.values() if each["Status"] != "DRAFT"]
    total = sum((each["Total"] for each in receipts), Decimal("0.00"))
    sums = {"Total": total, "AmountDue": total - row["AmountPaid"]}
    person = {"User": receipts[0]["User"]} if receipts else {}
    return {**row, **sums, **person, **({} if form == "list" else {"Receipts": receipts})}


KIND: Final = Kind(
    plural="ExpenseClaims",
    id_field="ExpenseClaimID",
    type=record_type("ExpenseClaim", Guid="ExpenseClaimID", String="Status", DateTime="UpdatedDateUTC"),
    show=_show,
    fresh=lambda books: books["Receipts"].version,
    demo=_demo,
)
ROUTES: Final = [read_only(KIND, *SCOPES)]
