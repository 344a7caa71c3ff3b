"""The life of a grant: leases of the dead, late writers, long disuse, and logins of other kinds."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from auth.fake_identity import FakeIdentity
from auth.room import WORKSPACE, Room
from support.clock import StillClock

from atom_xero_plugin.auth import refresh_leases
from atom_xero_plugin.auth.grants import Grant, open_tokens
from atom_xero_plugin.core.errors import ReconnectNeeded, XeroUnavailable
from atom_xero_plugin.store.tables import grants

pytestmark = pytest.mark.anyio


async def test_a_refresh_begun_and_never_finished_is_begun_again(either_room: Room, clock: StillClock) -> None:
    """As soon as the lease of who died has expired."""
    grant = await either_room.grant()
    clock.advance(hours=1)
    died = await refresh_leases.take(
        either_room.store, Grant.of(await either_room.row(grant)), clock.now(), timedelta(seconds=30)
    )
    assert died is not None
    began = clock.now()

    assert await either_room.bearer(grant)
    assert clock.now() - began <= timedelta(seconds=35)


async def test_a_lease_from_a_clock_that_went_back_does_not_hold_forever(room: Room, clock: StillClock) -> None:
    """A lease cannot end later than one given now would."""
    grant = await room.grant()
    clock.advance(hours=1)
    await room.change(grant, lease_until=clock.now() + timedelta(days=365))

    assert await room.bearer(grant)


async def test_waiters_share_the_failure_of_the_one_who_asked(room: Room, clock: StillClock) -> None:
    """A token service that is down is not asked by each of them in turn."""
    grant = await room.grant()
    clock.advance(hours=1)
    seen = Grant.of(await room.row(grant))
    lease = await refresh_leases.take(room.store, seen, clock.now(), timedelta(seconds=30))
    assert lease is not None
    await refresh_leases.give_back(room.store, lease, failed=True)

    with pytest.raises(XeroUnavailable):
        await room.tokens._renewed(seen, open_tokens(room.keyring, seen), old_will_do=True)
    assert room.identity.token_requests() == 0


async def test_a_late_writer_changes_no_row(either_room: Room, clock: StillClock) -> None:
    """Its lease was taken over; what the other stored stays."""
    grant = await either_room.grant()
    seen = Grant.of(await either_room.row(grant))
    late = await refresh_leases.take(either_room.store, seen, clock.now(), timedelta(seconds=30))
    assert late is not None
    stored = open_tokens(either_room.keyring, seen)
    answer = await either_room.oauth.refresh(stored.refresh_token or "")
    clock.advance(seconds=31)
    await either_room.tokens.refused(grant, WORKSPACE, stored.access_token)
    token = await either_room.bearer(grant)
    before = await either_room.row(grant)

    stored = await refresh_leases.keep(
        either_room.store, either_room.keyring, late, answer, used="old", now=clock.now()
    )
    await refresh_leases.give_back(either_room.store, late, failed=True)
    await refresh_leases.end_refused(either_room.store, late, clock.now(), reason="late")

    assert not stored
    assert await either_room.row(grant) == before
    assert await either_room.bearer(grant) == token


async def test_a_late_answer_of_an_earlier_login_does_not_overwrite_the_new_login(
    room: Room, clock: StillClock
) -> None:
    """A person logged in again while a refresh was under way."""
    login = await room.log_in()
    seen = Grant.of(await room.row(login.grant_id))
    late = await refresh_leases.take(room.store, seen, clock.now(), timedelta(seconds=30))
    assert late is not None
    answer = await room.oauth.refresh(open_tokens(room.keyring, seen).refresh_token or "")
    await room.log_in()
    token = await room.bearer(login.grant_id)

    assert not await refresh_leases.keep(room.store, room.keyring, late, answer, used=None, now=clock.now())
    assert await room.bearer(login.grant_id) == token


async def test_an_unused_grant_lives_for_ever(either_room: Room, clock: StillClock) -> None:
    """Refreshed once a day, although nobody asks for its token: 60 days unused would end it."""
    grant = await either_room.grant()
    for _ in range(100):
        clock.advance(hours=24, minutes=1)
        assert await either_room.tokens.keep_alive() == 1
        assert await either_room.tokens.keep_alive() == 0

    assert await either_room.bearer(grant)
    assert either_room.identity.refused() == 0


async def test_keeping_alive_goes_on_after_a_grant_that_fails(room: Room, clock: StillClock) -> None:
    """One broken login does not starve the others."""
    first = await room.grant()
    second = await room.grant("other")
    room.identity.families[0].revoked = True
    clock.advance(hours=25)

    assert await room.tokens.keep_alive() == 1
    assert [(await room.row(each))["state"] for each in (first, second)] == ["needs_reauth", "active"]


async def test_a_custom_connection_asks_again(clock: StillClock, sqlite_url: str, tmp_path) -> None:
    """It has no refresh token; the same lease keeps it to one request."""
    identity = FakeIdentity(clock.now, kind="custom")
    room = Room.open(sqlite_url, identity, clock, tmp_path)
    login = await room.logins.connect_custom(WORKSPACE)
    clock.advance(minutes=30)

    tokens = await asyncio.gather(*(room.bearer(login.grant_id) for _ in range(9)))
    await room.close()

    assert len(set(tokens)) == 1
    assert identity.token_requests("client_credentials") == 2
    assert identity.violations == []


async def test_a_login_without_offline_access_ends_with_its_token(room: Room, clock: StillClock) -> None:
    """It says which scope is missing, and sends nothing."""
    room.identity.reshape = lambda answer: {**answer, "refresh_token": None}
    login = await room.log_in()
    clock.advance(hours=1)

    with pytest.raises(ReconnectNeeded, match="offline_access"):
        await room.bearer(login.grant_id)
    assert room.identity.token_requests() == 0
    assert (await room.row(login.grant_id))["state"] == "needs_reauth"


def test_the_grants_table_has_what_a_lease_needs() -> None:
    """The columns that the protocol stands on."""
    assert {"generation", "fence", "lease_until", "refresh_started_at", "attempt_id"} <= set(grants.c.keys())
