"""Logins that work: what they ask for, what they leave behind."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from auth.fake_identity import FakeIdentity
from auth.room import WORKSPACE, Room
from sqlalchemy import func, select
from support.clock import StillClock

from atom_xero_plugin.core.errors import FixSetup, NotAllowed, NotConnected, ReconnectNeeded, UnexpectedAnswer
from atom_xero_plugin.store import audit
from atom_xero_plugin.store.database import ALL_WORKSPACES
from atom_xero_plugin.store.tables import grants, logins

pytestmark = pytest.mark.anyio


@pytest.fixture
async def pkce_room(sqlite_url: str, clock: StillClock, tmp_path: Path) -> AsyncIterator[Room]:
    """An app without a secret."""
    identity = FakeIdentity(clock.now, kind="pkce", client_secret="")
    opened = Room.open(sqlite_url, identity, clock, tmp_path)
    yield opened
    await opened.close()
    assert identity.violations == []


async def count(room: Room, table: object) -> int:
    async with room.store.read(ALL_WORKSPACES) as tx:
        return (await tx.execute(select(func.count()).select_from(table))).scalar_one()


async def test_a_login_connects_every_organisation_that_was_chosen(either_room: Room) -> None:
    """Tokens, grant, connections and audit rows are there at once."""
    login = await either_room.log_in()

    assert [each.tenant_name for each in login.connections] == ["Alder & Co", "Birch Ltd"]
    assert {each.state for each in login.connections} == {"connected"}
    assert "accounting.invoices" in login.connections[0].scopes
    assert (await either_room.row(login.grant_id))["xero_user_id"] == either_room.identity.user
    assert await either_room.events() == ["grant.connected", "connection.connected", "connection.connected"]
    assert (await audit.verify(either_room.store, WORKSPACE)).ok
    assert await count(either_room, logins) == 0


async def test_the_login_address_holds_what_the_flow_needs_and_no_secret(room: Room) -> None:
    """Code flow, PKCE S256, a nonce, granular scopes."""
    begun = await room.logins.begin(WORKSPACE)
    asked = parse_qs(urlsplit(begun.address).query)

    assert {"state", "nonce", "code_challenge", "redirect_uri", "client_id", "scope"} <= set(asked)
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["state"][0]) >= 22
    assert room.identity.client_secret not in begun.address


async def test_a_pkce_app_logs_in_and_refreshes_without_a_secret(pkce_room: Room, clock: StillClock) -> None:
    """Its id goes in the body; the fake would note a secret."""
    login = await pkce_room.log_in()
    clock.advance(hours=1)

    assert await pkce_room.bearer(login.grant_id)
    await pkce_room.connections.revoke(WORKSPACE, login.grant_id)
    assert pkce_room.identity.families[0].revoked


async def test_a_second_login_of_the_same_person_updates_the_grant(either_room: Room) -> None:
    """In the same workspace."""
    first = await either_room.log_in()
    second = await either_room.log_in()

    assert first.grant_id == second.grant_id
    assert [each.id for each in first.connections] == [each.id for each in second.connections]
    assert await count(either_room, grants) == 1


async def test_two_logins_of_the_same_person_at_once_make_one_grant(either_room: Room) -> None:
    """Two windows of one browser."""
    begun = [await either_room.logins.begin(WORKSPACE) for _ in range(4)]
    came_back = [either_room.identity.consent(each.address) for each in begun]

    done = await asyncio.gather(*(either_room.logins.finish(**each) for each in came_back))

    assert len({each.grant_id for each in done}) == 1
    assert await count(either_room, grants) == 1
    assert await either_room.bearer(done[0].grant_id)


async def test_another_person_or_workspace_has_a_grant_of_its_own(room: Room) -> None:
    """Several grants a workspace, and none shared between workspaces."""
    first = await room.log_in()
    room.identity.user = "another-person"
    second = await room.log_in()
    third = await room.log_in("other")

    assert len({first.grant_id, second.grant_id, third.grant_id}) == 3
    assert len(await room.connections.of_workspace(WORKSPACE)) == 4
    assert len(await room.connections.of_workspace("other")) == 2


async def test_only_the_organisations_of_this_consent_are_reported(room: Room) -> None:
    """By the event in the access token; the earlier ones stay connected."""
    room.identity.tenants = {"tenant-a": "Alder & Co"}
    await room.log_in()
    room.identity.tenants = {"tenant-b": "Birch Ltd"}

    again = await room.log_in()

    assert [each.tenant_id for each in again.connections] == ["tenant-b"]
    assert {each.state for each in await room.connections.of_workspace(WORKSPACE)} == {"connected"}


async def test_a_cancelled_login_says_so_and_leaves_nothing(room: Room) -> None:
    """And cannot be finished after all."""
    begun = await room.logins.begin(WORKSPACE)
    came_back = room.identity.consent(begun.address)
    with pytest.raises(NotAllowed, match="cancelled"):
        await room.logins.finish(state=begun.state, code=None, error="access_denied")

    with pytest.raises(NotAllowed):
        await room.logins.finish(**came_back)
    assert await count(room, grants) == 0


async def test_a_login_without_an_organisation_is_reported_as_such(room: Room) -> None:
    """Nothing is connected then."""
    room.identity.tenants = {}

    with pytest.raises(NotConnected, match="No organisation"):
        await room.log_in()


async def test_a_login_that_xero_cannot_finish_says_that_it_may_be_tried_again(room: Room) -> None:
    """The code is spent; nothing was stored."""
    begun = await room.logins.begin(WORKSPACE)
    room.identity.fail()

    with pytest.raises(Exception, match="HTTP 503"):
        await room.logins.finish(**room.identity.consent(begun.address))
    assert await count(room, grants) == 0


async def test_a_missing_id_token_is_not_overlooked(room: Room) -> None:
    """It was asked for, so its absence is a fault."""
    room.identity.reshape = lambda answer: {k: v for k, v in answer.items() if k != "id_token"}

    with pytest.raises(UnexpectedAnswer, match="id token"):
        await room.log_in()


async def test_the_signing_keys_are_fetched_once(room: Room) -> None:
    """Xero's gateway refuses who asks too often."""
    for _ in range(3):
        await room.log_in()

    assert room.identity.log.count(("keys", "ok")) == 1


