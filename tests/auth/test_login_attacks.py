"""Attacks on the login: none of them gets a grant. Named after RFC 9700 and OWASP ASVS 5.0, section 10."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Callable
from typing import Any

import pytest
from auth.fake_identity import FakeIdentity, signed, signing_key
from auth.room import WORKSPACE, Room
from joserfc import jwt
from joserfc.jwk import RSAKey
from sqlalchemy import func, select, update
from support.clock import StillClock

from atom_xero_plugin.core.errors import InvalidKey, NotAllowed, ReconnectNeeded
from atom_xero_plugin.store.database import ALL_WORKSPACES
from atom_xero_plugin.store.tables import grants, logins

pytestmark = pytest.mark.anyio


async def grants_in(room: Room) -> int:
    async with room.store.read(ALL_WORKSPACES) as tx:
        return (await tx.execute(select(func.count()).select_from(grants))).scalar_one()


async def test_a_state_works_once(either_room: Room) -> None:
    """RFC 9700, 4.7: a replayed answer is refused before Xero syncs of it."""
    begun = await either_room.logins.begin(WORKSPACE)
    came_back = either_room.identity.consent(begun.address)
    await either_room.logins.finish(**came_back)
    asked = len(either_room.identity.log)

    with pytest.raises(NotAllowed):
        await either_room.logins.finish(**came_back)
    assert len(either_room.identity.log) == asked


@pytest.mark.parametrize("state", ["", "guess", "a" * 64, "' OR 1=1 --", "\x00", "💥" * 1000])
async def test_a_state_that_was_never_given_is_refused(either_room: Room, state: str) -> None:
    """Login CSRF: an attacker's code is not taken in a victim's session."""
    await either_room.logins.begin(WORKSPACE)

    with pytest.raises(NotAllowed):
        await either_room.logins.finish(state=state, code="stolen")
    assert either_room.identity.log == []


async def test_the_stored_hash_of_a_state_is_not_a_state(room: Room) -> None:
    """Who reads the database cannot finish a login."""
    await room.logins.begin(WORKSPACE)
    async with room.store.read(ALL_WORKSPACES) as tx:
        stored = (await tx.execute(select(logins.c.id))).scalar_one()

    with pytest.raises(NotAllowed):
        await room.logins.finish(state=stored, code="stolen")


async def test_a_login_expires_after_ten_minutes(room: Room, clock: StillClock) -> None:
    """ASVS 10.1.2: at the tenth minute, not after it."""
    begun = await room.logins.begin(WORKSPACE)
    came_back = room.identity.consent(begun.address)
    clock.advance(minutes=10)

    with pytest.raises(NotAllowed, match="too long"):
        await room.logins.finish(**came_back)


@pytest.mark.parametrize("cookie", [None, "", "another browser's"])
async def test_a_login_begun_in_one_browser_cannot_be_finished_in_another(room: Room, cookie: str | None) -> None:
    """RFC 9700, 4.7.1: bound to the user agent; the attempt spends the login."""
    begun = await room.logins.begin(WORKSPACE, browser="this browser's cookie")
    came_back = room.identity.consent(begun.address)

    with pytest.raises(NotAllowed, match="another browser"):
        await room.logins.finish(**came_back, browser=cookie)
    with pytest.raises(NotAllowed):
        await room.logins.finish(**came_back, browser="this browser's cookie")
    assert await grants_in(room) == 0


async def test_the_browser_that_began_a_login_may_finish_it(room: Room) -> None:
    """The check is no wall for the right one."""
    begun = await room.logins.begin(WORKSPACE, browser="cookie")

    assert await room.logins.finish(**room.identity.consent(begun.address), browser="cookie")


async def test_a_code_of_another_login_does_not_fit(room: Room) -> None:
    """RFC 9700, 4.5: code injection fails on PKCE, even with a good state."""
    victim = room.identity.consent((await room.logins.begin(WORKSPACE)).address)
    attacker = room.identity.consent((await room.logins.begin("attacker")).address)

    with pytest.raises(ReconnectNeeded):
        await room.logins.finish(state=attacker["state"], code=victim["code"])
    assert await grants_in(room) == 0


async def test_a_login_belongs_to_the_workspace_that_began_it(room: Room) -> None:
    """It is written in the row; nothing that comes back can change it."""
    login = await room.logins.finish(**room.identity.consent((await room.logins.begin("theirs")).address))

    assert login.workspace_id == "theirs"
    assert await room.connections.of_workspace(WORKSPACE) == []


async def test_an_error_without_a_state_of_ours_is_not_believed(room: Room) -> None:
    """It cannot end somebody's login."""
    begun = await room.logins.begin(WORKSPACE)
    came_back = room.identity.consent(begun.address)
    with pytest.raises(NotAllowed, match="unknown"):
        await room.logins.finish(state="guess", code=None, error="access_denied")

    assert await room.logins.finish(**came_back)


