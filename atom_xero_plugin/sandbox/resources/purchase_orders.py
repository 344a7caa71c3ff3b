"""`/PurchaseOrders`: what a supplier is asked for. They post nothing, and marking one as billed makes no bill.

Source: developer.xero.com, Purchase Orders; OpenAPI 16.1.0; answers recorded of a demo company (BILLED to DELETED, a
number that a deleted order holds). Not verified: which moves go back from AUTHORISED and BILLED, what of a billed order
can change, and the words NOT_MODIFIABLE and NO_UNIT; the sandbox refuses what nobody has seen Xero do.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from atom_xero_plugin.sandbox.api import listing
from atom_xero_plugin.sandbox.api import request_body as read
from atom_xero_plugin.sandbox.api.kind import Kind, ListRules, Query, Test
from atom_xero_plugin.sandbox.api.request_body import Fields, Invalid, number, text, too_long
from atom_xero_plugin.sandbox.api.where_fields import record_type
from atom_xero_plugin.sandbox.books import projections
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.document_lines import fill_lines
from atom_xero_plugin.sandbox.books.table import Row, fold, text_key
from atom_xero_plugin.sandbox.books.totals import EXCLUSIVE, LINE_AMOUNT_TYPES, PAR
from atom_xero_plugin.sandbox.resources import contacts_rows
from atom_xero_plugin.sandbox.resources import lines as document
from atom_xero_plugin.sandbox.resources.contacts_rules import FIELDS as CONTACT
from atom_xero_plugin.sandbox.resources.contacts_rules import TYPE as CONTACT_TYPE
from atom_xero_plugin.sandbox.resources.contacts_rules import one_named_contact
from atom_xero_plugin.sandbox.resources.outcomes import Saved
from atom_xero_plugin.sandbox.resources.records import Records, by_id

MOVES: Final = {
    "DRAFT": frozenset({"DRAFT", "SUBMITTED", "AUTHORISED", "DELETED"}),
    "SUBMITTED": frozenset({"SUBMITTED", "DRAFT", "AUTHORISED", "DELETED"}),
    "AUTHORISED": frozenset({"AUTHORISED", "BILLED", "DELETED"}),
    "BILLED": frozenset({"BILLED", "DELETED"}),
    "DELETED": frozenset[str](),
}
"""Which status an order may be moved to. A new one may have any but DELETED."""
BAD_MOVE: Final = "PurchaseOrder status change is invalid"
DELETED: Final = "Deleted PurchaseOrders cannot be updated"
NOT_UNIQUE: Final = "Order number must be unique"
NOT_SENT: Final = "Only AUTHORISED and BILLED purchase orders may have SentToContact updated."
NOT_MODIFIABLE: Final = "PurchaseOrder not of valid status for modification"
NO_UNIT: Final = "UnitAmount must be specified where Quantity is"
_APPROVED: Final = frozenset({"AUTHORISED", "BILLED"})
_TEXTS: Final = ("Reference", "DeliveryAddress", "AttentionTo", "Telephone", "DeliveryInstructions")
_LIMITS: Final = {"DeliveryInstructions": 500}
_DAYS: Final = ("Date", "DeliveryDate", "ExpectedArrivalDate")
_TAIL: Final = ("DeliveryAddress", "AttentionTo", "Telephone", "DeliveryInstructions", "Status", "LineAmountTypes",
                "SubTotal", "TotalTax", "Total", "TotalDiscount", "CurrencyCode", "CurrencyRate", "BrandingThemeID",
                "SentToContact", "HasAttachments", "IsDiscounted", "UpdatedDateUTC")  # fmt: skip
FIELDS: Final[Fields] = {
    "PurchaseOrderID": read.guid, "PurchaseOrderNumber": text, "Contact": read.record(CONTACT),
    **dict.fromkeys(_DAYS, read.day), **dict.fromkeys(_TEXTS, text), "Status": text,
    "LineAmountTypes": read.choice(*LINE_AMOUNT_TYPES), "BrandingThemeID": read.guid, "SentToContact": read.flag,
    "LineItems": read.records({name: field for name, field in document.LINE.items() if name != "DiscountAmount"}),
    "CurrencyCode": text, "CurrencyRate": number,
}  # fmt: skip


def existing_for(books: Books, sent: Row) -> Row | None:
    """The order that a POST to the list means: by its id, else by its number.

    Raises Invalid, which echoes no order's id, for the number of a deleted one.
    """
    named = sent.get("PurchaseOrderNumber")
    if "PurchaseOrderID" in sent or not named:
        return by_id(KIND, books, sent)
    found = books["PurchaseOrders"].find("number", fold(named))
    if found is not None and found["Status"] == "DELETED":
        raise Invalid([BAD_MOVE, DELETED])
    return found


def _moved(sent: Row, existing: Row | None) -> list[str]:
    """Why an order may not become what it was sent as; empty when it may."""
    requested = sent.get("Status")
    unknown = document.unknown_status(requested, MOVES)
    if unknown:
        return unknown
    if existing is None:
        return [BAD_MOVE] if requested == "DELETED" else []
    if existing["Status"] == "DELETED":
        return [BAD_MOVE, DELETED] if requested not in {None, "DELETED"} else [DELETED]
    return [] if (requested or existing["Status"]) in MOVES[existing["Status"]] else [BAD_MOVE]


def _check(books: Books, sent: Row, existing: Row | None) -> list[str]:
    """What is wrong with an order as it was sent, apart from its contact and the move of its status."""
    before: Row = existing or {}
    status = sent.get("Status", before.get("Status", "DRAFT"))
    problems = too_long(sent, _LIMITS)
    taken = books["PurchaseOrders"].find("number", fold(sent.get("PurchaseOrderNumber") or ""))
    problems += [] if taken is None or taken is existing else [NOT_UNIQUE]
    problems += [NOT_SENT] if "SentToContact" in sent and status not in _APPROVED else []
    problems += document.check_currency(books, sent, existing)
    lines: list[Row] | None = sent.get("LineItems", None if existing is not None else [])
    if lines is None:
        return problems
    stored = {line["LineItemID"]: line for line in before.get("LineItems", ())}
    for line in lines:
        was = stored.get(line.get("LineItemID", ""), {})
        priced = any(name in {**was, **line} for name in ("UnitAmount", "LineAmount", "ItemCode"))
        problems += [NO_UNIT] if "Quantity" in line and not priced else []
        if status != "DRAFT" and not document.has_description(books, line, was):
            problems.append("Description must be specified")
    amounts: str = read.field_of("LineAmountTypes", sent, existing, EXCLUSIVE)
    problems += document.check_lines(
        books, lines, stored=list(stored.values()), complete=False, line_amount_types=amounts, sale=True
    )
    return list(dict.fromkeys(problems if lines else [*problems, "One or more line items must be specified"]))


def _save(books: Books, sent: Row, existing: Row | None, _places: int) -> Saved:
    """Add an order, or change `existing`: what is not sent stays. Raises Invalid with everything that is wrong."""
    before: Row = existing or {}
    problems = _moved(sent, existing)
    if problems:
        raise Invalid(problems, existing=existing)
    problems = _check(books, sent, existing)
    named: Row | None = sent.get("Contact")
    known = named and {name: named[name] for name in ("ContactID", "ContactNumber") if name in named}
    contact = one_named_contact(books, known, existing=before.get("Contact"))  # it never makes one of a name
    problems += contact.problems
    if problems or contact.nested or contact.row is None:
        raise Invalid(problems, contact=contact.nested, existing=existing)
    row = _row(books, {**sent, "Contact": contact.row}, existing)
    if before.get("Status") == "BILLED" and _differs(sent, row, before):
        raise Invalid([NOT_MODIFIABLE], existing=existing)
    return Saved(books["PurchaseOrders"].put(row), document.warnings_of(books, sent, row))


def _row(books: Books, sent: Row, existing: Row | None = None) -> Row:
    """An order, new or changed, with its totals; not yet in the books."""
    new = {
        "PurchaseOrderID": books.new_id(), "Status": "DRAFT", "Date": books.today(), "LineAmountTypes": EXCLUSIVE,
        "CurrencyCode": books.organisation["BaseCurrency"], "CurrencyRate": PAR, "SentToContact": False,
        "HasAttachments": False, **dict.fromkeys(_TEXTS, ""),
    }  # fmt: skip
    said = {name: value for name, value in sent.items() if name not in {"PurchaseOrderID", "LineItems"}}
    row: Row = {**(new if existing is None else existing), **said}
    row["PurchaseOrderNumber"] = row.get("PurchaseOrderNumber") or books.next_number(
        "PO", lambda name: name in books["PurchaseOrders"].indexes["number"]
    )
    if existing is None or "LineItems" in sent or row["LineAmountTypes"] != existing["LineAmountTypes"]:
        # An order buys, so an item's purchase side counts; discounts are taken off as on sales.
        fill_lines(books, row, sent.get("LineItems"), sale=False, places=4)
    return row


def _differs(sent: Row, row: Row, existing: Row) -> bool:
    return "LineItems" in sent or any(row.get(name) != existing.get(name) for name in sent if name != "Status")


def _show(_books: Books, row: Row, _form: str) -> Row:
    """An order; lists show it whole, with its lines and its contact."""
    shown = projections.some(row, ("PurchaseOrderID", "PurchaseOrderNumber", "Reference"))
    shown["Type"] = "PURCHASEORDER"
    shown["Contact"] = contacts_rows.whole(row["Contact"])
    projections.add_dates(row, shown, *_DAYS)
    shown["LineItems"] = [projections.line(line, "4") for line in row["LineItems"]]
    return shown | {"HasErrors": False} | projections.some(row, _TAIL)


def _filters(query: Query) -> Iterable[Test]:
    """The list's own parameters; it takes no contact and no number."""
    yield from listing.in_period(query, "Date", "DateFrom", "DateTo")
    if query.get("status"):
        yield listing.is_one_of("Status", query["status"])


