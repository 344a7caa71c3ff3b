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
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from atom_xero_plugin.auth import refresh_leases
from atom_xero_plugin.auth.grants import Grant, StoredTokens, open_previous, open_tokens
from atom_xero_plugin.auth.oauth import OAuth
from atom_xero_plugin.auth.token_response import TokenSet
from atom_xero_plugin.core.clock import Clock
from atom_xero_plugin.core.crash_points import crashpoint, declare
from atom_xero_plugin.core.errors import (
    Busy,
    DatabaseAway,
    FixSetup,
    NotFound,
    ReconnectNeeded,
    WaitAndTry,
    XeroPluginError,
    XeroUnavailable,
)
from atom_xero_plugin.store.database import ALL_WORKSPACES, Store
from atom_xero_plugin.store.encryption import Keyring
from atom_xero_plugin.store.tables import grants

LEASE = timedelta(seconds=30)
"""Longer than the token service is waited for, twice, so a lease expires only when its holder died."""
MARGIN = timedelta(seconds=60)
"""A token this near its end is refreshed before it is used."""
OLD_MARGIN = timedelta(seconds=5)
"""While another process refreshes, the old token is used until it is this near its end."""
CHECK_AGAIN_AFTER = timedelta(seconds=60)
"""How long a remembered token is used without checking whether its grant was revoked elsewhere."""
KEEP_ALIVE_AFTER = timedelta(hours=23)
"""An unused grant is refreshed so often, checked hourly: at least daily. Xero forgets its token after 60 days."""
_SHORTEST_WAIT_S, _LONGEST_WAIT_S = 0.05, 1.0
_STORE_AGAIN_AFTER_S = (0.1, 0.5, 2.0, 4.0, 8.0)
"""Together with the wait for the token service less than a lease: a database that is started again is waited for."""

declare("refresh.before_lease", "refresh.before_post", "refresh.after_post", "refresh.before_answer")


@dataclass(frozen=True)
class _Remembered:
    token: str = field(repr=False)
    generation: int
    good_until: datetime
    seen_at: datetime


@dataclass(frozen=True)
class _Flight:
    """The one task of this process that looks after a grant just now."""

    refused: str | None = field(repr=False)
    task: asyncio.Task[str] = field(repr=False)


_Key = tuple[str, str]
"""Workspace and grant: a grant's token is never remembered for another workspace."""


