"""One refresh at a time: what callers get, what the row holds, what Xero sees."""

from __future__ import annotations

import asyncio

import pytest
from auth.fake_identity import FakeIdentity
from auth.room import WORKSPACE, Room
from sqlalchemy.exc import OperationalError
from support.clock import StillClock

from atom_xero_plugin.auth import refresh_leases
from atom_xero_plugin.auth.grants import Grant, open_tokens
from atom_xero_plugin.core.errors import FixSetup, InvalidKey, NotFound, ReconnectNeeded, XeroUnavailable
from atom_xero_plugin.store.encryption import Keyring

pytestmark = pytest.mark.anyio


async def test_a_token_with_time_left_is_served_without_a_request(room: Room, identity: FakeIdentity) -> None:
    """From the row first, from memory after."""
    grant = await room.grant()

    assert await room.bearer(grant) == await room.bearer(grant)
    assert identity.token_requests() == 0


async def test_a_token_in_its_last_minute_is_refreshed(either_room: Room, clock: StillClock) -> None:
    """So that a call made with it does not end after it did."""
    grant = await either_room.grant()
    before = await either_room.bearer(grant)
    clock.advance(minutes=29, seconds=1)

    after = await either_room.bearer(grant)

    assert after != before
    assert either_room.identity.token_requests() == 1
    row = await either_room.row(grant)
    assert (row["generation"], row["lease_until"], row["refresh_started_at"], row["failures"]) == (2, None, None, 0)
    assert (await either_room.events())[-1] == "grant.refreshed"


async def test_the_token_served_is_the_one_stored(room: Room, clock: StillClock) -> None:
    """Nothing is used before it is kept."""
    grant = await room.grant()
    clock.advance(hours=1)

    token = await room.bearer(grant)

    assert open_tokens(room.keyring, Grant.of(await room.row(grant))).access_token == token


async def test_many_callers_of_one_process_share_one_refresh(room: Room, clock: StillClock) -> None:
    """One task does it and all get its token."""
    grant = await room.grant()
    clock.advance(hours=1)

    tokens = await asyncio.gather(*(room.bearer(grant) for _ in range(50)))

    assert len(set(tokens)) == 1
    assert room.identity.token_requests() == 1


async def test_a_caller_who_goes_away_does_not_end_the_refresh(room: Room, clock: StillClock) -> None:
    """Xero has changed the token by then; the answer must still be stored."""
    grant = await room.grant()
    clock.advance(hours=1)
    caller = asyncio.create_task(room.bearer(grant))
    while not room.tokens._flights:  # noqa: ASYNC110 - until the refresh has begun; there is no event for it
        await asyncio.sleep(0)

    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    await room.tokens.close()

    assert (await room.row(grant))["generation"] == 2
    assert await room.bearer(grant)
    assert room.identity.token_requests() == 1


async def test_a_refused_token_is_refreshed_once_however_many_were_refused(room: Room) -> None:
    """The second to show of it finds that it was done."""
    grant = await room.grant()
    token = await room.bearer(grant)

    await asyncio.gather(*(room.tokens.refused(grant, WORKSPACE, token) for _ in range(20)))

    assert room.identity.token_requests() == 1
    assert await room.bearer(grant) != token


async def test_a_refused_token_of_an_earlier_generation_changes_nothing(room: Room) -> None:
    """Another process was quicker."""
    grant = await room.grant()
    old = await room.bearer(grant)
    other = room.neighbours()
    await other.tokens.refused(grant, WORKSPACE, old)
    await other.close()

    await room.tokens.refused(grant, WORKSPACE, old)

    assert room.identity.token_requests() == 1


async def test_a_grant_of_another_workspace_is_not_found(room: Room) -> None:
    """Not even when its token is in memory."""
    grant = await room.grant()
    await room.bearer(grant)

    with pytest.raises(NotFound):
        await room.bearer(grant, "another")


async def test_a_revocation_elsewhere_is_noticed_within_a_minute(room: Room, clock: StillClock) -> None:
    """Although the token in memory has 30 minutes to live."""
    grant = await room.grant()
    await room.bearer(grant)
    other = room.neighbours()
    await other.connections.revoke(WORKSPACE, grant)
    await other.close()
    clock.advance(seconds=61)

    with pytest.raises(ReconnectNeeded):
        await room.bearer(grant)


async def test_a_passing_fault_serves_the_old_token_while_it_is_good(room: Room, clock: StillClock) -> None:
    """A caller in the last minute of a token need not know."""
    grant = await room.grant()
    before = await room.bearer(grant)
    clock.advance(minutes=29, seconds=30)
    room.identity.fail()

    assert await room.bearer(grant) == before


