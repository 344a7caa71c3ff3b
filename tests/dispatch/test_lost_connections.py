"""An organisation that was disconnected at Xero: noticed by the first call that fails, and reported to all after it."""

from __future__ import annotations

import pytest
from support.lost import disconnected_at_xero

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_a_call_that_xero_lets_in_no_more_finds_the_connection_broken(house: House) -> None:
    """The next call is answered without one to Xero, and says why."""
    await house.call("find_accounts")
    disconnected_at_xero(house.sandbox, house.organisation)

    first = await house.call("find_accounts")
    before = house.sandbox.requests.total
    second = await house.call("find_accounts")

    assert (first["error"]["code"], second["error"]["code"]) == ("reconnect_needed", "reconnect_needed")
    assert "disconnected at Xero" in second["error"]["message"]
    assert house.sandbox.requests.total == before


async def test_the_other_organisations_of_the_login_go_on(house: House) -> None:
    """Only what Xero no longer lists is broken."""
    other = list(house.sandbox.organisations)[1]
    await house.call("find_accounts")
    disconnected_at_xero(house.sandbox, house.organisation)
    await house.call("find_accounts")

    answer = await house.ask("find_accounts", {}, organisation=other)

    assert answer["success"] is True


async def test_a_role_that_is_too_small_breaks_no_connection(house: House) -> None:
    """Xero refuses in the same words, but still lists the organisation."""
    await house.call("find_accounts")
    house.sandbox.faults.add(kind="status", status=403, match="Accounts", times=1)

    refused = await house.call("find_accounts")
    answer = await house.call("find_accounts")

    assert refused["error"]["code"] in {"reconnect_needed", "not_allowed"}
    assert answer["success"] is True


async def test_a_list_that_cannot_be_had_leaves_the_refusal_as_it_was(house: House) -> None:
    """Checking closer is a help, never another failure."""
    await house.call("find_accounts")
    disconnected_at_xero(house.sandbox, house.organisation)
    house.sandbox.clock.advance(1801)
    for each in house.sandbox.grants.refresh.values():
        each.revoked = True

    answer = await house.call("find_accounts")

    assert answer["error"]["code"] == "reconnect_needed"
