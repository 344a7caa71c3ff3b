"""What list_statements promises."""

from __future__ import annotations

import pytest
from support.asking import result
from support.statements import FILE, SIGN

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_it_lists_what_was_kept_and_how_much_waits(house: House) -> None:
    """Compared with the books or not."""
    await result(house, "read_statement", statement=FILE, account="090", layout=SIGN, keep=True, name="june.csv")
    before = (await result(house, "list_statements"))["accounts"][0]
    await result(house, "suggest_matches", account="090")

    listed = await result(house, "list_statements")

    assert [(each["name"], each["lines"], each["first"], each["last"]) for each in listed["items"]] == [
        ("june.csv", 3, "2026-06-15", "2026-06-16")
    ]
    assert (before["to_do"], before["not_compared"], before["sure"]) == (3, 3, 0)
    after = listed["accounts"][0]
    assert (after["to_do"], after["not_compared"], after["sure"]) == (3, 0, 2)
    assert (after["money_in"]["amount"], after["money_out"]["amount"]) == ("690.00", "371.76")


async def test_another_organisation_sees_nothing_of_it(house: House) -> None:
    await result(house, "read_statement", statement=FILE, account="090", layout=SIGN, keep=True)
    other = next(each for each in house.sandbox.organisations if each != house.organisation)

    answer = (await house.dispatch.call("list_statements", {}, house.person, organisation=other)).plain()

    assert (answer["result"]["total"], answer["result"]["accounts"]) == (0, [])
