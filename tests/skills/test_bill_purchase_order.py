"""What bill_purchase_order promises."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from support.asking import change, done, plan, refused, row, rows, warned

from atom_xero_plugin.sandbox.resources.currencies import add_currency
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
LINES = [
    {"description": "Paper", "quantity": "3", "unit_amount": "33.3333", "account": "310", "discount_percent": "10"},
    {"description": "As agreed on the phone"},
    {"description": "Ink", "quantity": "2", "unit_amount": "9.99", "account": "445", "discount_percent": "5"},
    {"description": "Stand", "quantity": "7", "unit_amount": "10.01", "account": "310", "discount_percent": "33"},
]


async def approved(house: House, **more: Any) -> dict[str, Any]:
    order: dict[str, Any] = (
        await done(house, "create_purchase_order", contact="Capital Power", approve=True, **{"lines": LINES, **more})
    )["purchase_order"]
    return order


@pytest.mark.parametrize("amounts_are", ["exclusive", "inclusive", "no_tax"])
async def test_the_bill_comes_to_the_same_and_the_order_is_billed(house: House, amounts_are: str) -> None:
    """To the cent, though bills have no discounts; the bill is a draft that has the order's number."""
    order = await approved(house, amounts_are=amounts_are)
    answer = await done(house, "bill_purchase_order", purchase_order=order["number"])
    bill = row(house, "Invoices", InvoiceID=answer["bill"]["id"])

    assert {name: answer["bill"][name] for name in ("net", "tax", "total")} == {
        name: order[name] for name in ("net", "tax", "total")
    }
    assert (bill["Type"], bill["Status"], bill["InvoiceNumber"]) == ("ACCPAY", "DRAFT", order["number"])
    assert [line["Description"] for line in bill["LineItems"]] == [line["description"] for line in LINES]
    assert not any(line.get("DiscountRate") for line in bill["LineItems"])
    assert answer["purchase_order"]["status"] == "billed"


async def test_the_suppliers_number_is_the_bills_and_a_line_names_the_order(house: House) -> None:
    """With the days that are given."""
    answer = await done(
        house, "bill_purchase_order", purchase_order="PO-0003", bill_number="CP-9", date="2026-06-10",
        due_date="2026-07-20",
    )  # fmt: skip
    bill = answer["bill"]

    assert (bill["number"], bill["date"], bill["due_date"]) == ("CP-9", "2026-06-10", "2026-07-20")
    assert bill["lines"][0]["description"] == "Purchase order PO-0003"
    assert bill["total"]["amount"] == "1077.78"


async def test_the_plan_shows_both_and_says_what_stays(house: House) -> None:
    """One plan of two steps."""
    proposed = await plan(house, "bill_purchase_order", purchase_order="PO-0002")

    assert proposed["after"]["purchase_order"] == {"number": "PO-0002", "status": "billed"}
    assert proposed["after"]["status"] == "draft"
    assert "no_undo" in warned(proposed)


async def test_an_order_that_is_not_approved_or_billed_already_is_refused(house: House) -> None:
    """Nothing is sent."""
    draft = await refused(house, "bill_purchase_order", purchase_order="PO-0005")
    billed = await refused(house, "bill_purchase_order", purchase_order="PO-0001")

    assert "approve_purchase_order" in draft["hint"]
    assert billed["hint"] == "Nothing needs to be done."


async def test_a_bill_of_the_number_that_is_there_already_stops_it(house: House) -> None:
    """It may be the order's own; no second one is made."""
    line = {"description": "Power", "unit_amount": "10.00", "account": "445"}
    await done(house, "create_bill", contact="Capital Power", bill_number="PO-0003", lines=[line])
    for number in (None, "CP-77"):
        given = {"bill_number": number} if number else {}
        error = await refused(house, "bill_purchase_order", purchase_order="PO-0003", **given)
        assert (error["code"], "mark_purchase_order" in error["hint"]) == ("conflict", True)


async def test_an_order_that_changed_meanwhile_makes_no_bill(house: House) -> None:
    """The first step is not sent either."""
    proposed = await plan(house, "bill_purchase_order", purchase_order="PO-0002")
    house.sandbox.clock.advance(60)
    change(house, "PurchaseOrders", row(house, "PurchaseOrders", PurchaseOrderNumber="PO-0002"), Reference="by hand")
    bills = len(rows(house, "Invoices"))
    await house.dispatch.approve(proposed["id"], proposed["hash"], house.person)
    answer = (await house.dispatch.execute(proposed["id"], house.person)).plain()

    assert answer["error"]["code"] == "plan_stale"
    assert answer["error"]["may_have_written"] is False
    assert len(rows(house, "Invoices")) == bills


async def test_a_refusal_between_the_two_says_that_the_bill_is_there(house: House) -> None:
    """Both fates are listed, it may have written, and undoing voids the bill."""
    house.sandbox.faults.add(kind="status", status=400, method="POST", match="PurchaseOrders/", times=1)
    answer = await house.do("bill_purchase_order", purchase_order="PO-0002")
    error = answer["error"]

    assert error["may_have_written"] is True
    assert [field["message"].partition(": ")[2][:8] for field in error["fields"][:2]] == ["done", "not done"]
    assert "still there" in error["hint"]
    waits = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    assert (await house.carry_out(waits["plan"]))["success"] is True
    assert row(house, "Invoices", InvoiceNumber="PO-0002")["Status"] == "DELETED"


async def test_it_is_undone_by_deleting_the_draft_bill(house: House) -> None:
    """The order stays billed, as the plan said."""
    answer = await house.do("bill_purchase_order", purchase_order="PO-0002")
    waits = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    assert (await house.carry_out(waits["plan"]))["success"] is True

    assert row(house, "Invoices", InvoiceNumber="PO-0002")["Status"] == "DELETED"
    assert row(house, "PurchaseOrders", PurchaseOrderNumber="PO-0002")["Status"] == "BILLED"


async def test_an_archived_account_or_supplier_stops_it(house: House) -> None:
    """Xero would take neither."""
    account = next(each for each in rows(house, "Accounts", Code="445"))
    change(house, "Accounts", account, Status="ARCHIVED")
    error = await refused(house, "bill_purchase_order", purchase_order="PO-0003")
    supplier = row(house, "PurchaseOrders", PurchaseOrderNumber="PO-0002")["Contact"]
    change(house, "Contacts", supplier, ContactStatus="ARCHIVED")
    other = await refused(house, "bill_purchase_order", purchase_order="PO-0002")

    assert (error["code"], other["code"]) == ("conflict", "conflict")


async def test_an_order_of_another_currency_makes_a_bill_of_it(house: House) -> None:
    """At Xero's rate of the bill's day."""
    order = row(house, "PurchaseOrders", PurchaseOrderNumber="PO-0002")
    add_currency(house.sandbox.organisations[house.organisation], "AUD")
    change(house, "PurchaseOrders", order, CurrencyCode="AUD", CurrencyRate=order["CurrencyRate"] / 2)
    day = house.runtime.clock.now().date() - timedelta(days=1)
    bill = (await done(house, "bill_purchase_order", purchase_order="PO-0002", date=str(day)))["bill"]

    assert (bill["total"]["currency"], bill["total"]["amount"]) == ("AUD", "429.48")
