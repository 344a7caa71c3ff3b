"""What one of many processes does: ask for the token as the plugin does, or as a refresher without any care."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import msgspec
from auth.fake_identity import FakeIdentity
from auth.room import WORKSPACE, Room
from sqlalchemy import update
from support.clock import StillClock

import atom_xero_plugin.auth.oauth_client  # noqa: F401 - before the fork: each process would load it by itself
from atom_xero_plugin.auth.grants import Grant, encrypt, open_tokens
from atom_xero_plugin.core.clock import SystemClock
from atom_xero_plugin.store.tables import grants


def _room(job: dict[str, Any]) -> Room:
    clock = StillClock(datetime.fromisoformat(job["now"])) if job.get("now") else SystemClock()
    identity = FakeIdentity(
        clock.now, address=job["address"], client_id=job["client_id"], client_secret=job["client_secret"]
    )
    return Room.open(job["database_url"], identity, clock, Path("/"), transport=httpx2.AsyncHTTPTransport())


async def careful(job: dict[str, Any]) -> str:
    """As the plugin does."""
    room = _room(job)
    try:
        return await room.bearer(job["grant"])
    finally:
        await room.close()


async def refused(job: dict[str, Any]) -> str:
    """As the plugin does when Xero refused the token it was served; again and again."""
    room = _room(job)
    try:
        token = await room.bearer(job["grant"])
        for _ in range(job["rounds"]):
            await room.tokens.refused(job["grant"], WORKSPACE, token)
            token = await room.bearer(job["grant"])
    finally:
        await room.close()
    return token


async def naive(job: dict[str, Any]) -> str:
    """Read, refresh, write: what a program does that knows of no other."""
    room = _room(job)
    try:
        grant = Grant.of(await room.row(job["grant"]))
        tokens = await room.oauth.refresh(open_tokens(room.keyring, grant).refresh_token or "")
        now = room.clock.now()
        async with room.store.write(WORKSPACE) as tx:
            values = encrypt(room.keyring, grant.id, tokens, now)
            await tx.execute(update(grants).where(grants.c.id == grant.id).values(**values))
        return tokens.access_token
    finally:
        await room.close()


async def login_twice(job: dict[str, Any]) -> str:
    """Finish a login whose browser came back; only one of many processes may."""
    room = _room(job)
    try:
        came_back = msgspec.convert(job["came_back"], dict[str, str])
        return (await room.logins.finish(**came_back)).grant_id
    finally:
        await room.close()


MODES = {"careful": careful, "refused": refused, "naive": naive, "login_twice": login_twice}
LONG_AGO = timedelta(hours=1)
