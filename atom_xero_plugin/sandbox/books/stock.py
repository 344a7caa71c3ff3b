"""What is on hand of tracked items, and what that cost: worked out from the documents that move it, at average cost.

Approved bills and money spent add, approved sales and money received take away; drafts move nothing. The cost of what
is sold is not posted to the ledger here. Source: developer.xero.com, Items; that credit notes move stock the other way
is not verified.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any, Final, NamedTuple

from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.postings import LIVE, in_base
from atom_xero_plugin.sandbox.books.table import Row
from atom_xero_plugin.sandbox.books.totals import INCLUSIVE, NOUGHT, ZERO, cents, four

_MOVING: Final = ("Invoices", "BankTransactions", "CreditNotes")
_BRINGS: Final = {"ACCPAY": 1, "SPEND": 1, "ACCRECCREDIT": 1, "ACCREC": -1, "RECEIVE": -1, "ACCPAYCREDIT": -1}
"""By the type of a document, whether it adds to the stock or takes away."""
SHORT: Final = "There is not enough stock of item '{}' on hand to sell that many."
"""The words are not verified."""


class Stock(NamedTuple):
    """What there is of one item."""

    quantity: Decimal
    cost: Decimal
    """What it cost, in the base currency."""


def versions(books: Books) -> tuple[int, ...]:
    """Changes whenever the stock may have changed."""
    return tuple(books[plural].version for plural in ("Items", *_MOVING) if plural in books.tables)


def stock(books: Books) -> dict[str, Stock]:
    """What there is of each tracked item, by its id."""
    return books.stored("stock", versions(books), partial(_worked_out, books))


def shortages(books: Books, row: Row) -> list[str]:
    """Why a document that is to be approved sells more than there is; empty when it does not."""
    if row["Status"] not in LIVE or _BRINGS.get(row["Type"], 0) != -1:
        return []
    tracked = _tracked(books)
    sold: dict[str, Decimal] = {}
    for line in row["LineItems"]:
        identity = (line.get("Item") or {}).get("ItemID")
        if identity in tracked:
            sold[identity] = sold.get(identity, NOUGHT) + line["Quantity"]
    if not sold:
        return []
    left = _worked_out(books, without=row)
    items = books["Items"].rows
    return [
        SHORT.format(items[identity]["Code"])
        for identity, quantity in sold.items()
        if quantity > left.get(identity, Stock(NOUGHT, ZERO)).quantity
    ]


def is_named(books: Books, item: Row) -> bool:
    """Whether a line of any document names the item."""
    code = item["Code"]
    return any(
        line.get("ItemCode") == code
        for plural in _MOVING
        for row in _rows(books, plural)
        for line in row.get("LineItems") or ()
    )


def _rows(books: Books, plural: str) -> list[Row]:
    table = books.tables.get(plural)
    return [] if table is None else list(table.rows.values())


def _tracked(books: Books) -> frozenset[str]:
    return frozenset(each["ItemID"] for each in books["Items"].rows.values() if each["IsTrackedAsInventory"])


def _worked_out(books: Books, without: Row | None = None) -> dict[str, Stock]:
    tracked = _tracked(books)
    found: dict[str, Stock] = dict.fromkeys(tracked, Stock(NOUGHT, ZERO))
    if not tracked:
        return found
    for identity, quantity, cost in _moves(books, tracked, without):
        before = found[identity]
        if cost is None:
            share = cents(before.cost * quantity / before.quantity) if before.quantity else ZERO
            found[identity] = Stock(four(before.quantity - quantity), cents(before.cost - share))
        else:
            found[identity] = Stock(four(before.quantity + quantity), cents(before.cost + cost))
    return found


def _moves(books: Books, tracked: frozenset[str], without: Row | None) -> Iterator[tuple[str, Decimal, Decimal | None]]:
    """Item, quantity and cost of each move in the order of days; no cost for what is taken away."""
    live: list[Row] = [row for plural in _MOVING for row in _rows(books, plural) if row["Status"] in LIVE]
    for row in sorted(live, key=lambda each: (each["Date"], each["UpdatedDateUTC"])):
        sign = _BRINGS.get(row["Type"], 0)
        if not sign or (without is not None and _identity(row) == _identity(without)):
            continue
        for line in row["LineItems"]:
            identity = (line.get("Item") or {}).get("ItemID")
            if identity in tracked:
                yield identity, line["Quantity"], _cost(row, line) if sign > 0 else None


def _identity(row: Row) -> Any:
    return row.get("InvoiceID") or row.get("BankTransactionID") or row.get("CreditNoteID")


def _cost(row: Row, line: Row) -> Decimal:
    net = line["LineAmount"] - line["TaxAmount"] if row["LineAmountTypes"] == INCLUSIVE else line["LineAmount"]
    return in_base(row, net)
