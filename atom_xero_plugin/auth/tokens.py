"""One refresh of a grant's tokens, however many processes ask, and none lost wherever a process dies.

A refresh is a lease and a fence. (1) A committed update takes the lease and raises the fence. (2) The token service is
asked, with a time limit well below the lease; no transaction is open meanwhile. (3) A second update stores the answer
only if the fence is still ours. Who finds the lease taken waits for the new generation, or uses the old token while
it is good. A refresh that was begun and never finished is simply begun again with the stored token: Xero takes it for
30 minutes more. Only when the stored and the previous token are both refused is a person asked to log in.
"""

from __future__ import annotations

import asyncio
import secrets
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from atom_xero_plugin.auth.grants import Grant, Kept, open_previous, open_tokens, seal, seal_previous
from atom_xero_plugin.auth.oauth import OAuth, TokenSet
from atom_xero_plugin.clock import Clock
from atom_xero_plugin.crashpoint import crashpoint, declare
from atom_xero_plugin.errors import Busy, NotFound, ReconnectNeeded, WaitAndTry, XeroPluginError
from atom_xero_plugin.store import audit
from atom_xero_plugin.store.encryption import Keyring
from atom_xero_plugin.store.models import grants
from atom_xero_plugin.store.session import ALL_WORKSPACES, Store

LEASE = timedelta(seconds=30)
"""Longer than the token service is waited for, so a lease lapses only when its holder died."""
MARGIN = timedelta(seconds=60)
"""A token this near its end is refreshed before it is used."""
KEEP_ALIVE_AFTER = timedelta(hours=24)
"""An unused grant is refreshed daily: Xero forgets a refresh token after 60 days."""
_SHORTEST_WAIT_S, _LONGEST_WAIT_S = 0.05, 1.0

declare(
    "refresh.before_lease",
    "refresh.in_lease",
    "refresh.after_lease",
    "refresh.before_post",
    "refresh.after_post",
    "refresh.before_store",
    "refresh.in_store",
    "refresh.after_commit",
    "refresh.before_answer",
)


@dataclass(frozen=True)
class _Cached:
    token: str = field(repr=False)
    good_until: datetime
    generation: int


