"""`/Items`: products and services. Their dates have no offset (recorded); what is deleted is in no list."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any, Final

from atom_xero_plugin.sandbox.api import error_responses, listing
from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.kind import Kind
from atom_xero_plugin.sandbox.api.request_body import (
    NOT_FOUND,
    Fields,
    Invalid,
    NoSuchRecord,
    flag,
    guid,
    number,
    record,
    text,
)
from atom_xero_plugin.sandbox.api.resource import Resource
from atom_xero_plugin.sandbox.api.where_fields import record_type
from atom_xero_plugin.sandbox.books import stock, totals
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.projections import price, split_form
from atom_xero_plugin.sandbox.books.table import Row, code_key, fold
from atom_xero_plugin.sandbox.resources.items_rules import SIDES, USED, check
from atom_xero_plugin.sandbox.resources.outcomes import one, refused, saved_all, saved_one, without_offsets

_DETAILS: Final[Fields] = {"UnitPrice": number, "AccountCode": text, "COGSAccountCode": text, "TaxType": text}
FIELDS: Final[Fields] = {
    "ItemID": guid,
    "Code": text,
    "Name": text,
    "IsSold": flag,
    "IsPurchased": flag,
    "Description": text,
    "PurchaseDescription": text,
    "SalesDetails": record(_DETAILS),
    "PurchaseDetails": record(_DETAILS),
    "InventoryAssetAccountCode": text,
}


def add_item(books: Books, *, at: datetime | None = None, **fields: Any) -> Row:
    """Add an item: at least `Code`; its two `Details` hold `UnitPrice`, `AccountCode`, `TaxType`; unchecked."""
    row: Row = {
        "ItemID": books.new_id(),
        "Name": fields["Code"],
        "IsTrackedAsInventory": False,
        "IsSold": bool(fields.get("SalesDetails")),
        "IsPurchased": bool(fields.get("PurchaseDetails")),
        **fields,
    }
    return books["Items"].put(_derived(row), at=at)


def existing_for(books: Books, sent: Row) -> Row | None:
    """The item that a POST means: by `ItemID`, else by `Code`.

    Raises:
        Invalid: the id names no item.
    """
    if "ItemID" in sent:
        found = books["Items"].get(sent["ItemID"])
        if found is None:
            raise Invalid([NOT_FOUND])
        return found
    return books["Items"].find("code", fold(sent["Code"])) if sent.get("Code") else None


def save(books: Books, sent: Row, existing: Row | None, *, places: int) -> Row:
    """Add an item, or change `existing`.

    Raises:
        Invalid: with everything that is wrong.
    """
    fields = {name: value for name, value in sent.items() if name != "ItemID"}
    problems = check(books, fields, existing)
    if problems:
        raise Invalid(problems, existing=existing)
    for side in SIDES:
        _fill_tax(books, fields.get(side, {}))
        if "UnitPrice" in fields.get(side, {}):
            fields[side]["UnitPrice"] = _rounded(fields[side]["UnitPrice"], places)
    if existing is None:
        return add_item(books, **_one_sided({"IsSold": True, "IsPurchased": True, **fields}))
    return books["Items"].put(_derived(_one_sided({**existing, **fields})))


def _derived(item: Row) -> Row:
    """Whether an item is tracked follows from its inventory account; writing the flag does nothing (xero-php #498)."""
    if not item.get("InventoryAssetAccountCode"):
        item.pop("InventoryAssetAccountCode", None)
    item["IsTrackedAsInventory"] = "InventoryAssetAccountCode" in item
    return item


def _one_sided(item: Row) -> Row:
    """An item that is not sold has no words and details of sales, one that is not bought none of purchases."""
    for flag_name, words, details in (
        ("IsSold", "Description", "SalesDetails"),
        ("IsPurchased", "PurchaseDescription", "PurchaseDetails"),
    ):
        if not item[flag_name]:
            item.pop(words, None)
            item.pop(details, None)
    return item


def _fill_tax(books: Books, details: Row) -> None:
    """The tax type comes from the account unless one is sent (recorded)."""
    account = books["Accounts"].find("code", fold(details["AccountCode"])) if details.get("AccountCode") else None
    if account is not None and not details.get("TaxType"):
        details["TaxType"] = account.get("TaxType") or "NONE"


def _rounded(price: Decimal, places: int) -> Decimal:
    return totals.four(price) if places == 4 else totals.cents(price)


def _found(books: Books, call: Call) -> Row:
    """The item that the address names, by id or code."""
    named = call.identity or ""
    row = books["Items"].get(named) or books["Items"].find("code", fold(named))
    if row is None or call.rest:
        raise NoSuchRecord(named)
    return row


def get(books: Books, call: Call) -> Result:
    """Every item, or one."""
    if call.identity is None:
        return listing.answer(books, call, KIND)
    return one(books, call, KIND, _found(books, call))


def put(books: Books, call: Call) -> Result:
    """Create only."""
    if call.identity is not None:
        raise error_responses.not_allowed()
    return saved_all(books, call, KIND, partial(save, books, existing=None, places=call.decimals))


def post(books: Books, call: Call) -> Result:
    """Create or change, by id or code."""
    places = call.decimals
    if call.identity is None:
        return saved_all(
            books,
            call,
            KIND,
            lambda sent: save(books, sent, existing_for(books, sent), places=places),
        )
    row = _found(books, call)
    return saved_one(books, call, KIND, lambda sent: save(books, sent, row, places=places))


def delete(books: Books, call: Call) -> Result:
    """204: the item is gone; lines that named it keep its code. A tracked one that lines name stays."""
    row = _found(books, call)
    if row["IsTrackedAsInventory"] and stock.is_named(books, row):
        raise refused(books, call, KIND, Invalid([USED.format(row["Code"])], existing=row))
    books["Items"].remove(row["ItemID"])
    return Result(b"", 204)


def _show(books: Books, row: Row, form: str) -> Row:
    places = split_form(form)[1]
    shown = dict(row)
    if row["IsTrackedAsInventory"]:
        there = stock.stock(books)[row["ItemID"]]
        shown["QuantityOnHand"], shown["TotalCostPool"] = there.quantity, there.cost
    for side in SIDES:
        details = dict(row.get(side) or {})
        if details.get("UnitPrice") is not None:
            details["UnitPrice"] = price(details["UnitPrice"], places)
        shown[side] = details
    return shown


_PRICE: Final = record_type("ItemPriceDetails", _DETAILS)
KIND: Final = Kind(
    plural="Items",
    id_field="ItemID",
    type=record_type(
        "Item",
        FIELDS,
        {"SalesDetails": _PRICE, "PurchaseDetails": _PRICE},
        DateTime="UpdatedDateUTC",
        Decimal="TotalCostPool QuantityOnHand",
        Boolean="IsTrackedAsInventory",
    ),
    fields=FIELDS,
    show=_show,
    indexes={"code": code_key},
    fresh=stock.versions,
)
ROUTES: Final = [
    Resource(
        path="Items",
        read_scopes=("accounting.invoices.read", "accounting.settings.read", "accounting.transactions.read"),
        write_scopes=("accounting.invoices", "accounting.settings", "accounting.transactions"),
        get=without_offsets(get),
        put=without_offsets(put),
        post=without_offsets(post),
        delete=delete,
    )
]
