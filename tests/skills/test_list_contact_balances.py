"""What list_contact_balances promises."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from support.asking import result

from atom_xero_plugin.sync.poller import Poller
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def synced(house: House) -> None:
    house.sandbox.clock.advance(60)
    await house.runtime.polls.request_sync("default")
    for _ in range(3):
        await Poller(house.runtime, {}).tick()


async def aged(house: House, side: str) -> dict[str, list[Decimal]]:
    rows: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page = await result(house, "show_aged_balances", side=side, limit=100, **cursor)
        rows += page["report"]["rows"]
        if not page["has_more"]:
            return {each["contact_id"]: [Decimal(v) for v in each["values"]] for each in rows if "contact_id" in each}
        cursor = {"cursor": page["next_cursor"]}


@pytest.mark.parametrize(("side", "field"), [("receivables", "owes"), ("payables", "is_owed")])
async def test_each_contact_owes_what_the_aged_balances_say_to_the_cent(house: House, side: str, field: str) -> None:
    """All of it, and what of it is late; and Xero is not asked."""
    await synced(house)
    expected = await aged(house, side)
    calls = house.sandbox.requests.counts.total()

    found = await result(house, "list_contact_balances", side=field, limit=500)

    assert house.sandbox.requests.counts.total() == calls
    shown = {each["contact"]["id"]: each for each in found["items"]}
    assert shown.keys() == expected.keys()
    for contact_id, values in expected.items():
        assert Decimal(shown[contact_id][field]["amount"]) == values[-1], shown[contact_id]
        assert Decimal(shown[contact_id][f"{field}_late"]["amount"]) == sum(values[1:-1]), shown[contact_id]
    assert Decimal(found[field]["amount"]) == sum(values[-1] for values in expected.values())
    amounts = [Decimal(each[field]["amount"]) for each in found["items"]]
    assert amounts == sorted(amounts, reverse=True)


async def test_only_the_contacts_that_are_asked_for_are_added_up(house: House) -> None:
    await synced(house)
    first = (await result(house, "list_contact_balances", side="owes", limit=1))["items"][0]

    found = await result(house, "list_contact_balances", contact_ids=[first["contact"]["id"]])

    assert found["items"] == [first]
    assert found["total"] == 1
