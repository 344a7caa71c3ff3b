"""Organisations: listed, disconnected, revoked, found to be gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from auth.fake_identity import FakeIdentity
from auth.room import WORKSPACE, Room
from sqlalchemy import update
from support.clock import StillClock

from atom_xero_plugin.core.errors import NotFound, ReconnectNeeded, XeroUnavailable
from atom_xero_plugin.store import audit
from atom_xero_plugin.store.tables import connections

pytestmark = pytest.mark.anyio


async def test_one_organisation_is_disconnected_and_the_others_stay(either_room: Room) -> None:
    """At Xero by the connection's id, not the organisation's."""
    login = await either_room.log_in()
    first, second = login.connections

    await either_room.connections.disconnect(WORKSPACE, first.id, actor="person:tester")

    listed = await either_room.connections.of_workspace(WORKSPACE)
    assert list(either_room.identity.connections) == [second.xero_connection_id]
    assert [(each.tenant_id, each.state) for each in listed] == [
        ("tenant-b", "connected"),
        ("tenant-a", "disconnected"),
    ]
    newest = (await audit.entries(either_room.store, WORKSPACE))[0]
    assert (newest.event, newest.actor, newest.tenant_id) == ("connection.disconnected", "person:tester", "tenant-a")
    assert await either_room.bearer(login.grant_id)


async def test_disconnecting_what_is_gone_at_xero_already_is_fine(room: Room) -> None:
    """A person was quicker, in Xero."""
    login = await room.log_in()
    room.identity.connections.clear()

    await room.connections.disconnect(WORKSPACE, login.connections[0].id)

    assert [each.state for each in await room.connections.of_workspace(WORKSPACE)] == ["connected", "disconnected"]


async def test_a_connection_whose_login_is_dead_can_be_disconnected(room: Room, clock: StillClock) -> None:
    """Here alone, and the reason says so."""
    login = await room.log_in()
    room.identity.families[0].revoked = True
    clock.advance(hours=1)

    await room.connections.disconnect(WORKSPACE, login.connections[0].id)

    entry = (await audit.entries(room.store, WORKSPACE))[0]
    assert "Xero could not be informed" in entry.detail["reason"]


async def test_a_connection_stays_when_xero_cannot_be_reported(room: Room, clock: StillClock) -> None:
    """Try again later: it would go on counting at Xero."""
    login = await room.log_in()
    clock.advance(hours=1)
    room.identity.fail()

    with pytest.raises(XeroUnavailable):
        await room.connections.disconnect(WORKSPACE, login.connections[0].id)
    assert {each.state for each in await room.connections.of_workspace(WORKSPACE)} == {"connected"}


async def test_a_revoked_grant_takes_its_organisations_and_tokens_with_it(either_room: Room) -> None:
    """Nothing encrypted is left in the row."""
    login = await either_room.log_in()
    await either_room.bearer(login.grant_id)

    await either_room.connections.revoke(WORKSPACE, login.grant_id)

    row = await either_room.row(login.grant_id)
    assert either_room.identity.families[0].revoked
    assert (row["state"], row["sealed_tokens"], row["sealed_previous"]) == ("revoked", None, None)
    assert {each.state for each in await either_room.connections.of_workspace(WORKSPACE)} == {"disconnected"}
    assert (await either_room.events())[-3:] == ["grant.revoked", *["connection.disconnected"] * 2]
    with pytest.raises(ReconnectNeeded, match="revoked"):
        await either_room.bearer(login.grant_id)


async def test_revoking_twice_is_reported_once(room: Room) -> None:
    """Nothing changed the second time."""
    login = await room.log_in()
    await room.connections.revoke(WORKSPACE, login.grant_id)
    events = await room.events()

    await room.connections.revoke(WORKSPACE, login.grant_id)

    assert await room.events() == events


async def test_a_revoked_grant_is_taken_up_again_by_a_login(room: Room) -> None:
    """With the same ids as before."""
    first = await room.log_in()
    await room.connections.revoke(WORKSPACE, first.grant_id)

    again = await room.log_in()

    assert again.grant_id == first.grant_id
    assert {each.state for each in again.connections} == {"connected"}


async def test_what_belongs_to_another_workspace_is_not_found(either_room: Room) -> None:
    """Neither to disconnect nor to revoke."""
    login = await either_room.log_in()

    with pytest.raises(NotFound):
        await either_room.connections.disconnect("other", login.connections[0].id)
    with pytest.raises(NotFound):
        await either_room.connections.revoke("other", login.grant_id)
    assert await either_room.connections.of_workspace("other") == []


async def test_organisations_that_were_disconnected_at_xero_are_found(either_room: Room) -> None:
    """There is no webhook for it; comparing shows it, and new ones too. Each is reported of once."""
    login = await either_room.log_in()
    del either_room.identity.connections["connection-tenant-a"]
    either_room.identity.connections["connection-new"] = "tenant-new event-0"

    await either_room.connections.sync(WORKSPACE, login.grant_id)
    await either_room.connections.sync(WORKSPACE, login.grant_id)

    states = {each.tenant_id: each.state for each in await either_room.connections.of_workspace(WORKSPACE)}
    assert states == {"tenant-a": "disconnected", "tenant-b": "connected", "tenant-new": "connected"}
    assert (await either_room.events())[-2:] == ["connection.connected", "connection.broken"]


async def test_an_organisation_that_is_listed_again_is_connected_again(room: Room) -> None:
    """After somebody connected it again in Xero."""
    login = await room.log_in()
    reported = room.identity.connections.pop("connection-tenant-a")
    await room.connections.sync(WORKSPACE, login.grant_id)
    assert [each.is_broken for each in await room.connections.of_workspace(WORKSPACE)] == [False, True]
    room.identity.connections["connection-tenant-a"] = reported

    await room.connections.sync(WORKSPACE, login.grant_id)

    assert {each.state for each in await room.connections.of_workspace(WORKSPACE)} == {"connected"}


async def test_no_sentence_says_who_ended_a_connection(either_room: Room) -> None:
    """The reason is for people: whatever it says, what a person ended is not broken, and what Xero ended is."""
    login = await either_room.log_in()
    await either_room.connections.disconnect(WORKSPACE, login.connections[0].id)
    del either_room.identity.connections["connection-tenant-b"]
    await either_room.connections.sync(WORKSPACE, login.grant_id)
    for reason in ("", "?", "disconnected by a person"):
        async with either_room.store.write(WORKSPACE) as tx:
            await tx.execute(update(connections).values(state_reason=reason))

        found = {each.tenant_id: each for each in await either_room.connections.of_workspace(WORKSPACE)}
        assert {key: (each.is_broken, each.ended_by) for key, each in found.items()} == {
            "tenant-a": (False, "person"),
            "tenant-b": (True, "xero"),
        }


async def test_the_details_of_an_organisation_are_kept(room: Room, clock: StillClock) -> None:
    """With the time they were read at."""
    login = await room.log_in()
    await room.connections.store_details(login.connections[0], {"BaseCurrency": "NZD"}, clock.now())

    stored = {each.id: each for each in await room.connections.of_workspace(WORKSPACE)}[login.connections[0].id]
    assert (stored.details, stored.details_at) == ({"BaseCurrency": "NZD"}, clock.now())


async def test_a_custom_connection_is_disconnected_here(sqlite_url: str, clock: StillClock, tmp_path: Path) -> None:
    """It has no connection id to give back."""
    identity = FakeIdentity(clock.now, kind="custom")
    room = Room.open(sqlite_url, identity, clock, tmp_path)
    login = await room.logins.connect_custom(WORKSPACE)

    await room.connections.sync(WORKSPACE, login.grant_id)
    assert [each.state for each in await room.connections.of_workspace(WORKSPACE)] == ["connected"]
    await room.connections.disconnect(WORKSPACE, login.connections[0].id)

    assert [each.state for each in await room.connections.of_workspace(WORKSPACE)] == ["disconnected"]
    await room.close()
