"""What add_note promises."""

from __future__ import annotations

import pytest
from support.asking import done, paths, plan, refused, result, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_a_note_stands_in_the_history_of_its_record_alone(house: House) -> None:
    """With who wrote it, and what else was done."""
    written = await done(house, "add_note", kind="invoice", record="INV-0151", text="Promised to pay\n on Friday.")
    shown = await result(house, "show_history", kind="invoice", record="INV-0151")

    assert written["note"]["what"] == "Note"
    assert written["note"]["text"] == "Promised to pay on Friday."
    assert shown["history"][0] == written["note"]
    books = house.sandbox.organisations[house.organisation]
    assert [line.details for line in books.history[row(house, "Invoices", InvoiceNumber="INV-0151")["InvoiceID"]]] == [
        "Promised to pay on Friday."
    ]


async def test_the_plan_says_that_it_cannot_be_undone(house: House) -> None:
    """Xero neither changes nor deletes a note."""
    proposed = await plan(house, "add_note", kind="contact", record="Capital Power", text="Ask for Rui.")

    assert (proposed["final"], proposed["emails"]) == (True, [])
    assert proposed["after"]["note"] == "Ask for Rui."
    assert "Capital Power" in proposed["summary"]


async def test_the_same_note_can_be_added_twice(house: House) -> None:
    """A second call is a second note: each is found again by when it was written."""
    for _ in range(2):
        house.sandbox.clock.advance(60)
        await done(house, "add_note", kind="quote", record="QU-0002", text="Called.")
    shown = await result(house, "show_history", kind="quote", record="QU-0002")

    assert [line["text"] for line in shown["history"]] == ["Called.", "Called."]


async def test_the_same_note_on_two_records_at_the_same_moment(house: House) -> None:
    """Neither is taken for the other."""
    for number in ("QU-0001", "QU-0003"):
        await done(house, "add_note", kind="quote", record=number, text="Checked.")

    assert (await result(house, "show_history", kind="quote", record="QU-0003"))["total"] == 1


async def test_a_payment_and_an_item_take_notes_by_their_ids(house: House) -> None:
    """Of kinds that people have no name for, the id is asked for."""
    item = row(house, "Items")["ItemID"]
    written = await done(house, "add_note", kind="item", record=item, text="New supplier.")
    error = await refused(house, "add_note", kind="item", record="POSTER", text="New supplier.")

    assert written["note"]["text"] == "New supplier."
    assert (error["code"], paths(error)) == ("invalid_arguments", ["/record"])


async def test_a_kind_without_history_is_refused(house: House) -> None:
    """With those that have one."""
    error = await refused(house, "add_note", kind="account", record="200", text="x")

    assert error["code"] == "invalid_arguments"
    assert "invoice" in error["message"]


@pytest.mark.parametrize("text", [" ", "\u200b"])
async def test_an_empty_note_is_refused(house: House, text: str) -> None:
    """Nothing is planned."""
    error = await refused(house, "add_note", kind="invoice", record="INV-0151", text=text)

    assert error["code"] == "invalid_arguments"


@pytest.mark.parametrize(
    ("kind", "plural"),
    [
        ("batch_payment", "BatchPayments"),
        ("prepayment", "Prepayments"),
        ("overpayment", "Overpayments"),
        ("repeating_invoice", "RepeatingInvoices"),
    ],
)
async def test_every_kind_that_has_a_history_takes_notes(house: House, kind: str, plural: str) -> None:
    """By the declaration of its endpoint alone."""
    record = next(value for name, value in row(house, plural).items() if name == f"{plural[:-1]}ID")

    assert (await done(house, "add_note", kind=kind, record=record, text="Seen."))["note"]["text"] == "Seen."
