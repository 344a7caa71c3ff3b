"""The whole login at the small Xero, which knows nothing of this package's login code."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import httpx2
import pytest

from atom_xero_plugin.app import App
from atom_xero_plugin.auth.browser_login import consent_by_itself
from atom_xero_plugin.core.errors import FixSetup, NotAllowed, ReconnectNeeded
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def log_in(house: House, runtime: App, workspace: str, **more: str) -> list[str]:
    """Through the consent page, as `atom-xero connect --sandbox` does."""
    begun = await runtime.logins.begin(workspace)
    address = begun.address + "".join(f"&{name}={value}" for name, value in more.items())
    came_back = await consent_by_itself(address, transport=house.transport)
    login = await runtime.logins.finish(state=came_back.state, code=came_back.code, error=came_back.error)
    return [each.tenant_name for each in login.connections]


def of_kind(house: House, kind: str) -> App:
    """The same house with another of the sandbox's apps."""
    app = next(app for app in house.sandbox.apps.values() if app.kind == kind)
    settings = replace(house.runtime.settings, client_id=app.client_id, client_secret=app.client_secret, app_type=kind)
    return App(settings, clock=house.runtime.clock, transport=house.transport)


@pytest.mark.parametrize("kind", ["web", "pkce"])
async def test_a_login_with_consent_connects_what_was_chosen(house: House, kind: str) -> None:
    """And its token is taken by the API."""
    async with of_kind(house, kind) as runtime:
        names = await log_in(house, runtime, "another")
        connection = (await runtime.connections.of_workspace("another"))[0]
        token = await runtime.tokens.bearer(connection.grant_id, "another")

        async with httpx2.AsyncClient(transport=house.transport) as client:
            reply = await client.get(
                f"{runtime.settings.api_url}/api.xro/2.0/Organisation",
                headers={"Authorization": f"Bearer {token}", "Xero-Tenant-Id": connection.tenant_id},
            )

    assert sorted(names) == sorted(each.organisation["Name"] for each in house.sandbox.organisations.values())
    assert reply.status_code == 200


async def test_a_login_cancelled_at_the_sandbox_says_so(house: House) -> None:
    """Its redirect carries access_denied."""
    begun = await house.runtime.logins.begin("another")
    async with httpx2.AsyncClient(transport=house.transport) as browser:
        page = await browser.get(f"{begun.address}&_sandbox_consent=deny")
    assert "access_denied" in page.headers["location"]

    with pytest.raises(NotAllowed, match="cancelled"):
        await house.runtime.logins.finish(state=begun.state, code=None, error="access_denied")


async def test_a_custom_connection_reaches_its_organisation(house: House) -> None:
    """By client credentials, without a browser."""
    async with of_kind(house, "custom") as runtime:
        login = await runtime.logins.connect_custom("another")
        token = await runtime.tokens.bearer(login.grant_id, "another")
        house.sandbox.clock.advance(1800)
        renewed = await runtime.tokens.bearer(login.grant_id, "another")

    assert [each.tenant_id for each in login.connections] == [house.sandbox.custom_tenant]
    assert token != renewed


async def test_a_token_is_refreshed_for_as_long_as_time_goes_on(house: House) -> None:
    """Half an hour at a time; callers at once share a refresh."""
    tokens, connection = house.runtime.tokens, (await house.runtime.connections.of_workspace("default"))[0]
    seen = set()
    for _ in range(5):
        house.sandbox.clock.advance(1800)
        seen |= set(await asyncio.gather(*(tokens.bearer(connection.grant_id, "default") for _ in range(5))))

    assert len(seen) == 5


async def test_a_grant_revoked_at_the_sandbox_needs_a_login_and_works_after_it(house: House) -> None:
    """Nothing else does it any good."""
    connection = (await house.runtime.connections.of_workspace("default"))[0]
    for each in house.sandbox.grants.refresh.values():
        each.revoked = True
    house.sandbox.clock.advance(1800)
    with pytest.raises(ReconnectNeeded):
        await house.runtime.tokens.bearer(connection.grant_id, "default")

    await log_in(house, house.runtime, "default")

    assert await house.runtime.tokens.bearer(connection.grant_id, "default")


async def test_disconnecting_and_revoking_reach_the_sandbox(house: House) -> None:
    """One organisation first, then the rest with the grant."""
    first, second = await house.runtime.connections.of_workspace("default")

    await house.runtime.connections.disconnect("default", first.id)
    assert [each.id for each in house.sandbox.grants.connections.values()] == [second.xero_connection_id]
    await house.runtime.connections.revoke("default", second.grant_id)

    assert house.sandbox.grants.connections == {}


async def test_a_login_of_one_app_is_not_lost_where_another_app_is_set(house: House) -> None:
    """Xero would say invalid_grant, as for a login that ended; so it is not asked, and the right app goes on."""
    grant_id = (await house.runtime.connections.of_workspace("default"))[0].grant_id
    house.sandbox.clock.advance(1800)
    before = house.sandbox.grants.token_requests

    async with of_kind(house, "pkce") as other:
        with pytest.raises(FixSetup, match="XERO_CLIENT_ID"):
            await other.tokens.bearer(grant_id, "default")
        assert await other.tokens.keep_alive() == 0

    assert house.sandbox.grants.token_requests == before
    assert await house.runtime.tokens.bearer(grant_id, "default")
