"""What create_bill promises."""

from __future__ import annotations

from decimal import Decimal

import pytest
from support.asking import LINE, done, paths, plan, refused, row, warned

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
POWER = {**LINE, "description": "Electricity, May", "account": "445"}


async def test_a_bill_is_in_the_books_with_the_suppliers_number(house: House) -> None:
    """As a draft."""
    made = (
        await done(house, "create_bill", contact="Capital Power", lines=[POWER], bill_number="88-1", due_in_days=7)
    )["invoice"]

    stored = row(house, "Invoices", InvoiceID=made["id"])
    assert (stored["Type"], stored["Status"], stored["InvoiceNumber"]) == ("ACCPAY", "DRAFT", "88-1")
    assert stored["Total"] == Decimal("345.00")
    assert (made["kind"], made["due_date"]) == ("bill", "2026-06-23")


async def test_an_approved_bill_awaits_payment(house: House) -> None:
    """With approve."""
    made = await done(house, "create_bill", contact="Capital Power", lines=[POWER], due_in_days=7, approve=True)

    assert made["invoice"]["status"] == "awaiting_payment"


async def test_the_same_bill_entered_twice_is_warned_of(house: House) -> None:
    """By the supplier's number, however it is written: bills are paid twice that way."""
    await done(house, "create_bill", contact="Capital Power", lines=[POWER], bill_number="INV 0042", due_in_days=7)

    again = await plan(
        house, "create_bill", contact="Capital Power", lines=[POWER | {"quantity": "3"}], bill_number="inv-42",
        due_in_days=7,
    )  # fmt: skip

    assert "possible_duplicate" in warned(again)


async def test_a_bill_without_a_due_date_cannot_be_approved(house: House) -> None:
    """Unless the supplier has payment terms."""
    error = await refused(house, "create_bill", contact="Ngaio Travel", lines=[POWER], approve=True)

    assert (error["code"], paths(error)) == ("invalid_arguments", ["/due_date"])


async def test_a_due_date_before_the_bills_own_is_warned_of(house: House) -> None:
    """It is probably a slip."""
    proposed = await plan(
        house, "create_bill", contact="Capital Power", lines=[POWER], date="2026-06-30", due_date="2026-06-20"
    )

    assert "due_before_date" in warned(proposed)


async def test_undo_deletes_the_draft(house: House) -> None:
    """By a plan of its own."""
    answer = await house.do("create_bill", contact="Capital Power", lines=[POWER], due_in_days=7)
    undo = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()

    assert (await house.carry_out(undo["plan"]))["success"] is True
    assert row(house, "Invoices", InvoiceID=answer["result"]["invoice"]["id"])["Status"] == "DELETED"


async def test_a_bill_and_its_files_are_one_plan(house: House) -> None:
    """The files are attached once the bill is there, and the plan shows both."""
    asked = {"contact": "Capital Power", "lines": [POWER], "due_in_days": 7, "files": ["receipt.pdf"]}
    proposed = await plan(house, "create_bill", **asked)
    answer = await house.carry_out(proposed)

    assert "receipt.pdf" in proposed["summary"]
    assert [file["name"] for file in proposed["after"]["files"]] == ["receipt.pdf"]
    assert answer["result"]["invoice"]["has_attachments"] is True
    assert [file["name"] for file in answer["result"]["attached"]] == ["receipt.pdf"]
    books = house.sandbox.organisations[house.organisation]
    assert list(books.files[answer["result"]["invoice"]["id"]]) == ["receipt.pdf"]


async def test_a_file_that_xero_refuses_leaves_the_bill_and_is_named(house: House) -> None:
    """What is there is reported, and how to add what is missing; nobody is sent to enter the bill again."""
    proposed = await plan(house, "create_bill", contact="Capital Power", lines=[POWER], files=["receipt.pdf"])
    house.sandbox.faults.add(kind="status", status=400, match="/Attachments/", method="PUT", times=1)
    answer = await house.carry_out(proposed)

    assert (answer["error"]["code"], answer["error"]["may_have_written"]) == ("partly_done", True)
    assert "attach receipt.pdf: not done" in answer["error"]["message"]
    assert "another record" in answer["error"]["hint"]


async def test_no_file_is_sent_for_a_bill_that_xero_refuses(house: House) -> None:
    """There is nothing to attach it to."""
    proposed = await plan(house, "create_bill", contact="Capital Power", lines=[POWER], files=["receipt.pdf"])
    house.sandbox.faults.add(kind="status", status=400, match="/Invoices", method="PUT", times=1)
    answer = await house.carry_out(proposed)

    assert (answer["success"], answer["error"]["may_have_written"]) == (False, False)
    assert not any("Attachments" in call for call in house.sandbox.requests.counts)
