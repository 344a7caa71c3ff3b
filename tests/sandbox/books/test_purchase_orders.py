"""Purchase orders: where a status may go, which numbers are taken, and what they never do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from atom_xero_plugin.sandbox.resources.contacts_rows import add_contact
from atom_xero_plugin.sandbox.resources.contacts_rules import UNIDENTIFIED
from atom_xero_plugin.sandbox.resources.outcomes import NOWHERE
from atom_xero_plugin.sandbox.resources.purchase_orders import (
    BAD_MOVE,
    DELETED,
    MOVES,
    NO_UNIT,
    NOT_MODIFIABLE,
    NOT_SENT,
    NOT_UNIQUE,
)

if TYPE_CHECKING:
    from sandbox.books.conftest import Xero

WAYS = {"DRAFT": (), "SUBMITTED": ("SUBMITTED",), "AUTHORISED": ("AUTHORISED",), "BILLED": ("AUTHORISED", "BILLED"),
        "DELETED": ("DELETED",)}  # fmt: skip
"""How a person brings a new order into each status."""


def body(xero: Xero, **fields: Any) -> dict[str, Any]:
    """What makes an order of 100.00 and 15.00 tax."""
    line = {"Description": "Paper", "Quantity": 2, "UnitAmount": 50, "AccountCode": "400"}
    usual = {"Contact": {"ContactID": xero.contact["ContactID"]}, "LineItems": [line]}
    return {name: value for name, value in {**usual, **fields}.items() if value is not None}


def order(xero: Xero, **fields: Any) -> dict[str, Any]:
    """An order of 100.00, as the books answer it."""
    return xero.put("PurchaseOrders", body(xero, **fields)).only()


def change(xero: Xero, made: dict[str, Any], **fields: Any) -> Any:
    """A change of an order by its address."""
    return xero.post(f"PurchaseOrders/{made['PurchaseOrderID']}", fields)


def in_status(xero: Xero, status: str) -> dict[str, Any]:
    """An order in a status, reached as a person would."""
    made = order(xero)
    for step in WAYS[status]:
        made = change(xero, made, Status=step).only()
    return made


def test_a_new_order_is_a_draft_with_the_next_number_and_the_tax_of_its_account(xero: Xero) -> None:
    """Unlike a quote."""
    made = order(xero)

    assert (made["Status"], made["PurchaseOrderNumber"], made["Type"]) == ("DRAFT", "PO-0001", "PURCHASEORDER")
    assert (made["SubTotal"], made["TotalTax"], made["Total"]) == (100, 15, 115)
    (line,) = made["LineItems"]
    assert (line["TaxType"], bool(line["AccountID"])) == ("INPUT2", True)
    assert order(xero)["PurchaseOrderNumber"] == "PO-0002"
    assert made["DateString"] == "2026-06-16T00:00:00"


@pytest.mark.parametrize(
    ("fields", "messages"),
    [
        ({"Contact": None}, ["A Contact must be specified for this type of transaction"]),
        ({"Contact": {"Name": "Nobody Known"}}, [UNIDENTIFIED]),
        ({"LineItems": []}, ["One or more line items must be specified"]),
        ({"LineItems": [{"Description": "x", "Quantity": 2}]}, [NO_UNIT]),
        ({"Status": "VOIDED"}, ["The status 'VOIDED' cannot be applied to the document"]),
        ({"Status": "DELETED"}, [BAD_MOVE]),
        ({"SentToContact": True}, [NOT_SENT]),
        ({"CurrencyCode": "EUR"}, ["Organisation is not subscribed to currency EUR"]),
        ({"DeliveryInstructions": "x" * 501},
         ["Delivery Instructions is too long. Maximum of 500 characters allowed"]),
        ({"Status": "AUTHORISED", "LineItems": [{"UnitAmount": 1}]}, ["Description must be specified"]),
        ({"LineItems": [{"Description": "x", "UnitAmount": 1, "AccountCode": "999"}]},
         ["Account code '999' is not a valid code for this document."]),
    ],
)  # fmt: skip
def test_what_a_new_order_lacks_or_has_too_much_is_refused(
    xero: Xero, fields: dict[str, Any], messages: list[str]
) -> None:
    """In Xero's shape; nothing is kept, and no contact is made of a name."""
    contacts = len(xero.books["Contacts"].rows)

    assert xero.put("PurchaseOrders", body(xero, **fields)).messages() == messages
    assert xero.get("PurchaseOrders").records() == []
    assert len(xero.books["Contacts"].rows) == contacts


def test_a_line_of_words_alone_and_a_discount_are_taken(xero: Xero) -> None:
    """By a rate; an amount off is ignored."""
    paper = {"Description": "Paper", "Quantity": 1, "UnitAmount": 100, "AccountCode": "400", "DiscountRate": 10}
    ink = {"Description": "Ink", "Quantity": 1, "UnitAmount": 10, "AccountCode": "400", "DiscountAmount": 5}
    lines = [{"Description": "As agreed"}, paper, ink]
    made = order(xero, LineItems=lines)

    assert (made["SubTotal"], made["TotalDiscount"], made["IsDiscounted"]) == (100, 10, True)
    assert "LineAmount" not in made["LineItems"][0]


