"""`/Items` of the sandbox: tracked items, their stock, and dates without an offset."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sandbox.books.conftest import Xero, line

from atom_xero_plugin.sandbox.books.chart_of_accounts import add_account
from atom_xero_plugin.sandbox.books.stock import SHORT
from atom_xero_plugin.sandbox.resources.items_rules import (
    NO_COST_ACCOUNT,
    NO_PURCHASE_ACCOUNT,
    ONLY_TRACKED,
    USED,
    USED_SINCE,
)


@pytest.fixture
def stocked(xero: Xero) -> Xero:
    """With an inventory account, and a tracked item."""
    add_account(xero.books, Code="630", Name="Inventory", Type="INVENTORY")
    add_account(xero.books, Code="311", Name="Cost of Sales", Type="DIRECTCOSTS", TaxType="INPUT2")
    xero.put("Items", tracked()).only()
    return xero


def tracked(**fields: Any) -> dict[str, Any]:
    return {
        "Code": "CHAIR",
        "InventoryAssetAccountCode": "630",
        "PurchaseDetails": {"UnitPrice": 40, "COGSAccountCode": "311"},
        "SalesDetails": {"UnitPrice": 90, "AccountCode": "200"},
        **fields,
    }


def buys(xero: Xero, quantity: int, **fields: Any) -> dict[str, Any]:
    lines = [{"Description": "Chairs", "ItemCode": "CHAIR", "Quantity": quantity}]
    return xero.put("Invoices", xero.invoice_body(Type="ACCPAY", LineItems=lines, **fields)).only()


def sells(xero: Xero, quantity: int, **fields: Any) -> Any:
    lines = [{"Description": "Chairs", "ItemCode": "CHAIR", "Quantity": quantity}]
    return xero.put("Invoices", xero.invoice_body(LineItems=lines, **fields))


def on_hand(xero: Xero) -> tuple[Decimal, Decimal]:
    item = xero.get("Items/CHAIR").only()
    return item["QuantityOnHand"], item["TotalCostPool"]


def test_dates_have_no_offset(xero: Xero) -> None:
    """Recorded of a demo company."""
    assert b"/Date(1781571600000)" in xero.get("Items").raw.replace(b"\\", b"")


def test_bills_add_to_the_stock_and_sales_take_away_at_average_cost(stocked: Xero) -> None:
    """What is bought is booked on the inventory account; a draft moves nothing, a voided bill no longer."""
    bill = buys(stocked, 4)
    dearer = [{"Description": "Chairs", "ItemCode": "CHAIR", "Quantity": 4, "UnitAmount": 60}]
    stocked.put("Invoices", stocked.invoice_body(Type="ACCPAY", LineItems=dearer))
    sells(stocked, 3, Status="DRAFT")
    assert on_hand(stocked) == (8, 400)

    sells(stocked, 3)
    assert on_hand(stocked) == (5, 250)
    assert bill["LineItems"][0]["AccountCode"] == "630"

    stocked.post(f"Invoices/{bill['InvoiceID']}", {"Status": "VOIDED"})
    assert on_hand(stocked)[0] == 1


def test_more_than_there_is_cannot_be_sold(stocked: Xero) -> None:
    """By an approved invoice or money received; a draft may wait for stock."""
    buys(stocked, 2)
    received = {
        "Type": "RECEIVE",
        "BankAccount": {"Code": "090"},
        "Contact": {"ContactID": stocked.contact["ContactID"]},
        "LineItems": [{"Description": "x", "ItemCode": "CHAIR", "Quantity": 3}],
    }

    assert sells(stocked, 3).messages() == [SHORT.format("CHAIR")]
    assert stocked.put("BankTransactions", received).messages() == [SHORT.format("CHAIR")]
    assert sells(stocked, 3, Status="DRAFT").status == 200
    assert sells(stocked, 2).status == 200


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"PurchaseDetails": {"UnitPrice": 1}}, NO_COST_ACCOUNT),
        ({"IsPurchased": False}, NO_COST_ACCOUNT),
        ({"InventoryAssetAccountCode": "200"}, "Account code '200' is not a valid code for this document."),
        ({"PurchaseDetails": {"COGSAccountCode": "311", "AccountCode": "400"}}, NO_PURCHASE_ACCOUNT),
        ({"SalesDetails": {"AccountCode": "090"}}, "Account code '090' is not a valid code for this document."),
        ({"InventoryAssetAccountCode": None}, ONLY_TRACKED),
    ],
)
def test_what_breaks_a_rule_of_items_is_refused(stocked: Xero, fields: dict[str, Any], message: str) -> None:
    """A tracked item has an inventory account and one for what sold ones cost."""
    assert message in stocked.put("Items", tracked(Code="LAMP", **fields)).messages()


def test_whether_it_is_tracked_follows_from_its_account(stocked: Xero) -> None:
    """Writing the flag does nothing: xero-php issue 498."""
    made = stocked.put("Items", {"Code": "LAMP", "IsTrackedAsInventory": True}).only()

    assert made["IsTrackedAsInventory"] is False
    assert stocked.get("Items/CHAIR").only()["IsTrackedAsInventory"] is True


def test_the_use_of_an_item_fixes_whether_it_is_tracked(stocked: Xero) -> None:
    """And a tracked one that was used stays, be it in a voided document."""
    buys(stocked, 1)
    stocked.invoice(LineItems=[line(ItemCode="DESK")])

    assert stocked.post("Items/CHAIR", {"InventoryAssetAccountCode": ""}).messages() == [USED_SINCE]
    desk = {"InventoryAssetAccountCode": "630", "PurchaseDetails": {"COGSAccountCode": "311"}}
    assert stocked.post("Items/DESK", desk).messages() == [USED_SINCE]
    assert stocked.call("DELETE", "Items/CHAIR").messages() == [USED.format("CHAIR")]
    assert stocked.call("DELETE", "Items/DESK").status == 204
