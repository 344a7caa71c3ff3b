"""What unapprove_invoice promises."""

from __future__ import annotations

from typing import Any

import pytest
from support.asking import LINE, change, done, plan, refused, result, row, rows, warned

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
PDF = b"%PDF-1.4 a receipt"


async def approved(house: House, **more: Any) -> dict[str, Any]:
    invoice: dict[str, Any] = (
        await done(house, "create_invoice", contact="Kauri Grove Cafe", lines=[LINE], date="2026-06-01",
                   due_date="2026-06-20", approve=True, **more)
    )["invoice"]  # fmt: skip
    return invoice


async def notes(house: House, invoice_id: str) -> list[str]:
    found = await result(house, "show_history", kind="invoice", record=invoice_id)
    return [each["text"] for each in found["history"] if each.get("text")]


async def test_a_draft_takes_its_place_and_the_approved_one_is_voided(house: House) -> None:
    """Same contact, days, lines and total; each one's history names the other."""
    first = await approved(house)
    answer = await done(house, "unapprove_invoice", invoice=first["number"])
    draft = answer["draft"]

    same = ("contact", "date", "due_date", "net", "tax", "total", "amounts_are")
    assert {name: draft[name] for name in same} == {name: first[name] for name in same}
    assert (draft["status"], answer["voided"]["status"], answer["voided"]["id"]) == ("draft", "voided", first["id"])
    assert (draft["reference"], answer["files"]) == (f"Replaces {first['number']}", [])
    assert any(first["id"] in each for each in await notes(house, draft["id"]))
    assert any("undoing its approval" in each for each in await notes(house, first["id"]))


async def test_its_files_go_along(house: House) -> None:
    """Byte for byte, and the answer names them; the plan shows them first."""
    first = await approved(house, reference="PO 1")
    for name in ("a.pdf", "b.pdf"):
        (house.runtime.settings.file_folders[0] / name).write_bytes(PDF)
    await done(house, "attach_file", kind="invoice", record=first["id"], files=["a.pdf", "b.pdf"])
    proposed = await plan(house, "unapprove_invoice", invoice=first["id"])
    answer = await done(house, "unapprove_invoice", invoice=first["id"])
    files = house.sandbox.organisations[house.organisation].files[answer["draft"]["id"]]

    assert [each["name"] for each in proposed["after"]["files"]] == ["a.pdf", "b.pdf"]
    assert sorted(answer["files"]) == sorted(files) == ["a.pdf", "b.pdf"]
    assert {each.content for each in files.values()} == {PDF}
    assert answer["draft"]["reference"] == "PO 1"


async def test_a_bill_keeps_the_suppliers_number(house: House) -> None:
    """Numbers of bills may come twice; those of sales invoices may not, which the plan says."""
    line = {"description": "Power", "unit_amount": "10.00", "account": "445"}
    bill = (
        await done(house, "create_bill", contact="Capital Power", bill_number="CP-1", lines=[line], approve=True,
                   due_date="2026-07-20")
    )["invoice"]  # fmt: skip
    answer = await done(house, "unapprove_invoice", invoice=bill["id"])
    sale = await plan(house, "unapprove_invoice", invoice=(await approved(house))["id"])

    assert (answer["draft"]["number"], answer["draft"]["kind"]) == ("CP-1", "bill")
    assert warned(sale) == ["no_undo", "new_number"]
    assert sale["final"] is True


async def test_one_that_is_paid_in_part_a_draft_or_voided_is_refused(house: House) -> None:
    """With what to do first; nothing is sent."""
    first = await approved(house)
    await done(house, "record_payment", invoice=first["number"], account="090", amount="1.00")
    paid = await refused(house, "unapprove_invoice", invoice=first["number"])
    draft = (await done(house, "create_invoice", contact="Kauri Grove Cafe", lines=[LINE]))["invoice"]
    early = await refused(house, "unapprove_invoice", invoice=draft["id"])
    await done(house, "void_invoice", invoice=draft["id"])
    gone = await refused(house, "unapprove_invoice", invoice=draft["id"])

    assert "reverse_payment" in paid["hint"]
    assert ("change_invoice" in early["hint"], "final" in gone["hint"]) == (True, True)


async def test_a_locked_period_stops_it(house: House) -> None:
    """Xero voids nothing there."""
    first = await approved(house)
    lock = row(house, "Invoices", InvoiceID=first["id"])["Date"]
    change(house, "Organisations", row(house, "Organisations"), EndOfYearLockDate=lock)
    house.sandbox.organisations[house.organisation].organisation["EndOfYearLockDate"] = lock
    house.sandbox.clock.advance(2 * 86_400)
    error = await refused(house, "unapprove_invoice", invoice=first["id"])

    assert error["code"] == "conflict"
    assert "closed to everyone" in error["message"]


async def test_a_refusal_to_void_leaves_the_approved_one_and_says_that_the_draft_is_there(house: House) -> None:
    """Never both gone."""
    first = await approved(house)
    house.sandbox.faults.add(kind="status", status=400, method="POST", match=f"Invoices/{first['id']}", times=1)
    error = (await house.do("unapprove_invoice", invoice=first["id"]))["error"]

    assert error["may_have_written"] is True
    assert "still there" in error["hint"]
    assert row(house, "Invoices", InvoiceID=first["id"])["Status"] == "AUTHORISED"
    assert len(rows(house, "Invoices", Reference=f"Replaces {first['number']}")) == 1