class Tokens:
    """The bearer tokens of every grant."""

    def __init__(self, store: Store, keyring: Keyring, oauth: OAuth, clock: Clock, *, lease: timedelta = LEASE) -> None:
        """Nothing is read yet. `lease` must outlast two answers of the token service."""
        self._store = store
        self._keyring = keyring
        self._oauth = oauth
        self._clock = clock
        self._lease = lease
        self._remembered: dict[_Key, _Remembered] = {}
        self._flights: dict[_Key, _Flight] = {}

    async def bearer(self, grant_id: str, workspace_id: str) -> str:
        """An access token good for a minute, or for some seconds at least while a refresh is under way elsewhere.

        Raises ReconnectNeeded when Xero no longer takes the grant, NotFound for a grant of another workspace,
        XeroUnavailable or Busy when the tokens could not be refreshed just now, FixSetup or KeyWrong.
        """
        remembered = self._remembered.get((workspace_id, grant_id))
        if remembered is not None and self._usable(remembered):
            return remembered.token
        return await self._once((workspace_id, grant_id), refused=None)

    async def refused(self, grant_id: str, workspace_id: str, token: str) -> None:
        """Xero said that this token has expired: refresh, unless it was refreshed since.

        Never for a missing scope: a new token has the same scopes. Raises what `bearer` raises.
        """
        self._remembered.pop((workspace_id, grant_id), None)
        await self._once((workspace_id, grant_id), refused=token)

    def forget(self, grant_id: str) -> None:
        """Drop what is remembered of a grant that was revoked."""
        for key in [key for key in self._remembered if key[1] == grant_id]:
            del self._remembered[key]

    async def keep_alive(self) -> int:
        """Refresh every grant that went unused for a day; returns how many were. For a scheduler.

        A grant that cannot be refreshed just now is left for the next round.
        """
        before = self._clock.now() - KEEP_ALIVE_AFTER
        idle = select(grants.c.id, grants.c.workspace_id).where(
            grants.c.state == "active", grants.c.kind != "custom", grants.c.refreshed_at < before
        )
        async with self._store.read(ALL_WORKSPACES) as tx:
            rows = (await tx.execute(idle.order_by(grants.c.refreshed_at))).all()
        done = 0
        for row in rows:
            try:
                grant = await self._grant((row.workspace_id, row.id))
                if grant.refreshed_at is not None and grant.refreshed_at < before:
                    await self._renewed(grant, open_tokens(self._keyring, grant), old_will_do=False)
                    done += 1
            except XeroPluginError:  # kept in the grant's row
                continue
        return done

    async def close(self) -> None:
        """Wait for refreshes under way, whose callers may have gone: their tokens should not be lost."""
        await asyncio.gather(*(flight.task for flight in self._flights.values()), return_exceptions=True)

    def _usable(self, remembered: _Remembered) -> bool:
        now = self._clock.now()
        age = now - remembered.seen_at
        return timedelta(0) <= age < CHECK_AGAIN_AFTER and now < remembered.good_until - MARGIN

    def _good(self, grant: Grant, margin: timedelta) -> bool:
        expires = grant.access_expires_at
        return grant.sealed_tokens is not None and expires is not None and expires - margin > self._clock.now()

    def _remember(self, grant: Grant, stored: StoredTokens | None = None) -> str:
        token = (stored or open_tokens(self._keyring, grant)).access_token
        now = self._clock.now()
        self._remembered[grant.workspace_id, grant.id] = _Remembered(
            token, grant.generation, grant.access_expires_at or now, now
        )
        return token

    async def _once(self, key: _Key, *, refused: str | None) -> str:
        """One task a grant does the work, however many wait; one of them going away does not end it."""
        while (flight := self._flights.get(key)) is not None:
            if refused in (None, flight.refused):
                return await asyncio.shield(flight.task)
            await asyncio.wait({flight.task})
        task = asyncio.create_task(self._looked_up(key, refused))
        self._flights[key] = _Flight(refused, task)
        task.add_done_callback(lambda done: self._landed(key, done))
        return await asyncio.shield(task)

    def _landed(self, key: _Key, task: asyncio.Task[str]) -> None:
        self._flights.pop(key, None)
        if not task.cancelled():
            task.exception()  # seen, even if every caller has gone

    async def _looked_up(self, key: _Key, refused: str | None) -> str:
        grant = await self._grant(key)
        stored = open_tokens(self._keyring, grant)  # before the lease: a wrong key must not take it
        if refused is None and self._good(grant, MARGIN):
            return self._remember(grant, stored)
        if refused is not None and stored.access_token != refused:
            return self._remember(grant, stored)
        return await self._renewed(grant, stored, old_will_do=refused is None)

    async def _grant(self, key: _Key) -> Grant:
        workspace_id, grant_id = key
        statement = select(grants).where(grants.c.id == grant_id, grants.c.workspace_id == workspace_id)
        async with self._store.read(workspace_id) as tx:
            row = (await tx.execute(statement)).mappings().first()
        if row is None:
            raise NotFound("There is no such connection in this workspace.")
        grant = Grant.of(row)
        if grant.state != "active":
            self.forget(grant_id)
            raise ReconnectNeeded(grant.state_reason or f"The login at Xero is {grant.state}.")
        return grant

    async def _renewed(self, seen: Grant, stored: StoredTokens, *, old_will_do: bool) -> str:
        """A token of a later generation than `seen`, by our own refresh or another process's."""
        self._refuse_another_apps(seen)
        wait, until = _SHORTEST_WAIT_S, self._clock.now() + self._lease * 2
        while True:
            crashpoint("refresh.before_lease")
            lease = await refresh_leases.take(self._store, seen, self._clock.now(), self._lease)
            if lease is not None and await self._refreshed(seen, stored, lease, old_will_do=old_will_do):
                crashpoint("refresh.before_answer")
            grant = await self._grant((seen.workspace_id, seen.id))
            if grant.generation != seen.generation or (old_will_do and self._good(grant, OLD_MARGIN)):
                return self._remember(grant)
            if grant.failures != seen.failures:
                raise XeroUnavailable("Xero's token service did not answer as it should a moment ago.", retry_after_s=5)
            if self._clock.now() >= until:
                raise Busy("Another process is refreshing this connection and does not finish.", retry_after_s=30)
            await self._clock.sleep(wait * (0.5 + secrets.randbelow(1000) / 1000))
            wait = min(wait * 1.5, _LONGEST_WAIT_S)

    def _refuse_another_apps(self, grant: Grant) -> None:
        """Xero would refuse one app's refresh token to another app, in the words it has for a login that ended."""
        if grant.client_id != self._oauth.client_id:
            raise FixSetup(
                f"This login was made by the app {grant.client_id}, and XERO_CLIENT_ID names another.",
                hint="Set XERO_CLIENT_ID and XERO_CLIENT_SECRET to that app's, or log in again by `atom-xero connect`.",
            )

    async def _refreshed(
        self, seen: Grant, stored: StoredTokens, lease: refresh_leases.RefreshLease, *, old_will_do: bool
    ) -> bool:
        """Refresh under a lease; whether the row now holds what we were given.

        A passing fault is raised only where the old token will not do: the caller checks the row next.
        """
        crashpoint("refresh.before_post")
        try:
            tokens, used = await self._asked(seen, stored)
        except ReconnectNeeded as error:
            await refresh_leases.end_refused(self._store, lease, self._clock.now(), reason=error.message)
            return False
        except XeroPluginError as error:
            passing = isinstance(error, WaitAndTry)
            await refresh_leases.give_back(self._store, lease, failed=True)
            if passing and old_will_do and self._good(seen, OLD_MARGIN):
                return False
            raise
        crashpoint("refresh.after_post")
        return await self._stored(lease, tokens, used)

    async def _stored(self, lease: refresh_leases.RefreshLease, tokens: TokenSet, used: str | None) -> bool:
        """Store what we were given, more than once if the database fails just now: Xero has changed the token."""
        for pause_s in _STORE_AGAIN_AFTER_S:
            try:
                return await refresh_leases.keep(
                    self._store, self._keyring, lease, tokens, used=used, now=self._clock.now()
                )
            except (DBAPIError, FixSetup, DatabaseAway):
                await self._clock.sleep(pause_s)
        return await refresh_leases.keep(self._store, self._keyring, lease, tokens, used=used, now=self._clock.now())

    async def _asked(self, seen: Grant, stored: StoredTokens) -> tuple[TokenSet, str | None]:
        """The token service's answer, and the refresh token that it was given for."""
        if seen.kind == "custom":
            return await self._oauth.client_credentials(), None
        if stored.refresh_token is None:
            raise ReconnectNeeded("This login has no refresh token: the scope offline_access was not granted.")
        try:
            return await self._oauth.refresh(stored.refresh_token), stored.refresh_token
        except ReconnectNeeded:
            current = await self._grant((seen.workspace_id, seen.id))
            previous = open_previous(self._keyring, current, self._clock.now())
            if current.generation != seen.generation or previous is None:
                raise
            return await self._oauth.refresh(previous), previous
