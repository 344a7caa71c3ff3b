"""What create_credit_note promises with allocate_to: a credit note and its allocations in one plan."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.asking import change, done, paths, plan, refused, row, rows, writes
from support.houses import house_on

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
TRUST = "Vogeltown Community Trust"
LINE = {"description": "Posters sent back", "quantity": "10", "unit_amount": "4.00", "account": "200"}
ASK: dict[str, Any] = {"kind": "customer", "contact": TRUST, "lines": [LINE], "approve": True}
"""Over 46.00 with tax."""


def due(house: House, number: str = "INV-0065") -> str:
    return str(row(house, "Invoices", InvoiceNumber=number)["AmountDue"])


async def another(house: House) -> str:
    line = {"description": "Tea trays", "unit_amount": "20.00", "account": "200"}
    made = await done(house, "create_invoice", contact=TRUST, lines=[line], due_in_days=9, approve=True)
    number: str = made["invoice"]["number"]
    return number


async def test_it_is_created_and_set_against_invoices_by_one_plan(house: House) -> None:
    """The plan shows the credit note, and what is due on each invoice before and after."""
    small = await another(house)
    proposed = await plan(house, "create_credit_note", **ASK, allocate_to=[{"invoice": small}, {"invoice": "INV-0065"}])
    before = writes(house)
    answer = await house.carry_out(proposed)
    note = answer["result"]["credit_note"]

    assert [each["amount_due"]["amount"] for each in proposed["before"]["invoices"]] == ["23.00", "3040.75"]
    assert [each["amount_due"]["amount"] for each in proposed["after"]["invoices"]] == ["0.00", "3017.75"]
    assert (proposed["after"]["remaining"]["amount"], proposed["totals"]["total"]["amount"]) == ("0.00", "46.00")
    assert (note["status"], note["remaining"]["amount"], writes(house) - before) == ("used", "0.00", 3)
    assert {each["number"]: each["amount"]["amount"] for each in note["allocations"]} == {
        small: "23.00",
        "INV-0065": "23.00",
    }
    assert (due(house, small), due(house)) == ("0.00", "3017.75")


async def test_undone_it_is_taken_off_again_and_the_note_can_be_voided(house: House) -> None:
    """Xero voids none with allocations on it."""
    proposed = await plan(house, "create_credit_note", **ASK, allocate_to=[{"invoice": "INV-0065", "amount": "40.00"}])
    note = (await house.carry_out(proposed))["result"]["credit_note"]
    undoing = (await house.dispatch.undo(proposed["id"], house.person)).plain()["plan"]
    await house.carry_out(undoing)

    assert (undoing["skill"], due(house)) == ("unallocate_credit_note", "3040.75")
    voided = await done(house, "void_credit_note", credit_note=note["id"])
    assert voided["credit_note"]["status"] == "voided"


async def test_it_needs_to_be_approved_and_refuses_what_allocating_refuses(house: House) -> None:
    """Nothing is created for an allocation that Xero would not take."""
    before = len(rows(house, "CreditNotes"))
    draft = await refused(
        house, "create_credit_note", **{**ASK, "approve": False}, allocate_to=[{"invoice": "INV-0065"}]
    )
    more = await refused(house, "create_credit_note", **ASK, allocate_to=[{"invoice": "INV-0065", "amount": "46.01"}])
    theirs = await refused(house, "create_credit_note", **ASK, allocate_to=[{"invoice": "INV-0151"}])
    twice = await refused(
        house,
        "create_credit_note",
        **ASK,
        allocate_to=[{"invoice": "INV-0065", "amount": "1.00"}, {"invoice": "inv-0065", "amount": "1.00"}],
    )

    assert [paths(each)[0] for each in (draft, more, theirs, twice)] == [
        "/allocate_to",
        "/allocate_to/0/amount",
        "/allocate_to/0/invoice",
        "/allocate_to/1/invoice",
    ]
    assert len(rows(house, "CreditNotes")) == before


async def test_nothing_is_created_where_an_invoice_changed_meanwhile(house: House) -> None:
    """Less is due on it than the plan showed."""
    proposed = await plan(house, "create_credit_note", **ASK, allocate_to=[{"invoice": "INV-0065"}])
    before = len(rows(house, "CreditNotes"))
    await done(house, "record_payment", invoice="INV-0065", amount="10.00", account="090")
    answer = await house.carry_out(proposed)

    assert (answer["success"], answer["error"]["may_have_written"]) == (False, False)
    assert len(rows(house, "CreditNotes")) == before


async def test_an_allocation_that_xero_refuses_is_reported_and_the_note_stays(house: House) -> None:
    """The first invoice was voided after the check of it: the note is there, the other allocation too."""
    small = await another(house)
    proposed = await plan(house, "create_credit_note", **ASK, allocate_to=[{"invoice": small}, {"invoice": "INV-0065"}])
    house.sandbox.faults.add(kind="status", status=400, match="/Allocations", method="PUT", times=1)
    answer = await house.carry_out(proposed)
    newest = rows(house, "CreditNotes")[-1]

    assert (answer["success"], answer["error"]["code"]) == (False, "partly_done")
    assert [each["message"].rsplit(": ", 1)[1].startswith("done") for each in answer["error"]["fields"]] == [
        True, False, True,
    ]  # fmt: skip
    assert "second run of the skill would create another" in answer["error"]["hint"]
    assert (str(newest["RemainingCredit"]), due(house, small), due(house)) == ("23.00", "23.00", "3017.75")


async def test_an_allocation_without_an_answer_is_found_and_not_made_twice(tmp_path: Path) -> None:
    """Executed again, it goes on with the others."""
    async with house_on(tmp_path) as (house, wire):
        small = await another(house)
        ask = [{"invoice": small}, {"invoice": "INV-0065"}]
        proposed = await plan(house, "create_credit_note", **ASK, allocate_to=ask)

        def lose_the_next() -> None:
            wire.lost, wire.after_write = 2, None

        wire.after_write = lose_the_next
        answer = await house.carry_out(proposed)
        wire.lost = 0
        if not answer["success"]:
            answer = (await house.dispatch.execute(proposed["id"], house.person)).plain()

        assert answer["success"] is True, answer["error"]
        assert (due(house, small), due(house)) == ("0.00", "3017.75")
        assert len(answer["result"]["credit_note"]["allocations"]) == 2


async def test_a_suppliers_is_set_against_their_bill(house: House) -> None:
    """Bills are found by the supplier's number."""
    bill = row(house, "Invoices", InvoiceNumber="KOS-2200")
    asked = {**ASK, "kind": "supplier", "contact": bill["Contact"]["ContactID"]}
    line = {**LINE, "account": "429"}
    note = (
        await done(house, "create_credit_note", **{**asked, "lines": [line]}, allocate_to=[{"invoice": "KOS-2200"}])
    )["credit_note"]

    assert note["status"] == "used"
    assert note["allocations"][0]["number"] == "KOS-2200"


async def test_a_change_of_the_contacts_other_invoice_does_not_matter(house: House) -> None:
    """Only those that are allocated to are looked at."""
    small = await another(house)
    proposed = await plan(house, "create_credit_note", **ASK, allocate_to=[{"invoice": "INV-0065"}])
    change(house, "Invoices", row(house, "Invoices", InvoiceNumber=small), Reference="other")
    answer = await house.carry_out(proposed)

    assert answer["success"] is True