async def test_a_code_that_xero_refuses_says_why_that_may_be(room: Room) -> None:
    """Used, too late, or another redirect address."""
    begun = await room.logins.begin(WORKSPACE)
    came_back = room.identity.consent(begun.address)
    room.identity.codes.clear()

    with pytest.raises(ReconnectNeeded, match="XERO_REDIRECT_URI"):
        await room.logins.finish(**came_back)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"client_id": ""}, "XERO_CLIENT_ID"),
        ({"client_secret": ""}, "XERO_CLIENT_SECRET"),
        ({"scopes": "nonsense"}, "XERO_SCOPES"),
    ],
)
async def test_a_login_with_a_setting_missing_names_it(
    sqlite_url: str, identity: FakeIdentity, clock: StillClock, tmp_path: Path, changes: dict[str, str], named: str
) -> None:
    """Before anything is sent."""
    room = Room.open(sqlite_url, identity, clock, tmp_path, **changes)

    with pytest.raises(FixSetup, match=named):
        await room.logins.begin(WORKSPACE)
    await room.close()
    assert identity.log == []


async def test_a_custom_connection_connects_its_one_organisation(
    sqlite_url: str, clock: StillClock, tmp_path: Path
) -> None:
    """From its Organisation record where no connection is listed; connecting again makes no second grant."""
    identity = FakeIdentity(clock.now, kind="custom")
    room = Room.open(sqlite_url, identity, clock, tmp_path)

    first = await room.logins.connect_custom(WORKSPACE)
    second = await room.logins.connect_custom(WORKSPACE)
    await room.close()

    assert [(each.tenant_id, each.kind) for each in first.connections] == [("tenant-a", "custom")]
    assert first.connections[0].xero_connection_id is None
    assert first.grant_id == second.grant_id
    assert identity.violations == []