def _demo(books: Books, random: Random) -> None:
    """Two months of orders, one in each status that people bring about."""
    bills = [row for row in books["Invoices"].rows.values() if row["Type"] == "ACCPAY"]
    for weeks, status in ((8, "BILLED"), (4, "AUTHORISED"), (2, "AUTHORISED"), (1, "SUBMITTED"), (0, "DRAFT")):
        on = books.today() - timedelta(days=7 * weeks)
        bill = random.choice(bills)
        like = bill["LineItems"][0]
        line = {"Description": like["Description"], "Quantity": Decimal(random.randint(1, 4)),
                "UnitAmount": like["UnitAmount"], "AccountCode": like["AccountCode"]}  # fmt: skip
        sent = {"Contact": bill["Contact"], "Date": on, "DeliveryDate": on + timedelta(days=14), "Status": status,
                "LineItems": [line]}  # fmt: skip
        at = datetime.combine(on, time(0), UTC) - timedelta(minutes=random.randint(5, 240))
        books["PurchaseOrders"].put(_row(books, sent), at=at)


KIND: Final = Kind(
    plural="PurchaseOrders",
    id_field="PurchaseOrderID",
    type=record_type(
        "PurchaseOrder",
        FIELDS,
        {"Contact": CONTACT_TYPE},
        DateTime="UpdatedDateUTC",
        Decimal="SubTotal TotalTax Total TotalDiscount",
        Boolean="HasAttachments IsDiscounted",
    ),
    fields=FIELDS,
    show=_show,
    shows=lambda row: (row["Contact"]["ContactID"],),
    indexes={"number": text_key("PurchaseOrderNumber")},
    lists=ListRules(paged=True, always_paged=True, where=False, filters=_filters),
    blank={"LineItems": []},
    error_flag="HasErrors",
    demo=_demo,
)
ROUTES: Final = [
    Records(KIND, _save, existing_for, second_key="number").resource(
        read_scopes=("accounting.invoices.read", "accounting.transactions.read"),
        write_scopes=("accounting.invoices", "accounting.transactions"),
    )
]
