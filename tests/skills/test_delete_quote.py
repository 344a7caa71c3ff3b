"""What delete_quote promises."""

from __future__ import annotations

import pytest
from support.asking import done, plan, refused, row

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("number", ["QU-0001", "QU-0002", "QU-0003", "QU-0005"])
async def test_one_of_any_status_is_deleted_and_keeps_its_number(house: House, number: str) -> None:
    """Xero takes it; a quote stands in no books."""
    before = dict(row(house, "Quotes", QuoteNumber=number))
    deleted = (await done(house, "delete_quote", quote=number))["quote"]

    assert (deleted["number"], deleted["status"]) == (number, "deleted")
    assert row(house, "Quotes", QuoteID=before["QuoteID"])["Terms"] == before["Terms"]


async def test_it_is_final_and_says_so(house: House) -> None:
    """No skill brings it back."""
    proposed = await plan(house, "delete_quote", quote="QU-0005")
    await done(house, "delete_quote", quote="QU-0005")
    again = await refused(house, "delete_quote", quote="QU-0005")
    sent = await refused(house, "send_quote", quote="QU-0005")

    assert proposed["undo"] is None
    assert proposed["summary"].endswith("This is final.")
    assert (again["hint"], sent["hint"]) == ("Nothing needs to be done.", "That is final; create a new one.")
