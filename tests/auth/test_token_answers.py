"""What the token service may answer, and the one state that each answer leaves."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx2
import pytest
from auth.fake_identity import Answer
from auth.room import Room
from hypothesis import given
from hypothesis import strategies as st
from support.clock import StillClock
from support.endless_answer import EndlessAnswer

from atom_xero_plugin.auth import oauth
from atom_xero_plugin.auth.grants import Grant, open_tokens
from atom_xero_plugin.auth.token_response import TokenSet, claims_of, refusal, sensible, token_set
from atom_xero_plugin.auth.tokens import LEASE
from atom_xero_plugin.core.errors import FixSetup, ReconnectNeeded, XeroPluginError, XeroUnavailable

pytestmark = pytest.mark.anyio


def raw(body: bytes, status: int = 200) -> Callable[[Callable[[], Answer]], Answer]:
    return lambda _honest: Answer(status, body)


def error(code: object, status: int = 400) -> Callable[[Callable[[], Answer]], Answer]:
    return raw(json.dumps({"error": code}).encode(), status)


@pytest.mark.parametrize(
    ("fault", "becomes", "state"),
    [
        (error("invalid_grant"), ReconnectNeeded, "needs_reauth"),
        (error("invalid_grant", 401), ReconnectNeeded, "needs_reauth"),
        (error("invalid_grant", 500), XeroUnavailable, "active"),
        (error("invalid_client"), FixSetup, "active"),
        (error("invalid_client", 401), FixSetup, "active"),
        (error("unauthorized_client"), FixSetup, "active"),
        (error("invalid_scope"), FixSetup, "active"),
        (error("invalid_request"), FixSetup, "active"),
        (error("access_denied"), XeroUnavailable, "active"),
        (error("access_denied", 403), XeroUnavailable, "active"),
        (error("temporarily_unavailable"), XeroUnavailable, "active"),
        (error("server_error"), XeroUnavailable, "active"),
        (error("what_is_this"), XeroUnavailable, "active"),
        (error(None), XeroUnavailable, "active"),
        (error(["invalid_grant"]), XeroUnavailable, "active"),
        (error({"invalid_grant": 1}), XeroUnavailable, "active"),
        (raw(b"", 400), XeroUnavailable, "active"),
        (raw(b"", 200), XeroUnavailable, "active"),
        (raw(b"{}", 200), XeroUnavailable, "active"),
        (raw(b"{}", 400), XeroUnavailable, "active"),
        (raw(b"null"), XeroUnavailable, "active"),
        (raw(b"[]"), XeroUnavailable, "active"),
        (raw(b'"token"'), XeroUnavailable, "active"),
        (raw(b"<html>Access denied</html>", 403), XeroUnavailable, "active"),
        (raw(b"slow down", 429), XeroUnavailable, "active"),
        (raw(b"{", 200), XeroUnavailable, "active"),
        (raw(b"\xff\xfe\x00"), XeroUnavailable, "active"),
        (raw(b"[" * 100_000), XeroUnavailable, "active"),
        (raw(b'{"access_token": 7, "expires_in": 1800}'), XeroUnavailable, "active"),
        (raw(b'{"access_token": "", "expires_in": 1800}'), XeroUnavailable, "active"),
        (raw(b'{"access_token": "two\\r\\nlines", "expires_in": 1800}'), XeroUnavailable, "active"),
        (raw(b'{"Title": "Unauthorized"}', 401), XeroUnavailable, "active"),
        (raw(b"", 302), XeroUnavailable, "active"),
        (raw(b"", 503), XeroUnavailable, "active"),
    ],
)
async def test_each_wrong_answer_becomes_one_error_and_one_state(
    room: Room, clock: StillClock, fault: Any, becomes: type[XeroPluginError], state: str
) -> None:
    """Only invalid_grant ends a login; after all else the next attempt works."""
    grant = await room.grant()
    clock.advance(hours=1)
    room.identity.faults.append(fault)

    with pytest.raises(becomes):
        await room.bearer(grant)

    row = await room.row(grant)
    assert (row["state"], row["lease_until"], row["generation"]) == (state, None, 1)
    if state == "active":
        assert await room.bearer(grant)


@pytest.mark.parametrize("expires_in", [0, -1, "1800", "soon", "", None, True, 1e400, float("nan"), [], {}, "9" * 400])
async def test_strange_lifetimes_do_not_cost_us_the_tokens(room: Room, clock: StillClock, expires_in: object) -> None:
    """Nor do they make every call ask for new ones."""
    grant = await room.grant()
    clock.advance(hours=1)
    room.identity.reshape = lambda answer: {**answer, "expires_in": expires_in}

    token = await room.bearer(grant)
    clock.advance(minutes=20)

    assert await room.bearer(grant) == token
    assert room.identity.token_requests() == 1


@pytest.mark.parametrize("missing", [None, "", 7, [], "absent"])
async def test_an_answer_without_a_refresh_token_keeps_the_one_there_is(
    room: Room, clock: StillClock, missing: object
) -> None:
    """RFC 6749, section 6: the old one stays in use then."""
    grant = await room.grant()
    before = open_tokens(room.keyring, Grant.of(await room.row(grant))).refresh_token
    clock.advance(hours=1)

    def without(answer: dict[str, Any]) -> dict[str, Any]:
        del answer["refresh_token"]
        return answer if missing == "absent" else {**answer, "refresh_token": missing}

    room.identity.reshape = without
    await room.bearer(grant)

    assert open_tokens(room.keyring, Grant.of(await room.row(grant))).refresh_token == before


async def test_unknown_fields_of_an_answer_are_let_be(room: Room, clock: StillClock) -> None:
    """Whatever is added one day."""
    grant = await room.grant()
    clock.advance(hours=1)
    room.identity.reshape = lambda answer: {**answer, "expires_at": "tomorrow", "token_type": 7, "new": {"a": [1]}}

    assert await room.bearer(grant)


@given(st.binary(max_size=300), st.sampled_from([200, 201, 302, 400, 401, 403, 404, 418, 429, 500, 503]))
def test_any_body_with_any_status_is_tokens_or_an_error_of_ours(body: bytes, status: int) -> None:
    """What Authlib makes of it is checked above; this is what we do before it."""
    reply = httpx2.Response(status, content=body, request=httpx2.Request("POST", "http://localhost/"))
    try:
        assert sensible(reply).status_code == status
    except httpx2.HTTPStatusError:
        assert status >= 300


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner, max_size=3)
)


@given(
    st.fixed_dictionaries(
        {},
        optional=dict.fromkeys(("access_token", "refresh_token", "id_token", "expires_in", "scope"), _json),
    )
)
def test_any_object_is_a_sound_token_set_or_unavailable(answer: dict[str, Any]) -> None:
    """Never half of one."""
    try:
        tokens = token_set(answer)
    except XeroUnavailable:
        return

    assert tokens.access_token.isascii()
    assert 0 < tokens.expires_in <= 24 * 3600
    assert tokens.refresh_token is None or tokens.refresh_token.strip()


@given(st.text(max_size=200) | st.builds(lambda a, b: f"{a}.{b}.", st.text(), st.text()))
def test_any_text_may_be_asked_for_its_claims(token: str) -> None:
    """What is no JWT claims nothing."""
    assert isinstance(claims_of(token), dict)


def test_the_text_of_tokens_shows_none_of_them() -> None:
    """Wherever it is printed."""
    tokens = TokenSet("CANARY-a", 1800, "CANARY-b", "CANARY-c", "openid")

    assert "CANARY" not in f"{tokens!r} {tokens} {[tokens]}"


@pytest.mark.parametrize("code", ["invalid_client", "unauthorized_client", "invalid_scope", "invalid_request"])
def test_a_refusal_of_the_setup_says_what_to_set(code: str) -> None:
    """In one sentence."""
    said = refusal(code, "http://localhost:5058/callback")

    assert isinstance(said, FixSetup)
    assert "XERO_" in said.hint


async def test_no_answer_in_time_is_reported_as_such(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """And two requests are given up before the lease ends."""
    assert LEASE.total_seconds() > oauth.TOKEN_TIMEOUT_S * 2
    monkeypatch.setattr(oauth, "TOKEN_TIMEOUT_S", 0.01)

    async def never(_request: httpx2.Request) -> httpx2.Response:
        await asyncio.Event().wait()
        raise AssertionError

    silent = oauth.OAuth(room.settings, clock=room.clock, transport=httpx2.MockTransport(never))

    with pytest.raises(XeroUnavailable, match="TimeoutError"):
        await silent.refresh("CANARY")
    await silent.close()


@pytest.mark.parametrize(
    "ask",
    [
        lambda service: service.refresh("CANARY"),
        lambda service: service.exchange("CANARY", verifier="v" * 43, redirect_uri="http://localhost:5058/callback"),
        lambda service: service.revoke("CANARY"),
        lambda service: service.tenants("CANARY"),
    ],
    ids=["refresh", "exchange", "revoke", "tenants"],
)
async def test_an_endless_answer_is_given_up_and_never_held_whole(
    room: Room, ask: Callable[[oauth.OAuth], Awaitable[object]]
) -> None:
    """Some 4 MB are taken, however little of it went over the wire; then the call ends with words."""
    stream = EndlessAnswer()
    transport = httpx2.MockTransport(lambda _: httpx2.Response(200, stream=stream))
    service = oauth.OAuth(room.settings, clock=room.clock, transport=transport)

    with pytest.raises(XeroUnavailable, match="larger than 4 MB") as caught:
        await ask(service)

    assert stream.closed
    assert stream.given <= 6 << 20
    assert "CANARY" not in str(caught.value)
    await service.close()


async def test_a_small_answer_that_unpacks_to_a_huge_one_is_given_up(room: Room) -> None:
    """The bound is on what is held, not on what was sent."""
    packed = gzip.compress(b" " * (64 << 20))
    transport = httpx2.MockTransport(
        lambda _: httpx2.Response(200, headers={"content-encoding": "gzip"}, stream=httpx2.ByteStream(packed))
    )
    service = oauth.OAuth(room.settings, clock=room.clock, transport=transport)

    with pytest.raises(XeroUnavailable, match="larger than 4 MB"):
        await service.refresh("CANARY")
    await service.close()


async def test_a_packed_answer_is_unpacked(room: Room) -> None:
    """As any server may send it."""
    packed = gzip.compress(b'{"access_token": "a.b.c", "expires_in": 1800, "refresh_token": "next"}')
    transport = httpx2.MockTransport(
        lambda _: httpx2.Response(200, headers={"content-encoding": "gzip"}, stream=httpx2.ByteStream(packed))
    )
    service = oauth.OAuth(room.settings, clock=room.clock, transport=transport)

    assert (await service.refresh("old")).refresh_token == "next"
    await service.close()
