"""Browser sessions: a browser that was signed in with an API token sees the pages for a while."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from msgspec import Struct

from atom_xero_plugin.store.browser_secrets import NewSecret, end, new_secret, row_of
from atom_xero_plugin.store.caller_tables import browser_sessions
from atom_xero_plugin.store.database import Store

SESSION_LASTS: Final = timedelta(hours=12)


class BrowserSession(Struct, frozen=True):
    """A browser that was signed in with an API token, and may what that token may for as long as it works."""

    workspace_id: str
    token_id: str


class BrowserSessions:
    """The browser sessions of every workspace."""

    def __init__(self, store: Store) -> None:
        """Keep the store they live in."""
        self._store = store

    async def new(self, workspace_id: str, token_id: str, *, by: str) -> NewSecret:
        """Sign a browser in by a token, for `SESSION_LASTS` at most; it ends with the token."""
        return await new_secret(
            self._store, browser_sessions, workspace_id, {"token_id": token_id},
            kind="session", lasts=SESSION_LASTS, event="browser.signed_in", by=by,
        )  # fmt: skip

    async def find(self, secret: str) -> BrowserSession | None:
        """The session of that secret; None if it is unknown, ended or expired."""
        row = await row_of(self._store, browser_sessions, secret)
        return None if row is None else BrowserSession(row["workspace_id"], row["token_id"])

    async def end(self, secret: str) -> None:
        """Sign the browser out; nothing happens to one that is not signed in."""
        await end(self._store, browser_sessions, secret)
