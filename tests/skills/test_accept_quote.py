"""What accept_quote promises."""

from __future__ import annotations

import pytest
from support.asking import done, refused, row, rows

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_one_that_was_sent_is_accepted_and_makes_no_invoice(house: House) -> None:
    """Number, terms and total stay."""
    invoices = len(rows(house, "Invoices"))
    before = dict(row(house, "Quotes", QuoteNumber="QU-0003"))
    accepted = (await done(house, "accept_quote", quote="QU-0003"))["quote"]
    after = row(house, "Quotes", QuoteID=before["QuoteID"])

    assert accepted["status"] == "accepted"
    assert {**before, "Status": "ACCEPTED", "UpdatedDateUTC": None} == {**after, "UpdatedDateUTC": None}
    assert len(rows(house, "Invoices")) == invoices


async def test_a_draft_is_refused_with_what_to_do_first(house: House) -> None:
    """Xero does not move it there; nothing is sent."""
    error = await refused(house, "accept_quote", quote="QU-0005")

    assert (error["code"], error["hint"]) == ("conflict", "Mark it as sent first with send_quote.")


@pytest.mark.parametrize(("number", "hint"), [("QU-0001", "send_quote"), ("QU-0002", "Nothing needs to be done.")])
async def test_one_that_was_answered_is_refused(house: House, number: str, hint: str) -> None:
    """Declined: open it again. Accepted: all is done."""
    error = await refused(house, "accept_quote", quote=number)

    assert error["code"] == "conflict"
    assert hint in error["hint"]


async def test_it_is_undone_by_marking_it_as_sent(house: House) -> None:
    """The way back that its plan names."""
    answer = await house.do("accept_quote", quote="QU-0003")
    waits = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    undone = await house.carry_out(waits["plan"])

    assert undone["success"] is True, undone["error"]
    assert row(house, "Quotes", QuoteNumber="QU-0003")["Status"] == "SENT"
