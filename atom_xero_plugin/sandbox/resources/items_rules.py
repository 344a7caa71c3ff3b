"""What refuses an item: its code, its accounts and tax types, and what a tracked one needs.

Source: developer.xero.com, Items. Where no words of Xero's are known, the comment says so.
"""

from __future__ import annotations

from typing import Final

from atom_xero_plugin.sandbox.api.request_body import field_of, too_long
from atom_xero_plugin.sandbox.books import stock
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.chart_of_accounts import NO_DOCUMENT_LINES
from atom_xero_plugin.sandbox.books.table import Row, fold

_LIMITS: Final = {"Code": 30, "Name": 50, "Description": 4000, "PurchaseDescription": 4000}
SIDES: Final = ("SalesDetails", "PurchaseDetails")
# The words of the five that follow are not verified.
NO_COST_ACCOUNT: Final = "A tracked item needs a COGSAccountCode in its PurchaseDetails"
ONLY_TRACKED: Final = "COGSAccountCode can only be set on a tracked item, which has an InventoryAssetAccountCode"
NO_PURCHASE_ACCOUNT: Final = "AccountCode cannot be set in the PurchaseDetails of a tracked item"
USED_SINCE: Final = "An item that transactions use cannot be changed between tracked and untracked"
USED: Final = "Item '{}' is tracked and transactions use it, so it cannot be deleted"


def check(books: Books, sent: Row, existing: Row | None) -> list[str]:
    """What is wrong with an item as it was sent."""
    problems = too_long(sent, _LIMITS)
    code: str = field_of("Code", sent, existing, "")
    if not code.strip():
        return [*problems, "Item code must be specified"]
    taken = books["Items"].find("code", fold(code))
    if taken is not None and taken is not existing:
        problems.append(f"Price List Item with Code '{code}' already exists")
    for side in SIDES:
        problems += _check_side(books, sent.get(side, {}))
    return problems + _check_tracking(books, sent, existing)


def _check_side(books: Books, details: Row) -> list[str]:
    problems = [
        f"Account code '{code}' is not a valid code for this document."
        for name in ("AccountCode", "COGSAccountCode")
        if (code := details.get(name)) and not _takes_lines(books, code)
    ]
    rate = details.get("TaxType")
    if rate and (rate not in books["TaxRates"].rows or books["TaxRates"].rows[rate]["Status"] != "ACTIVE"):
        problems.append(f"The TaxType code {rate} does not exist or cannot be used for this type of transaction.")
    return problems


def _takes_lines(books: Books, code: str) -> bool:
    account = books["Accounts"].find("code", fold(code))
    if account is None or account["Status"] != "ACTIVE" or account["Type"] == "BANK":
        return False
    return account.get("SystemAccount") not in NO_DOCUMENT_LINES


def _check_tracking(books: Books, sent: Row, existing: Row | None) -> list[str]:
    """An item is tracked by its inventory account and the account of what sold ones cost; its use fixes that."""
    tracked = field_of("InventoryAssetAccountCode", sent, existing)
    bought: Row = field_of("PurchaseDetails", sent, existing, {})
    was = existing is not None and existing["IsTrackedAsInventory"]
    if existing is not None and bool(tracked) != was and stock.is_named(books, existing):
        return [USED_SINCE]
    if not tracked:
        return [ONLY_TRACKED] if bought.get("COGSAccountCode") and not was else []
    problems = (
        [] if bought.get("COGSAccountCode") and field_of("IsPurchased", sent, existing, True) else [NO_COST_ACCOUNT]
    )
    account = books["Accounts"].find("code", fold(tracked))
    if account is None or account["Type"] != "INVENTORY" or account["Status"] != "ACTIVE":
        problems.append(f"Account code '{tracked}' is not a valid code for this document.")
    return [*problems, NO_PURCHASE_ACCOUNT] if bought.get("AccountCode") else problems
