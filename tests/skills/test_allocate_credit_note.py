"""What allocate_credit_note promises."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.asking import done, paths, plan, refused, row, warned, writes
from support.houses import house_on

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
PART = {"credit_note": "CN-0001", "allocations": [{"invoice": "INV-0065", "amount": "50.00"}]}


def left(house: House, number: str = "CN-0001") -> str:
    return str(row(house, "CreditNotes", CreditNoteNumber=number)["RemainingCredit"])


def due(house: House, number: str = "INV-0065") -> str:
    return str(row(house, "Invoices", InvoiceNumber=number)["AmountDue"])


async def second_invoice(house: House, price: str = "100.00") -> str:
    line = {"description": "Tea trays", "unit_amount": price, "account": "200"}
    made = await done(
        house, "create_invoice", contact="Vogeltown Community Trust", lines=[line], due_in_days=9, approve=True
    )
    number: str = made["invoice"]["number"]
    return number


async def test_part_of_it_is_set_against_an_invoice(house: House) -> None:
    """The plan shows both before and after, and what is left."""
    proposed = await plan(house, "allocate_credit_note", credit_note="CN-0002", allocations=PART["allocations"])
    answer = await house.carry_out(proposed)

    assert proposed["after"]["remaining"]["amount"] == "42.00"
    assert [proposed[name]["invoices"][0]["amount_due"]["amount"] for name in ("before", "after")] == [
        "3040.75",
        "2990.75",
    ]
    assert answer["result"]["credit_note"]["allocations"][0]["amount"]["amount"] == "50.00"
    assert (left(house, "CN-0002"), due(house)) == ("42.00", "2990.75")


async def test_without_amounts_it_goes_as_far_as_it_reaches(house: House) -> None:
    """Invoice by invoice, in the order given, each by a request of its own."""
    small, sent = await second_invoice(house, "40.00"), writes(house)
    parts = [{"invoice": small}, {"invoice": "INV-0065"}]
    note = (await done(house, "allocate_credit_note", credit_note="CN-0002", allocations=parts))["credit_note"]

    assert {each["number"]: each["amount"]["amount"] for each in note["allocations"]} == {
        small: "46.00",
        "INV-0065": "46.00",
    }
    assert (note["status"], due(house, small), writes(house) - sent) == ("used", "0.00", 2)


async def test_more_than_is_left_or_due_is_refused(house: House) -> None:
    """Also where only several together are too much; and one invoice twice."""
    small = await second_invoice(house, "40.00")
    ask = {"credit_note": "CN-0001"}
    more = await refused(
        house, "allocate_credit_note", **ask, allocations=[{"invoice": "INV-0065", "amount": "100.01"}]
    )
    over = await refused(house, "allocate_credit_note", **ask, allocations=[{"invoice": small, "amount": "46.01"}])
    both: list[Any] = [{"invoice": "INV-0065", "amount": "90.00"}, {"invoice": small, "amount": "20.00"}]
    together = await refused(house, "allocate_credit_note", **ask, allocations=both)
    twice: list[Any] = [{"invoice": "INV-0065", "amount": "1.00"}, {"invoice": "inv-0065", "amount": "1.00"}]
    again = await refused(house, "allocate_credit_note", **ask, allocations=twice)

    assert [paths(each)[0] for each in (more, over)] == ["/allocations/0/amount"] * 2
    assert paths(together) == ["/allocations/1/amount"]
    assert paths(again) == ["/allocations/1/invoice"]


@pytest.mark.parametrize(
    ("note", "invoice", "code"),
    [("CN-0001", "INV-0151", "conflict"), ("CN-0001", "INV-0001", "conflict"), ("CN-0003", "INV-0065", "conflict"),
     ("SC-118", "INV-0065", "not_found")],
)  # fmt: skip
async def test_another_contacts_a_paid_one_a_draft_and_the_other_side_are_refused(
    house: House, note: str, invoice: str, code: str
) -> None:
    """Nothing of it ever lands on the wrong contact."""
    error = await refused(house, "allocate_credit_note", credit_note=note, allocations=[{"invoice": invoice}])

    assert error["code"] == code


async def test_a_suppliers_is_set_against_their_bill(house: House) -> None:
    """Bills are found by the supplier's number."""
    parts = [{"invoice": "KOS-2200"}]
    note = (await done(house, "allocate_credit_note", credit_note="SC-118", allocations=parts))["credit_note"]

    assert (note["status"], due(house, "KOS-2200")) == ("used", "765.23")


async def test_of_two_plans_for_the_same_one_is_executed(house: House) -> None:
    """Both were approved; the second finds the credit used and writes nothing."""
    first, second = (
        await plan(house, "allocate_credit_note", **PART),
        await plan(house, "allocate_credit_note", **{**PART, "date": "2026-06-16"}),
    )
    for each in (first, second):
        await house.dispatch.approve(each["id"], each["hash"], house.person)
    answers = [(await house.dispatch.execute(each["id"], house.person)).plain() for each in (first, second)]

    assert [each["success"] for each in answers] == [True, False]
    assert answers[1]["error"]["code"] in {"plan_stale", "conflict"}
    assert (left(house), due(house)) == ("50.00", "2990.75")


async def test_while_one_is_not_known_to_be_done_no_other_is_begun(tmp_path: Path) -> None:
    """Whatever its amount; executed again, the first is found in the books and not sent again."""
    async with house_on(tmp_path) as (house, wire):
        proposed = await plan(house, "allocate_credit_note", **PART)
        await house.dispatch.approve(proposed["id"], proposed["hash"], house.person)
        wire.lost = 1
        wire.after_write = lambda: house.sandbox.faults.add(match="/CreditNotes", method="GET", times=60, kind="status")
        lost = (await house.dispatch.execute(proposed["id"], house.person)).plain()
        house.sandbox.faults.clear()
        wire.after_write = None
        others = [
            await house.call("allocate_credit_note", credit_note="CN-0001", allocations=[{"invoice": "INV-0065"}]),
            await house.call("refund_credit_note", credit_note="CN-0001", account="090"),
        ]
        answer = (await house.dispatch.execute(proposed["id"], house.person)).plain()

        assert (lost["success"], lost["error"]["may_have_written"]) == (False, True)
        assert [each["error"]["may_have_written"] for each in others] == [True, True]
        assert all(proposed["id"] in each["error"]["hint"] for each in others)
        assert (answer["success"], wire.writes) == (True, 1)
        assert (left(house), due(house)) == ("50.00", "2990.75")


async def test_it_is_undone_and_a_second_to_the_same_invoice_says_that_it_cannot_be(house: House) -> None:
    """CN-0001 is on INV-0065 already: undoing one would take off the other too."""
    parts = [{"invoice": "INV-0065", "amount": "50.00"}]
    answer = await house.do("allocate_credit_note", credit_note="CN-0002", allocations=parts)
    waits = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    undone = await house.carry_out(waits["plan"])
    second = await plan(house, "allocate_credit_note", **PART)

    assert undone["success"] is True, undone["error"]
    assert left(house, "CN-0002") == "92.00"
    assert (warned(second), second["undo"]) == (["possible_duplicate", "no_undo"], None)


async def test_an_invoice_with_a_credit_on_it_is_not_voided_and_says_what_comes_first(house: House) -> None:
    """Xero refuses it."""
    number = await second_invoice(house)
    await done(house, "allocate_credit_note", credit_note="CN-0002", allocations=[{"invoice": number}])
    error = await refused(house, "void_invoice", invoice=number)

    assert (error["code"], "unallocate_credit_note" in error["hint"]) == ("conflict", True)
