"""Browser sessions: a browser that was signed in with an API token sees the pages for a while."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct
from sqlalchemy import delete, or_, select, update

from atom_xero_plugin.store import audit
from atom_xero_plugin.store.browser_secrets import NewSecret, end, hashed, new_secret, row_of
from atom_xero_plugin.store.caller_tables import browser_sessions
from atom_xero_plugin.store.database import Store

SESSION_LASTS: Final = timedelta(hours=12)
IDLE_FOR: Final = timedelta(hours=2)
"""How long a browser may do nothing before it must sign in again."""
_SEEN_EVERY: Final = timedelta(minutes=1)
_LONGEST_ABOUT: Final = 128


class BrowserSession(Struct, frozen=True):
    """A browser that was signed in with an API token, and may what that token may for as long as it works."""

    workspace_id: str
    token_id: str
    id: str
    about: str | None
    """What the browser calls itself."""
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


class BrowserSessions:
    """The browser sessions of every workspace."""

    def __init__(self, store: Store) -> None:
        """Keep the store they live in."""
        self._store = store

    async def new(self, workspace_id: str, token_id: str, *, by: str, about: str | None = None) -> NewSecret:
        """Sign a browser in by a token, for `SESSION_LASTS` at most; it ends with the token, and when it idles."""
        row = {"token_id": token_id, "about": about[:_LONGEST_ABOUT] if about else None}
        return await new_secret(
            self._store, browser_sessions, workspace_id, row,
            kind="session", lasts=SESSION_LASTS, event="browser.signed_in", by=by,
        )  # fmt: skip

    async def find(self, secret: str, *, uses: bool = True) -> BrowserSession | None:
        """The session of that secret; None if it is unknown, ended, expired or idled too long.

        Without `uses` it is only looked at: what a page asks by itself keeps nobody signed in.
        """
        row = await row_of(self._store, browser_sessions, secret)
        if row is None:
            return None
        found, now = _session(row), self._store.clock.now()
        if now - found.seen_at >= IDLE_FOR:
            return None
        if uses and (now - found.seen_at >= _SEEN_EVERY or row["seen_at"] is None):
            async with self._store.write(found.workspace_id) as tx:
                mine = browser_sessions.c.hash == hashed(secret)
                await tx.execute(update(browser_sessions).where(mine).values(seen_at=now))
        return found

    async def listed(self, workspace_id: str, token_ids: Sequence[str] | None = None) -> list[BrowserSession]:
        """The sessions that still work, the newest first; of some tokens alone where they are named."""
        now, each = self._store.clock.now(), browser_sessions.c
        alive = or_(each.seen_at.is_(None), each.seen_at > now - IDLE_FOR)
        mine = select(browser_sessions).where(each.workspace_id == workspace_id, each.expires_at > now, alive)
        if token_ids is not None:
            mine = mine.where(each.token_id.in_(token_ids))
        async with self._store.read(workspace_id) as tx:
            rows = (await tx.execute(mine.order_by(each.created_at.desc(), each.id))).mappings().all()
        return [_session(row) for row in rows]

    async def end(self, secret: str) -> None:
        """Sign the browser out; nothing happens to one that is not signed in."""
        await end(self._store, browser_sessions, secret)

    async def end_some(self, workspace_id: str, by: str, *, ids: Sequence[str]) -> int:
        """Sign browsers out by the ids of their sessions, with an audit row; how many there were."""
        now, each = self._store.clock.now(), browser_sessions.c
        mine = delete(browser_sessions).where(each.workspace_id == workspace_id, each.id.in_(ids))
        async with self._store.write(workspace_id) as tx:
            count = (await tx.execute(mine)).rowcount
            if count:
                await audit.record(
                    tx, workspace_id=workspace_id, at=now, actor=by, event="browser.signed_out",
                    subject=ids[0] if len(ids) == 1 else "sessions", detail={"sessions": sorted(ids)},
                )  # fmt: skip
        return count


def _session(row: object) -> BrowserSession:
    values = dict(row)  # type: ignore[call-overload]
    seen = values["seen_at"] or values["created_at"]
    return BrowserSession(**{name: values[name] for name in BrowserSession.__struct_fields__} | {"seen_at": seen})
