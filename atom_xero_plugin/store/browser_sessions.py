"""What lets a browser in for a while: a ticket begins one login at Xero, a session shows the pages.

Both stand in the table of API tokens, as hashes, with their kind in place of rights: neither is a caller of the API.
"""

from __future__ import annotations

import hashlib
import secrets
import uuid
from datetime import datetime, timedelta
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import RowMapping, delete, insert, select

from atom_xero_plugin.store import audit
from atom_xero_plugin.store.database import ALL_WORKSPACES, Store
from atom_xero_plugin.store.tables import api_tokens

TICKET: Final = "ticket"
SESSION: Final = "session"
TICKET_LASTS: Final = timedelta(minutes=10)
SESSION_LASTS: Final = timedelta(hours=12)
IS_PASS: Final = api_tokens.c.rights.in_((TICKET, SESSION))
_LONGEST_NAME: Final = 128


class Ticket(Struct, frozen=True):
    """Leave for one browser to begin one login."""

    workspace_id: str
    invited_by: str
    expires_at: datetime


class Session(Struct, frozen=True):
    """A browser that was signed in with an API token, and may what that token may for as long as it works."""

    workspace_id: str
    token_id: str


class NewPass(Struct, frozen=True):
    """A ticket or session just made: the only time its secret is seen."""

    secret: str
    expires_at: datetime

    def __repr__(self) -> str:
        return "NewPass(…)"


class Passes:
    """The tickets and sessions of every workspace."""

    def __init__(self, store: Store) -> None:
        """Keep the store they live in."""
        self._store = store

    async def new_ticket(self, workspace_id: str, *, by: str) -> NewPass:
        """Leave for one browser to begin one login for this workspace, within `TICKET_LASTS`."""
        return await self._new(workspace_id, TICKET, by, TICKET_LASTS, event="login.invited", by=by)

    async def look_at_ticket(self, ticket: str) -> Ticket | None:
        """What a ticket is for; it is not used up. None if it is unknown, used or lapsed."""
        row = await self._row(ticket, TICKET)
        return None if row is None else Ticket(row["workspace_id"], row["name"], row["expires_at"])

    async def take_ticket(self, ticket: str) -> str | None:
        """The workspace that a ticket is for; it works once. None if it is unknown, used or lapsed."""
        mine = delete(api_tokens).where(api_tokens.c.hash == hashed(ticket), api_tokens.c.rights == TICKET)
        async with self._store.write(ALL_WORKSPACES) as tx:  # whose it is, is what is asked
            row = (await tx.execute(mine.returning(api_tokens.c.workspace_id, api_tokens.c.expires_at))).first()
        return None if row is None or row.expires_at <= self._store.clock.now() else str(row.workspace_id)

    async def new_session(self, workspace_id: str, token_id: str, *, by: str) -> NewPass:
        """Let a browser in by a token, for `SESSION_LASTS` at most; it ends with the token."""
        return await self._new(workspace_id, SESSION, token_id, SESSION_LASTS, event="browser.signed_in", by=by)

    async def session(self, secret: str) -> Session | None:
        """The session of that secret; None if it is unknown, ended or lapsed."""
        row = await self._row(secret, SESSION)
        return None if row is None else Session(row["workspace_id"], row["name"])

    async def end_session(self, secret: str) -> None:
        """Let the browser in no more; one that is not let in anyway is fine."""
        mine = delete(api_tokens).where(api_tokens.c.hash == hashed(secret), api_tokens.c.rights == SESSION)
        async with self._store.write(ALL_WORKSPACES) as tx:
            await tx.execute(mine)

    async def _new(self, workspace_id: str, kind: str, about: str, lasts: timedelta, *, event: str, by: str) -> NewPass:
        now, secret = self._store.clock.now(), secrets.token_urlsafe(32)
        row: dict[str, Any] = {
            "id": f"{kind}_{uuid.uuid4().hex[:16]}",
            "workspace_id": workspace_id,
            "name": about[:_LONGEST_NAME],
            "hash": hashed(secret),
            "rights": kind,
            "created_at": now,
            "expires_at": now + lasts,
        }
        expired = delete(api_tokens).where(
            api_tokens.c.workspace_id == workspace_id, IS_PASS, api_tokens.c.expires_at < now
        )
        async with self._store.write(workspace_id) as tx:
            await tx.execute(expired)
            await tx.execute(insert(api_tokens).values(row))
            await audit.record(
                tx, workspace_id=workspace_id, at=now, actor=by, event=event, subject=row["id"], detail={}
            )
        return NewPass(secret, now + lasts)

    async def _row(self, secret: str, kind: str) -> RowMapping | None:
        mine = select(api_tokens).where(
            api_tokens.c.hash == hashed(secret),
            api_tokens.c.rights == kind,
            api_tokens.c.expires_at > self._store.clock.now(),
        )
        async with self._store.read(ALL_WORKSPACES) as tx:  # whose it is, is what is asked
            return (await tx.execute(mine)).mappings().first()


def hashed(secret: str) -> str:
    """What is kept of a secret: 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
