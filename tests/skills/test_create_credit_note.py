"""What create_credit_note promises."""

from __future__ import annotations

from typing import Any

import pytest
from support.asking import LINE, done, paths, plan, refused, row, rows, warned

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
MADE = {"kind": "customer", "contact": "Kauri Grove Cafe", "lines": [LINE]}


async def test_a_draft_is_made_with_the_next_number(house: House) -> None:
    """All of it is left, and nothing is due on it."""
    made = (await done(house, "create_credit_note", **MADE, reference="RMA 1"))["credit_note"]

    assert (made["number"], made["status"], made["kind"], made["reference"]) == (
        "CN-0004",
        "draft",
        "customer",
        "RMA 1",
    )
    assert (made["total"]["amount"], made["remaining"]["amount"]) == ("345.00", "345.00")
    assert row(house, "CreditNotes", CreditNoteID=made["id"])["Type"] == "ACCRECCREDIT"


async def test_a_suppliers_is_approved_with_their_number(house: House) -> None:
    """It may come twice, and has no reference."""
    line = {"description": "Paper sent back", "unit_amount": "60.00", "account": "453"}
    asked: dict[str, Any] = {"kind": "supplier", "contact": "Kapiti Office Supplies", "lines": [line], "number": "77"}
    made = (await done(house, "create_credit_note", **asked, approve=True))["credit_note"]
    wrong = await refused(house, "create_credit_note", **asked, reference="x")

    assert (made["number"], made["status"], made["kind"]) == ("77", "approved", "supplier")
    assert made["total"]["amount"] == "69.00"
    assert paths(wrong) == ["/reference"]


async def test_a_number_that_is_taken_and_less_than_nothing_are_refused(house: House) -> None:
    """Before anybody is asked to approve."""
    taken = await refused(house, "create_credit_note", **MADE, number="cn-0001")
    back = {**LINE, "unit_amount": "-1"}
    negative = await refused(house, "create_credit_note", **{**MADE, "lines": [back]}, approve=True)

    assert (taken["code"], paths(taken)) == ("conflict", ["/number"])
    assert "an invoice" in negative["message"]


async def test_the_same_again_is_warned_of(house: House) -> None:
    """Same contact, day and total; a credit is a way to lose money twice."""
    await done(house, "create_credit_note", **MADE)

    assert warned(await plan(house, "create_credit_note", **MADE)) == ["possible_duplicate"]


async def test_it_is_undone_by_voiding_it(house: House) -> None:
    """The way back that its plan names."""
    answer = await house.do("create_credit_note", **MADE, approve=True)
    waits = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    undone = await house.carry_out(waits["plan"])

    assert undone["success"] is True, undone["error"]
    assert len(rows(house, "CreditNotes", Status="VOIDED")) == 1
