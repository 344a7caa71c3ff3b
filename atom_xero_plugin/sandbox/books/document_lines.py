"""How the lines of a document are made from what was asked: filled up from items and accounts, priced, taxed."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Final

from atom_xero_plugin.sandbox.books import totals
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.table import Row, fold
from atom_xero_plugin.sandbox.books.totals import NO_TAX, ZERO

ONE: Final = Decimal("1.0000")
RECALCULATED_BY: Final = ("Quantity", "UnitAmount", "LineAmount", "DiscountRate", "DiscountAmount", "TaxType",
                          "AccountCode", "ItemCode")  # fmt: skip
"""Fields of a line that make Xero work its tax out again when they are sent without a tax amount."""


def tax_percent(books: Books, tax_type: str | None) -> Decimal:
    """The percentage of a tax type; none for one that does not exist."""
    row = books["TaxRates"].rows.get(tax_type or "NONE")
    return ZERO if row is None else row["EffectiveRate"]


def line_row(
    books: Books, sent: Row, stored: Row | None, *, sale: bool, taxed: bool, places: int, default_tax: bool = True
) -> Row:
    """One line, filled up from its item and account.

    Args:
        books: Where items, accounts and tax rates are.
        sent: The fields that were sent.
        stored: The line it changes, when its `LineItemID` was sent: what is not sent stays.
        sale: Whether the item's sales side counts, or its purchase side.
        taxed: False under `NoTax`.
        places: Decimals of the unit price, 2 or 4 (`unitdp=4`).
        default_tax: Whether a line that names no tax type takes that of its item or account.
    """
    line: Row = dict(stored) if stored is not None else {}
    if stored is not None and not any(name in sent for name in RECALCULATED_BY):
        line.update(sent)
    else:
        line.pop("TaxAmount", None)
        line.update(sent)
        _fill_from_item(books, line, sent, sale=sale)
        _fill_from_account(books, line, stored)
        if not default_tax and not sent.get("TaxType"):
            line["TaxType"] = None if stored is None else stored.get("TaxType")
        _fill_amounts(line, sent, places)
    if _is_worth_nothing(line):
        for name in ("AccountCode", "AccountID", "TaxType", "TaxAmount"):  # Xero drops them: xero-php issue 660
            line.pop(name, None)
    elif not taxed:
        line["TaxType"] = "NONE"
        line.pop("TaxAmount", None)
    line.setdefault("Tracking", [])
    if "LineItemID" not in line or stored is None:
        line["LineItemID"] = books.new_id()
    return line


def _is_worth_nothing(line: Row) -> bool:
    """Whether quantity times price is nothing; a line of words only has neither, one discounted away has both."""
    return "UnitAmount" in line and not totals.gross_of(line)


def _fill_from_item(books: Books, line: Row, sent: Row, *, sale: bool) -> None:
    code = sent.get("ItemCode")
    item = books["Items"].find("code", fold(code)) if code else None
    if item is None:
        return
    details: Row = item.get("SalesDetails" if sale else "PurchaseDetails") or {}
    words = item.get("Description" if sale else "PurchaseDescription")
    stocked = None if sale else item.get("InventoryAssetAccountCode")
    line["Item"] = {"ItemID": item["ItemID"], "Name": item.get("Name"), "Code": item["Code"]}
    for name, value in (
        ("Description", words),
        ("UnitAmount", details.get("UnitPrice")),
        ("AccountCode", stocked or details.get("AccountCode")),
        ("TaxType", details.get("TaxType")),
    ):
        if value is not None and name not in sent and not (name == "UnitAmount" and "LineAmount" in sent):
            line[name] = value


def _fill_from_account(books: Books, line: Row, stored: Row | None) -> None:
    code = line.get("AccountCode")
    account = books["Accounts"].find("code", fold(code)) if code else None
    if account is None:
        line.pop("AccountID", None)
        return
    line["AccountID"] = account["AccountID"]
    if "TaxType" not in line or (stored is not None and stored.get("AccountCode") != code and line["TaxType"] is None):
        line["TaxType"] = account.get("TaxType") or "NONE"


def _fill_amounts(line: Row, sent: Row, places: int) -> None:
    if "UnitAmount" not in line and "LineAmount" not in sent and "Quantity" not in line:
        return
    quantity: Decimal = totals.four(line.get("Quantity", ONE))
    line["Quantity"] = quantity
    if "UnitAmount" not in line or ("LineAmount" in sent and "UnitAmount" not in sent):
        amount = sent.get("LineAmount", ZERO)
        line["UnitAmount"] = totals.four(amount / quantity) if quantity else ZERO
    elif places == 4:
        line["UnitAmount"] = totals.four(line["UnitAmount"])
    else:
        line["UnitAmount"] = totals.cents(line["UnitAmount"])
    if sent.get("DiscountRate") is not None:
        line.pop("DiscountAmount", None)
    elif sent.get("DiscountAmount") is not None:
        line.pop("DiscountRate", None)


def fill_lines(
    books: Books, row: Row, sent: list[Row] | None, *, sale: bool, places: int = 4, default_tax: bool = True
) -> None:
    """Replace the lines of a document by those sent (None keeps them) and work its totals out."""
    stored: list[Row] = row.get("LineItems") or []
    taxed = row["LineAmountTypes"] != NO_TAX
    if sent is None:
        lines = [dict(line) for line in stored]
        for line in lines:
            line.pop("TaxAmount", None)
    else:
        known = {line["LineItemID"]: line for line in stored} if stored else {}
        lines = [
            line_row(
                books,
                line,
                known.get(line.get("LineItemID", "")),
                sale=sale,
                taxed=taxed,
                places=places,
                default_tax=default_tax,
            )
            for line in sent
        ]
    sums = totals.compute(lines, row["LineAmountTypes"], partial(tax_percent, books))
    row["LineItems"] = lines
    row["SubTotal"], row["TotalTax"], row["Total"] = sums.sub_total, sums.total_tax, sums.total
    row["IsDiscounted"] = bool(sums.discount)
    row["TotalDiscount"] = sums.discount or None