def test_a_new_order_may_be_billed_at_once(xero: Xero) -> None:
    """As recorded."""
    assert order(xero, Status="BILLED")["Status"] == "BILLED"


@pytest.mark.parametrize("status", MOVES)
def test_only_known_moves_of_status_are_made(xero: Xero, status: str) -> None:
    """BILLED may be deleted; nothing comes out of deleted."""
    for requested in MOVES:
        made = in_status(xero, status)
        answer = change(xero, made, Status=requested)
        if requested in MOVES[status]:
            assert answer.only()["Status"] == requested
        else:
            final = [DELETED] if status == "DELETED" else []
            expected = final if requested == "DELETED" else [BAD_MOVE, *final]
            assert answer.messages() == expected
            assert xero.get(f"PurchaseOrders/{made['PurchaseOrderID']}").only()["Status"] == status


def test_a_change_keeps_what_it_does_not_name(xero: Xero) -> None:
    """Lines without their ids are made again."""
    made = order(xero, Reference="R", DeliveryAddress="12 Quay Street", DeliveryDate="2026-06-30")
    moved = change(xero, made, Status="AUTHORISED").only()
    again = change(xero, made, LineItems=body(xero)["LineItems"]).only()

    kept = ("PurchaseOrderNumber", "Reference", "DeliveryAddress", "DeliveryDateString", "LineItems", "Total")
    assert {name: moved[name] for name in kept} == {name: made[name] for name in kept}
    assert again["LineItems"][0]["LineItemID"] != made["LineItems"][0]["LineItemID"]


def test_a_billed_order_takes_no_other_content(xero: Xero) -> None:
    """It may be sent again as it is."""
    made = in_status(xero, "BILLED")

    assert change(xero, made, Reference="New").messages() == [NOT_MODIFIABLE]
    assert change(xero, made, Status="DELETED", PurchaseOrderNumber="PO-0001").only()["Status"] == "DELETED"


def test_a_post_with_the_number_of_a_live_order_edits_that_order(xero: Xero) -> None:
    """Silently: the trap of numbers that people choose. A PUT is refused."""
    made = order(xero)
    edited = xero.post("PurchaseOrders", body(xero, PurchaseOrderNumber="PO-0001", Reference="Other")).only()

    assert (edited["PurchaseOrderID"], edited["Reference"]) == (made["PurchaseOrderID"], "Other")
    assert xero.put("PurchaseOrders", body(xero, PurchaseOrderNumber="po-0001")).messages() == [NOT_UNIQUE]


def test_a_deleted_order_holds_its_number(xero: Xero) -> None:
    """Both messages, and an id of zeros."""
    made = in_status(xero, "DELETED")
    answer = xero.post(
        "PurchaseOrders", body(xero, PurchaseOrderNumber=made["PurchaseOrderNumber"], Status="SUBMITTED")
    )

    assert answer.messages() == [BAD_MOVE, DELETED]
    assert answer.json["Elements"][0]["PurchaseOrderID"] == NOWHERE
    assert xero.put("PurchaseOrders", body(xero, PurchaseOrderNumber="PO-0001")).messages() == [NOT_UNIQUE]


def test_an_archived_contact_takes_no_order(xero: Xero) -> None:
    """In Xero's words."""
    gone = add_contact(xero.books, Name="Gone", ContactStatus="ARCHIVED")
    (message,) = xero.put("PurchaseOrders", body(xero, Contact={"ContactID": gone["ContactID"]})).messages()

    assert message.startswith("The contact with the specified contact details has been archived.")


def test_lists_filter_by_status_and_day_and_find_one_by_its_number(xero: Xero) -> None:
    """A `where` is ignored; a number stands in the address."""
    order(xero, Date="2026-05-01")
    order(xero, Date="2026-06-01", Status="AUTHORISED")

    def numbers(**query: str) -> list[str]:
        return [each["PurchaseOrderNumber"] for each in xero.get("PurchaseOrders", **query).records()]

    assert numbers(Status="AUTHORISED") == ["PO-0002"]
    assert numbers(DateFrom="2026-04-01", DateTo="2026-05-31") == ["PO-0001"]
    assert numbers(where='PurchaseOrderNumber=="PO-0001"', order="PurchaseOrderNumber DESC") == ["PO-0002", "PO-0001"]
    assert xero.get("PurchaseOrders/po-0002").only()["Status"] == "AUTHORISED"
    assert xero.get("PurchaseOrders/PO-0003").status == 404


def test_it_posts_nothing(xero: Xero) -> None:
    """Not even when it is billed."""
    in_status(xero, "BILLED")

    assert xero.get("Invoices").records() == []
