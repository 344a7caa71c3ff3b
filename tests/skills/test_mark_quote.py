"""What mark_quote promises."""

from __future__ import annotations

import pytest
from support.asking import done, refused, row, rows

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_an_accepted_quote_is_invoiced_and_no_invoice_is_made(house: House) -> None:
    """Number, terms and total stay; send_quote opens it again, as its plan says."""
    invoices, before = len(rows(house, "Invoices")), dict(row(house, "Quotes", QuoteNumber="QU-0002"))
    answer = await house.do("mark_quote", quote="QU-0002")
    after = dict(row(house, "Quotes", QuoteNumber="QU-0002"))
    waits = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()

    assert answer["result"]["quote"]["status"] == "invoiced"
    assert {**before, "Status": "INVOICED", "UpdatedDateUTC": None} == {**after, "UpdatedDateUTC": None}
    assert len(rows(house, "Invoices")) == invoices
    assert (await house.carry_out(waits["plan"]))["success"] is True
    assert row(house, "Quotes", QuoteNumber="QU-0002")["Status"] == "SENT"


async def test_one_that_is_not_accepted_is_refused_with_what_to_do_first(house: House) -> None:
    """One that is invoiced needs nothing."""
    hints = [(await refused(house, "mark_quote", quote=f"QU-000{number}"))["hint"] for number in (1, 3, 5)]
    await done(house, "mark_quote", quote="QU-0002")
    again = await refused(house, "mark_quote", quote="QU-0002")

    assert ["send_quote" in hints[0], "accept_quote" in hints[1], "send_quote" in hints[2]] == [True] * 3
    assert again["hint"] == "Nothing needs to be done."