async def test_what_xero_calls_an_error_is_not_repeated(room: Room) -> None:
    """It came through the browser: anybody may have written it."""
    begun = await room.logins.begin(WORKSPACE)

    with pytest.raises(NotAllowed) as caught:
        await room.logins.finish(state=begun.state, code=None, error="<script>alert(1)</script>")
    assert "script" not in caught.value.message


async def test_the_secrets_of_one_login_cannot_be_put_in_another(room: Room) -> None:
    """The row's identity is inside what is encrypted."""
    mine = room.identity.consent((await room.logins.begin(WORKSPACE)).address)
    theirs = await room.logins.begin("theirs")
    async with room.store.write(ALL_WORKSPACES) as tx:
        other = select(logins.c.sealed_secrets).where(logins.c.workspace_id == "theirs").scalar_subquery()
        await tx.execute(update(logins).where(logins.c.workspace_id == WORKSPACE).values(sealed_secrets=other))
    assert theirs.state

    with pytest.raises(InvalidKey):
        await room.logins.finish(**mine)


def unsigned(claims: dict[str, Any]) -> str:
    parts = (json.dumps(part).encode() for part in ({"alg": "none", "kid": "first"}, claims))
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts) + "."


def with_the_public_key_as_a_secret(claims: dict[str, Any]) -> str:
    parts = (json.dumps(part).encode() for part in ({"alg": "HS256", "kid": "first"}, claims))
    reported = ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)
    mac = hmac.digest(signing_key().as_pem(private=False), reported.encode(), "sha256")
    return f"{reported}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


def tampered(claims: dict[str, Any]) -> str:
    head, _, signature = signed(claims, signing_key()).split(".")
    changed = json.dumps({**claims, "sub": "somebody-else"}).encode()
    return f"{head}.{base64.urlsafe_b64encode(changed).rstrip(b'=').decode()}.{signature}"


def by_a_stranger(claims: dict[str, Any]) -> str:
    return signed(claims, RSAKey.generate_key(2048, {"kid": "first"}))


def with_its_own_key(claims: dict[str, Any]) -> str:
    stranger = RSAKey.generate_key(2048)
    return jwt.encode({"alg": "RS256", "kid": "first", "jwk": stranger.as_dict(private=False)}, claims, stranger)


@pytest.mark.parametrize(
    "sign",
    [
        unsigned,
        with_the_public_key_as_a_secret,
        tampered,
        by_a_stranger,
        with_its_own_key,
        lambda claims: signed(claims, signing_key(), kid="unknown"),
        lambda claims: jwt.encode({"alg": "RS256"}, claims, signing_key()),
        lambda _claims: "not.a.token",
        lambda _claims: "nonsense",
        lambda _claims: "..",
        lambda claims: signed(claims, signing_key()) + "A",
    ],
)
async def test_an_id_token_that_xero_did_not_sign_is_refused(room: Room, sign: Callable[[dict[str, Any]], str]) -> None:
    """Whatever its header says of how it was signed."""
    room.identity.sign = sign

    with pytest.raises(NotAllowed, match="id token"):
        await room.log_in()
    assert await grants_in(room) == 0


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "of another login"},
        {"nonce": None},
        {"aud": "another-app"},
        {"aud": ["app-of-the-tests", "another-app"]},
        {"aud": None},
        {"iss": "https://evil.example"},
        {"iss": None},
        {"exp": 0},
        {"exp": None},
        {"exp": "tomorrow"},
        {"iat": None},
        {"iat": 9_999_999_999},
        {"nbf": 9_999_999_999},
        {"sub": None},
    ],
)
async def test_an_id_token_for_another_login_app_or_time_is_refused(room: Room, claims: dict[str, Any]) -> None:
    """Each claim is needed and must fit (mix-up, replay, substitution)."""
    room.identity.id_claims = claims

    with pytest.raises(NotAllowed, match="id token"):
        await room.log_in()
    assert await grants_in(room) == 0


async def test_an_id_token_may_be_a_minute_off(room: Room, clock: StillClock) -> None:
    """Clocks differ; more than that is refused."""
    now = int(clock.now().timestamp())
    room.identity.id_claims = {"iat": now + 59, "exp": now - 59}
    await room.log_in()

    room.identity.id_claims = {"exp": now - 61}
    with pytest.raises(NotAllowed):
        await room.log_in()


async def test_new_signing_keys_are_found(room: Room, identity: FakeIdentity) -> None:
    """Xero changes its keys: one that is not known is looked up once more."""
    await room.log_in()
    second = RSAKey.generate_key(2048, {"kid": "second", "use": "sig", "alg": "RS256"})
    identity.keys = [second]
    identity.sign = lambda claims: signed(claims, second, kid="second")

    await room.log_in()

    assert identity.log.count(("keys", "ok")) == 2
