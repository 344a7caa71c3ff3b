"""`/LinkedTransactions`: costs of a bill that a customer is billed for; only read here.

Source: developer.xero.com, Linked transactions: 100 a page, filters of its own, and a status that follows from the
documents on both sides. The filter by status, which Xero takes beside a contact, is not imitated: it is ignored.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from random import Random
from typing import Final

from atom_xero_plugin.sandbox.api.kind import Kind, ListRules, Query, Test
from atom_xero_plugin.sandbox.api.where_fields import record_type
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.table import Row
from atom_xero_plugin.sandbox.resources.read_only import read_only

_IDS: Final = ("SourceTransactionID", "TargetTransactionID", "ContactID", "LinkedTransactionID")
_GONE: Final = frozenset({"VOIDED", "DELETED"})


def add_link(books: Books, source: Row, line: Row, *, contact: Row | None = None, target: Row | None = None) -> Row:
    """Link a line of a bill to the customer whom it is for, and to the invoice that bills it; nothing is checked."""
    row = {
        "LinkedTransactionID": books.new_id(),
        "SourceTransactionID": source["InvoiceID"],
        "SourceLineItemID": line["LineItemID"],
        "SourceTransactionTypeCode": "ACCPAY",
        "ContactID": contact["ContactID"] if contact else None,
        "TargetTransactionID": target["InvoiceID"] if target else None,
        "TargetLineItemID": target["LineItems"][0]["LineItemID"] if target else None,
        "Type": "BILLABLEEXPENSE",
    }
    return books["LinkedTransactions"].put(row)


def status(books: Books, row: Row) -> str:
    """It follows from the bill, and from the invoice where there is one."""
    source = books["Invoices"].rows[row["SourceTransactionID"]]["Status"]
    target = books["Invoices"].rows[row["TargetTransactionID"]]["Status"] if row["TargetTransactionID"] else None
    if source in _GONE:
        return "VOIDED"
    if target is not None and target not in _GONE:
        return "BILLED" if target in {"AUTHORISED", "PAID"} else "ONDRAFT"
    return "APPROVED" if source in {"AUTHORISED", "PAID"} else "DRAFT"


def _show(books: Books, row: Row, _form: str) -> Row:
    return {**row, "Status": status(books, row)}


def _is(field: str, identity: str, row: Row) -> bool:
    return bool(row.get(field) == identity)


def _filters(query: Query) -> Iterable[Test]:
    for field in _IDS:
        if query.get(field.lower()):
            yield partial(_is, field, query[field.lower()].lower())


def _demo(books: Books, _random: Random) -> None:
    """A cost of the first bill, for the first contact, which nothing bills yet."""
    bill = next((row for row in books["Invoices"].rows.values() if row["Type"] == "ACCPAY"), None)
    if bill is not None:
        add_link(books, bill, bill["LineItems"][0], contact=next(iter(books["Contacts"].rows.values())))


KIND: Final = Kind(
    plural="LinkedTransactions",
    id_field="LinkedTransactionID",
    type=record_type("LinkedTransaction", Guid=" ".join(_IDS), String="Type", DateTime="UpdatedDateUTC"),
    lists=ListRules(paged=True, always_paged=True, page_size=False, pagination=False, where=False, filters=_filters),
    show=_show,
    fresh=lambda books: books["Invoices"].version,
    demo=_demo,
)
ROUTES: Final = [
    read_only(
        KIND,
        "accounting.invoices.read",
        "accounting.invoices",
        "accounting.transactions.read",
        "accounting.transactions",
    )
]