class Tokens:
    """The bearer tokens of every grant."""

    def __init__(self, store: Store, keyring: Keyring, oauth: OAuth, clock: Clock, *, lease: timedelta = LEASE) -> None:
        """Nothing is read yet."""
        self._store = store
        self._keyring = keyring
        self._oauth = oauth
        self._clock = clock
        self._lease = lease
        self._cache: dict[str, _Cached] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def bearer(self, grant_id: str, workspace_id: str) -> str:
        """An access token good for a minute at least.

        Raises ReconnectNeeded when Xero no longer takes the grant, NotFound for a grant of another workspace,
        XeroUnavailable or Busy when the tokens could not be refreshed just now.
        """
        cached = self._fresh(grant_id)
        if cached is not None:
            return cached.token
        async with self._locks[grant_id]:
            cached = self._fresh(grant_id)
            if cached is not None:
                return cached.token
            grant = await self._grant(grant_id, workspace_id)
            if self._good(grant, MARGIN):
                return self._remember(grant)
            return await self._refreshed(grant, old_will_do=True)

    async def refused(self, grant_id: str, workspace_id: str, token: str) -> None:
        """Xero said that this token has expired: refresh, unless it was refreshed since."""
        async with self._locks[grant_id]:
            self._cache.pop(grant_id, None)
            grant = await self._grant(grant_id, workspace_id)
            if open_tokens(self._keyring, grant).access_token == token:
                await self._refreshed(grant, old_will_do=False)

    def forget(self, grant_id: str) -> None:
        """Drop what is remembered of a grant that was revoked."""
        self._cache.pop(grant_id, None)

    async def keep_alive(self) -> int:
        """Refresh every grant that went unused for a day; returns how many. For a scheduler."""
        before = self._clock.now() - KEEP_ALIVE_AFTER
        idle = select(grants.c.id, grants.c.workspace_id).where(
            grants.c.state == "active", grants.c.kind != "custom", grants.c.refreshed_at < before
        )
        async with self._store.read(ALL_WORKSPACES) as tx:
            rows = (await tx.execute(idle)).all()
        done = 0
        for row in rows:
            try:
                await self._refreshed(await self._grant(row.id, row.workspace_id), old_will_do=False)
                done += 1
            except XeroPluginError:  # kept in the grant's row; the next round tries again
                continue
        return done

    def _fresh(self, grant_id: str) -> _Cached | None:
        cached = self._cache.get(grant_id)
        return cached if cached is not None and cached.good_until - MARGIN > self._clock.now() else None

    def _good(self, grant: Grant, margin: timedelta = timedelta(0)) -> bool:
        expires = grant.access_expires_at
        return grant.sealed_tokens is not None and expires is not None and expires - margin > self._clock.now()

    def _remember(self, grant: Grant) -> str:
        token = open_tokens(self._keyring, grant).access_token
        assert grant.access_expires_at is not None  # noqa: S101 - a grant with tokens has it
        self._cache[grant.id] = _Cached(token, grant.access_expires_at, grant.generation)
        return token

    async def _grant(self, grant_id: str, workspace_id: str) -> Grant:
        statement = select(grants).where(grants.c.id == grant_id, grants.c.workspace_id == workspace_id)
        async with self._store.read(workspace_id) as tx:
            row = (await tx.execute(statement)).mappings().first()
        if row is None:
            raise NotFound("There is no such connection in this workspace.")
        grant = Grant.of(row)
        if grant.state != "active":
            self._cache.pop(grant_id, None)
            raise ReconnectNeeded(grant.state_reason or f"The login at Xero is {grant.state}.")
        return grant

    async def _refreshed(self, seen: Grant, *, old_will_do: bool) -> str:
        """A token of a later generation than `seen`, by our own refresh or another process's."""
        wait, until = _SHORTEST_WAIT_S, self._clock.now() + self._lease * 2
        crashpoint("refresh.before_lease")
        while True:
            fence = await self._take_lease(seen)
            if fence is not None:
                return await self._refresh(seen, fence, old_will_do=old_will_do)
            grant = await self._grant(seen.id, seen.workspace_id)
            if grant.generation != seen.generation or (old_will_do and self._good(grant)):
                return self._remember(grant)
            if self._clock.now() >= until:
                raise Busy("Another process is refreshing this connection and does not finish.", retry_after_s=30)
            await self._clock.sleep(wait * (0.5 + secrets.randbelow(1000) / 1000))
            wait = min(wait * 1.5, _LONGEST_WAIT_S)

    async def _take_lease(self, seen: Grant) -> int | None:
        now = self._clock.now()
        claim = (
            update(grants)
            .where(
                grants.c.id == seen.id,
                grants.c.state == "active",
                grants.c.generation == seen.generation,
                or_(grants.c.lease_until.is_(None), grants.c.lease_until < now),
            )
            .values(
                lease_owner=uuid.uuid4().hex,
                lease_until=now + self._lease,
                fence=grants.c.fence + 1,
                attempt_id=uuid.uuid4().hex,
                refresh_started_at=now,
            )
            .returning(grants.c.fence)
        )
        async with self._store.write(seen.workspace_id) as tx:
            fence: int | None = (await tx.execute(claim)).scalar()
            crashpoint("refresh.in_lease")
        crashpoint("refresh.after_lease")
        return fence

    async def _refresh(self, seen: Grant, fence: int, *, old_will_do: bool) -> str:
        kept = open_tokens(self._keyring, seen)
        crashpoint("refresh.before_post")
        try:
            tokens = await self._ask(seen, kept)
        except ReconnectNeeded as error:
            return await self._refused(seen, fence, error)
        except XeroPluginError as error:
            await self._failed(seen, fence)
            if old_will_do and isinstance(error, WaitAndTry) and self._good(seen):
                return self._remember(seen)
            raise
        crashpoint("refresh.after_post")
        return await self._keep(seen, fence, kept.refresh_token, tokens)

    async def _ask(self, seen: Grant, kept: Kept) -> TokenSet:
        if seen.kind == "custom":
            return await self._oauth.client_credentials()
        if kept.refresh_token is None:
            raise ReconnectNeeded("This login has no refresh token: the scope offline_access was not granted.")
        try:
            return await self._oauth.refresh(kept.refresh_token)
        except ReconnectNeeded:
            current = await self._grant(seen.id, seen.workspace_id)
            previous = open_previous(self._keyring, current, self._clock.now())
            if current.generation != seen.generation or previous is None:
                raise
            return await self._oauth.refresh(previous)

    async def _keep(self, seen: Grant, fence: int, used: str | None, tokens: TokenSet) -> str:
        """Store the new tokens before anyone uses them, if the lease is still ours."""
        now = self._clock.now()
        values = {
            **seal(self._keyring, seen.id, tokens, now, fallback=used),
            **seal_previous(self._keyring, seen.id, used, now),
            "generation": grants.c.generation + 1,
            "lease_owner": None,
            "lease_until": None,
            "refresh_started_at": None,
            "failures": 0,
        }
        crashpoint("refresh.before_store")
        async with self._store.write(seen.workspace_id) as tx:
            ours = update(grants).where(grants.c.id == seen.id, grants.c.fence == fence, grants.c.state == "active")
            await tx.execute(ours.values(**values))
            crashpoint("refresh.in_store")
        crashpoint("refresh.after_commit")
        # Ours, or what a process stored that took the lapsed lease over: the row is the truth either way.
        token = self._remember(await self._grant(seen.id, seen.workspace_id))
        crashpoint("refresh.before_answer")
        return token

    async def _failed(self, seen: Grant, fence: int) -> None:
        """A passing fault: give the lease back. It never kills a grant, however often it happens."""
        async with self._store.write(seen.workspace_id) as tx:
            ours = update(grants).where(grants.c.id == seen.id, grants.c.fence == fence)
            await tx.execute(ours.values(lease_owner=None, lease_until=None, failures=grants.c.failures + 1))

    async def _refused(self, seen: Grant, fence: int, error: ReconnectNeeded) -> str:
        """Both tokens were refused: another process was quicker, or a person must log in."""
        now = self._clock.now()
        async with self._store.write(seen.workspace_id) as tx:
            ours = update(grants).where(
                grants.c.id == seen.id, grants.c.fence == fence, grants.c.generation == seen.generation
            )
            dead = await tx.execute(
                ours.values(state="needs_reauth", state_reason=error.message, lease_until=None, updated_at=now)
            )
            if dead.rowcount == 1:
                await audit.record(
                    tx,
                    workspace_id=seen.workspace_id,
                    at=now,
                    actor="plugin",
                    event="grant.needs_reauth",
                    subject=seen.id,
                    detail={"reason": error.message},
                )
        return self._remember(await self._grant(seen.id, seen.workspace_id))
