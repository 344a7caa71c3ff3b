"""What find_linked_transactions promises."""

from __future__ import annotations

from typing import Any

import pytest
from support.asking import result, rows

from atom_xero_plugin.sandbox.resources.linked_transactions import add_link
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def found(house: House, **arguments: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await result(house, "find_linked_transactions", **arguments))["items"]
    return items


async def test_costs_are_found_by_customer_bill_invoice_and_status(house: House) -> None:
    """The status follows from the bill and the invoice."""
    books = house.sandbox.organisations[house.organisation]
    (waiting,) = rows(house, "LinkedTransactions")
    bill = next(each for each in rows(house, "Invoices", Type="ACCPAY") if each["Status"] in {"AUTHORISED", "PAID"})
    invoice = next(each for each in rows(house, "Invoices", Type="ACCREC") if each["Status"] == "PAID")
    billed = add_link(books, bill, bill["LineItems"][0], contact=invoice["Contact"], target=invoice)

    ways = {
        "all": await found(house),
        "status": await found(house, status="billed"),
        "invoice": await found(house, invoice=invoice["InvoiceID"]),
        "contact": await found(house, contact=waiting["ContactID"]),
        "bill": await found(house, bill=bill["InvoiceID"]),
    }

    assert len(ways["all"]) == 2
    assert [each["id"] for each in ways["status"]] == [billed["LinkedTransactionID"]]
    assert [each["id"] for each in ways["invoice"]] == [billed["LinkedTransactionID"]]
    assert waiting["LinkedTransactionID"] in [each["id"] for each in ways["contact"]]
    assert billed["LinkedTransactionID"] in [each["id"] for each in ways["bill"]]
    assert (ways["status"][0]["cost"], ways["status"][0]["invoice_id"]) == ("bill", invoice["InvoiceID"])
