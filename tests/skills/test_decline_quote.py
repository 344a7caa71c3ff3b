"""What decline_quote promises."""

from __future__ import annotations

import pytest
from support.asking import done, refused, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_one_that_was_sent_is_declined_and_stays_as_it_is(house: House) -> None:
    """Number, terms and total stay."""
    before = dict(row(house, "Quotes", QuoteNumber="QU-0004"))
    declined = (await done(house, "decline_quote", quote="QU-0004"))["quote"]
    after = row(house, "Quotes", QuoteID=before["QuoteID"])

    assert declined["status"] == "declined"
    assert {**before, "Status": "DECLINED", "UpdatedDateUTC": None} == {**after, "UpdatedDateUTC": None}


@pytest.mark.parametrize("number", ["QU-0005", "QU-0002"])
async def test_a_draft_and_one_that_was_accepted_are_refused(house: House, number: str) -> None:
    """With what to do first."""
    error = await refused(house, "decline_quote", quote=number)

    assert error["code"] == "conflict"
    assert "send_quote" in error["hint"]


async def test_it_is_undone_by_marking_it_as_sent(house: House) -> None:
    """The way back that its plan names."""
    answer = await house.do("decline_quote", quote="QU-0004")
    waits = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()
    undone = await house.carry_out(waits["plan"])

    assert undone["success"] is True, undone["error"]
    assert row(house, "Quotes", QuoteNumber="QU-0004")["Status"] == "SENT"
