"""Items: creating, changing, deleting."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from atom_xero_plugin.sandbox.api.request_body import (
    NOT_FOUND,
    Fields,
    Invalid,
    field_of,
    flag,
    guid,
    number,
    record,
    text,
    too_long,
)
from atom_xero_plugin.sandbox.books import totals
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.table import Row, fold

_DETAILS: Final = record({"UnitPrice": number, "AccountCode": text, "COGSAccountCode": text, "TaxType": text})
FIELDS: Final[Fields] = {
    "ItemID": guid,
    "Code": text,
    "Name": text,
    "IsSold": flag,
    "IsPurchased": flag,
    "Description": text,
    "PurchaseDescription": text,
    "SalesDetails": _DETAILS,
    "PurchaseDetails": _DETAILS,
}
_LIMITS: Final = {"Code": 30, "Name": 50, "Description": 4000, "PurchaseDescription": 4000}


def existing_for(books: Books, sent: Row) -> Row | None:
    """The item that a POST means: by `ItemID`, else by `Code`.

    Raises:
        Invalid: the id names no item.
    """
    if "ItemID" in sent:
        found = books.items.get(sent["ItemID"])
        if found is None:
            raise Invalid([NOT_FOUND])
        return found
    return books.items.find("code", fold(sent["Code"])) if sent.get("Code") else None


def save(books: Books, sent: Row, existing: Row | None, *, places: int) -> Row:
    """Add an item, or change `existing`.

    Raises:
        Invalid: with everything that is wrong.
    """
    fields = {name: value for name, value in sent.items() if name != "ItemID"}
    problems = _check(books, fields, existing)
    if problems:
        raise Invalid(problems, existing=existing)
    for side in ("SalesDetails", "PurchaseDetails"):
        _fill_tax(books, fields.get(side, {}))
        if "UnitPrice" in fields.get(side, {}):
            fields[side]["UnitPrice"] = _rounded(fields[side]["UnitPrice"], places)
    if existing is None:
        return books.add_item(**_one_sided({"IsSold": True, "IsPurchased": True, **fields}))
    return books.items.put(_one_sided({**existing, **fields}))


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
    account = books.accounts.find("code", fold(details["AccountCode"])) if details.get("AccountCode") else None
    if account is not None and not details.get("TaxType"):
        details["TaxType"] = account.get("TaxType") or "NONE"


def _rounded(price: Decimal, places: int) -> Decimal:
    return totals.four(price) if places == 4 else totals.cents(price)


def _check(books: Books, sent: Row, existing: Row | None) -> list[str]:
    problems = too_long(sent, _LIMITS)
    code: str = field_of("Code", sent, existing, "")
    if not code.strip():
        return [*problems, "Item code must be specified"]
    taken = books.items.find("code", fold(code))
    if taken is not None and taken is not existing:
        problems.append(f"Price List Item with Code '{code}' already exists")
    for side in ("SalesDetails", "PurchaseDetails"):
        details: Row = sent.get(side, {})
        account = details.get("AccountCode")
        if account and fold(account) not in books.accounts.indexes["code"]:
            problems.append(f"Account code '{account}' is not a valid code for this document.")
        rate = details.get("TaxType")
        if rate and rate not in books.tax_rates.rows:
            problems.append(f"The TaxType code {rate} does not exist or cannot be used for this type of transaction.")
    return problems
