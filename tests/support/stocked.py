"""A tracked item in the sandbox's books, and bills that bring it in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from atom_xero_plugin.sandbox.resources.invoices_rows import add_invoice
from atom_xero_plugin.sandbox.resources.items import add_item
from atom_xero_plugin.testing import House


def put_tracked(house: House, code: str, *, bought: int = 0, unit_amount: str = "40.00") -> dict[str, Any]:
    """Add a tracked item, and an approved bill that buys so many; the item's row."""
    books = house.sandbox.organisations[house.organisation]
    item = add_item(
        books,
        Code=code,
        InventoryAssetAccountCode="630",
        SalesDetails={"UnitPrice": Decimal("90.00"), "AccountCode": "200", "TaxType": "OUTPUT2"},
        PurchaseDetails={"UnitPrice": Decimal(unit_amount), "COGSAccountCode": "310", "TaxType": "INPUT2"},
    )
    if bought:
        line = {"ItemCode": code, "Description": code, "Quantity": Decimal(bought)}
        add_invoice(books, {"Type": "ACCPAY", "Status": "AUTHORISED", "LineItems": [line],
                            "Contact": next(iter(books["Contacts"].rows.values()))})  # fmt: skip
    return item
