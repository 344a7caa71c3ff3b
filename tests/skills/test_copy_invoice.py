"""What copy_invoice promises."""

from __future__ import annotations

from decimal import Decimal

import pytest
from support.asking import change, done, plan, refused, row, rows

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
LINES = [
    {"description": "Posters", "quantity": "3", "unit_amount": "33.3333", "account": "200", "discount_percent": "10"},
    {"description": "As agreed on the phone"},
]


@pytest.mark.parametrize("amounts_are", ["exclusive", "inclusive", "no_tax"])
async def test_a_copy_is_a_draft_of_today_that_comes_to_the_same(house: House, amounts_are: str) -> None:
    """With a new number, and no payments; the first stays as it is."""
    first = (
        await done(house, "create_invoice", contact="Kauri Grove Cafe", lines=LINES, amounts_are=amounts_are,
                   reference="PO 1", date="2026-05-01", due_in_days=7, approve=True)
    )["invoice"]  # fmt: skip
    await done(house, "record_payment", invoice=first["number"], account="090")
    before = dict(row(house, "Invoices", InvoiceID=first["id"]))
    copy = (await done(house, "copy_invoice", invoice=first["number"], due_date="2026-07-20"))["invoice"]

    same = ("net", "tax", "total", "reference", "contact", "kind", "amounts_are")
    assert {name: copy[name] for name in same} == {name: first[name] for name in same}
    assert (copy["status"], copy["date"], copy["due_date"]) == ("draft", "2026-06-16", "2026-07-20")
    assert copy["number"] != first["number"]
    assert row(house, "Invoices", InvoiceID=first["id"]) == before


async def test_a_tax_that_a_person_corrected_by_a_cent_is_copied(house: House) -> None:
    """An invoice keeps the tax that it is sent."""
    made = (await done(house, "create_invoice", contact="Kauri Grove Cafe", lines=LINES))["invoice"]
    stored = row(house, "Invoices", InvoiceID=made["id"])
    line = {**stored["LineItems"][0], "TaxAmount": stored["LineItems"][0]["TaxAmount"] + 1}
    change(house, "Invoices", stored, LineItems=[line, *stored["LineItems"][1:]], TotalTax=stored["TotalTax"] + 1,
           Total=stored["Total"] + 1)  # fmt: skip
    copy = (await done(house, "copy_invoice", invoice=made["id"]))["invoice"]

    assert Decimal(copy["total"]["amount"]) == Decimal(made["total"]["amount"]) + 1


async def test_a_bill_is_copied_for_another_supplier_without_its_number(house: House) -> None:
    """The number is the supplier's, and another invoice has another; one that is voided is copied too."""
    line = {"description": "Power", "unit_amount": "10.00", "account": "445"}
    bill = (await done(house, "create_bill", contact="Capital Power", bill_number="CP-1", lines=[line]))["invoice"]
    await done(house, "void_invoice", invoice=bill["id"])
    copy = (await done(house, "copy_invoice", invoice=bill["id"], contact="Ngaio Travel"))["invoice"]

    assert (copy["kind"], copy.get("number"), copy["contact"]["name"]) == ("bill", None, "Ngaio Travel")


async def test_the_plan_says_what_is_copied_for_whom(house: House) -> None:
    """One sentence."""
    proposed = await plan(house, "copy_invoice", invoice="INV-0151", contact="Kauri Grove Cafe")

    assert proposed["summary"].startswith("Copy the sales invoice INV-0151 to")
    assert "to a new draft for Kauri Grove Cafe over NZD" in proposed["summary"]


async def test_what_xero_takes_no_more_is_refused(house: House) -> None:
    """An archived account, and a number that is taken."""
    account = rows(house, "Accounts", Code="200")[0]
    taken = await refused(house, "copy_invoice", invoice="INV-0151", number="INV-0150")
    change(house, "Accounts", account, Status="ARCHIVED")
    error = await refused(house, "copy_invoice", invoice="INV-0151")

    assert (error["code"], taken["code"]) == ("conflict", "conflict")


async def test_it_is_undone_by_deleting_the_copy(house: House) -> None:
    """The way back that its plan names."""
    answer = await house.do("copy_invoice", invoice="INV-0151", number="COPY-1")
    waits = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()

    assert (await house.carry_out(waits["plan"]))["success"] is True
    assert row(house, "Invoices", InvoiceNumber="COPY-1")["Status"] == "DELETED"
