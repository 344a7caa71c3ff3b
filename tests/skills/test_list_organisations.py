"""What list_organisations promises."""

from __future__ import annotations

import pytest
from support.asking import result
from support.lost import lose

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_every_connected_organisation_is_listed_with_what_it_may_do(house: House) -> None:
    """Name, id, state and rights, without asking Xero."""
    before = house.sandbox.requests.total

    reported = await result(house, "list_organisations")

    assert [each["name"] for each in reported["items"]] == [
        "Bright Wattle Supplies Pty Ltd",
        "Harbour Street Studio Limited",
    ]
    assert {each["state"] for each in reported["items"]} == {"connected"}
    assert "invoices and bills" in reported["items"][0]["can_write"]
    assert reported["items"][0]["can_read"] == ["reports"]
    assert house.sandbox.requests.total == before


async def test_the_currency_is_known_once_the_organisation_was_used(house: House) -> None:
    """It is kept from the first call about it."""
    await result(house, "find_accounts", limit=1)

    reported = await result(house, "list_organisations")

    currencies = {each["name"]: each.get("base_currency") for each in reported["items"]}
    assert currencies["Harbour Street Studio Limited"] == "NZD"
    assert currencies["Bright Wattle Supplies Pty Ltd"] is None


async def test_a_disconnected_organisation_says_why_and_can_be_left_out(house: House) -> None:
    """It stays on the list until somebody connects again."""
    connection = (await house.runtime.connections.of_workspace("default"))[0]
    await lose(house.runtime, house.sandbox, connection)

    everything = await result(house, "list_organisations")
    working = await result(house, "list_organisations", connected_only=True)

    assert everything["items"][-1]["state"] == "disconnected"
    assert everything["items"][-1]["reason"] == "disconnected at Xero"
    assert [each["id"] for each in working["items"]] == [everything["items"][0]["id"]]