async def test_ten_thousand_passing_faults_do_not_end_a_grant(room: Room, clock: StillClock) -> None:
    """Only a refusal of both tokens does. (The count is put in the row; 20 are real.)"""
    grant = await room.grant()
    await room.change(grant, failures=9_980)
    clock.advance(hours=1)
    room.identity.fail(times=20)
    for _ in range(20):
        with pytest.raises(XeroUnavailable):
            await room.bearer(grant)
    row = await room.row(grant)
    assert (row["failures"], row["state"], row["lease_until"]) == (10_000, "active", None)

    assert await room.bearer(grant)
    assert (await room.row(grant))["failures"] == 0


async def test_an_answer_lost_on_the_way_is_asked_for_again_with_the_same_token(room: Room, clock: StillClock) -> None:
    """Xero takes it for half an hour more."""
    grant = await room.grant()
    clock.advance(hours=1)
    room.identity.drop()
    with pytest.raises(XeroUnavailable):
        await room.bearer(grant)

    assert await room.bearer(grant)
    assert (await room.row(grant))["state"] == "active"


async def test_the_refresh_token_before_is_tried_before_a_login_is_asked_for(room: Room, clock: StillClock) -> None:
    """Two programs may have shared a database that was restored from a copy: the older token may be the live one."""
    grant = await room.grant()
    await room.tokens.refused(grant, WORKSPACE, await room.bearer(grant))
    family = room.identity.families[0]
    family.current, family.rotated = next(iter(family.rotated)), {}

    await room.tokens.refused(grant, WORKSPACE, await room.bearer(grant))

    assert [outcome for _, outcome in room.identity.log] == ["ok", "invalid_grant", "ok"]
    assert (await room.row(grant))["state"] == "active"


async def test_the_refresh_token_before_is_not_tried_after_the_grace(room: Room, clock: StillClock) -> None:
    """Xero would refuse it."""
    grant = await room.grant()
    await room.tokens.refused(grant, WORKSPACE, await room.bearer(grant))
    room.identity.families[0].revoked = True
    clock.advance(minutes=31)

    with pytest.raises(ReconnectNeeded):
        await room.bearer(grant)

    assert room.identity.refused() == 1


async def test_a_refusal_of_both_tokens_asks_for_a_login_once(either_room: Room, clock: StillClock) -> None:
    """Said in the row and in the audit trail; Xero is not asked again."""
    grant = await either_room.grant()
    await either_room.tokens.refused(grant, WORKSPACE, await either_room.bearer(grant))
    either_room.identity.families[0].revoked = True
    clock.advance(minutes=29, seconds=30)
    for _ in range(3):
        with pytest.raises(ReconnectNeeded, match="invalid_grant"):
            await either_room.bearer(grant)

    row = await either_room.row(grant)
    assert either_room.identity.refused() == 2
    assert (row["state"], row["lease_until"]) == ("needs_reauth", None)
    assert "invalid_grant" in row["state_reason"]
    assert (await either_room.events()).count("grant.needs_reauth") == 1
    assert [each.state for each in await either_room.connections.of_workspace(WORKSPACE)] == ["disconnected"]


async def test_a_login_renews_a_grant_that_xero_refused(room: Room, clock: StillClock) -> None:
    """In place: whatever points to it works again."""
    login = await room.log_in()
    room.identity.families[0].revoked = True
    clock.advance(hours=1)
    with pytest.raises(ReconnectNeeded):
        await room.bearer(login.grant_id)

    again = await room.log_in()

    assert again.grant_id == login.grant_id
    assert await room.bearer(login.grant_id)


async def test_a_wrong_secret_is_a_fault_of_the_setup_and_not_of_the_grant(room: Room, clock: StillClock) -> None:
    """It says which settings to check, and works again when they are right."""
    grant = await room.grant()
    clock.advance(hours=1)
    right, room.identity.client_secret = room.identity.client_secret, "another"
    with pytest.raises(FixSetup) as caught:
        await room.bearer(grant)
    assert "XERO_CLIENT_SECRET" in caught.value.hint

    room.identity.client_secret = right

    assert await room.bearer(grant)


async def test_a_wrong_encryption_key_takes_no_lease_and_sends_nothing(room: Room, clock: StillClock) -> None:
    """Another process with the right key is not held up."""
    grant = await room.grant()
    clock.advance(hours=1)
    other = room.neighbours()
    other.tokens._keyring = Keyring.parse("another secret of more than 32 characters")

    with pytest.raises(InvalidKey):
        await other.bearer(grant)
    await other.close()

    assert (await room.row(grant))["lease_until"] is None
    assert room.identity.token_requests() == 0


async def test_a_database_that_fails_when_tokens_are_stored_is_tried_again(
    room: Room, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What Xero gave is worth more than one attempt."""
    grant = await room.grant()
    clock.advance(hours=1)
    real, failures = refresh_leases.keep, iter([True, True, False])

    async def keep(*args: object, **kwargs: object) -> bool:
        if next(failures):
            raise OperationalError("UPDATE", {}, Exception("gone"))
        return await real(*args, **kwargs)

    monkeypatch.setattr(refresh_leases, "keep", keep)

    assert await room.bearer(grant)
    assert room.identity.token_requests() == 1
