"""No token, code, verifier, state, secret or key in a log, an error, a text form or the database's files."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from auth.fake_identity import FakeIdentity
from auth.room import KEY, WORKSPACE, Room
from auth.token_server import serving
from support.clock import StillClock

from atom_xero_plugin.auth.grants import Grant, open_tokens

pytestmark = pytest.mark.anyio


def secrets_of(identity: FakeIdentity, *states: str) -> set[str]:
    found = {*identity.secrets(), KEY, *states}
    assert len(found) > 5
    return found


def reported(text: str, secrets: set[str]) -> list[str]:
    return [secret for secret in secrets if secret in text]


async def test_a_life_of_logins_and_refreshes_leaves_no_secret_behind(
    database_url: str, tmp_path: Path, clock: StillClock, caplog: pytest.LogCaptureFixture
) -> None:
    """Over a real connection, with every logger at its most talkative, through success and failure."""
    caplog.set_level(logging.DEBUG)
    identity = FakeIdentity(clock.now)
    synced: list[str] = []
    with serving(identity) as address:
        room = Room.open(database_url, identity, clock, tmp_path, transport=None)
        room.oauth._transport = None
        begun = await room.logins.begin(WORKSPACE, browser="CANARY-cookie")
        came_back = identity.consent(begun.address)
        login = await room.logins.finish(**came_back, browser="CANARY-cookie")
        await room.tokens.refused(login.grant_id, WORKSPACE, await room.bearer(login.grant_id))
        identity.drop()
        identity.fail(500)
        identity.families[-1].revoked = True
        for _ in range(4):
            clock.advance(hours=1)
            try:
                await room.bearer(login.grant_id)
            except Exception as error:  # noqa: BLE001 - each is looked through
                synced += [repr(error), str(error), "".join(traceback.format_exception(error)), repr(vars(error))]
        try:
            await room.logins.finish(**came_back)
        except Exception as error:  # noqa: BLE001 - the same
            synced += ["".join(traceback.format_exception(error))]
        again = identity.consent((await room.logins.begin(WORKSPACE)).address)
        await room.connections.revoke(WORKSPACE, login.grant_id)
        row = await room.row(login.grant_id)
        stored = room.connections, room.tokens, room.logins, room.oauth, room.keyring, room.settings, begun, login
        synced += [repr(each) for each in (*stored, *map(vars, stored[:3]))]
        synced += [repr(value) for name, value in row.items() if name != "id"]
        await room.close()
        assert address in caplog.text  # or nothing was logged, and nothing proved

    asked = {name: values[0] for name, values in parse_qs(urlsplit(begun.address).query).items()}
    secrets = secrets_of(identity, came_back["state"], asked["nonce"], again["state"], "CANARY-cookie")
    assert reported(caplog.text + "\n".join(synced), secrets) == []
    assert len(synced) > 15


async def test_the_database_files_hold_no_secret_in_clear(room: Room, clock: StillClock) -> None:
    """Neither the file nor its write-ahead log."""
    begun = await room.logins.begin(WORKSPACE, browser="CANARY-cookie")
    login = await room.log_in()
    clock.advance(hours=1)
    token = await room.bearer(login.grant_id)
    refresh = open_tokens(room.keyring, Grant.of(await room.row(login.grant_id))).refresh_token
    assert {token, refresh} <= room.identity.issued

    files = sorted(room.settings.home.glob("test.db*"))
    stored = b"".join(path.read_bytes() for path in files).decode("latin-1")

    assert len(files) >= 2
    assert login.grant_id in stored
    assert reported(stored, secrets_of(room.identity, begun.state, "CANARY-cookie")) == []


async def test_no_secret_is_in_the_text_of_what_is_in_memory(room: Room) -> None:
    """Stack traces of other programs print local variables."""
    login = await room.log_in()
    token = await room.bearer(login.grant_id)
    remembered = room.tokens._remembered[WORKSPACE, login.grant_id]
    grant = Grant.of(await room.row(login.grant_id))

    told_of = f"{remembered!r} {open_tokens(room.keyring, grant)!r} {grant!r} {room.tokens._remembered!r}"

    assert token == remembered.token
    assert reported(told_of, secrets_of(room.identity)) == []
