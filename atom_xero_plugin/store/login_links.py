"""One-time login links: each lets one browser that holds no token begin one login at Xero."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct

from atom_xero_plugin.store.browser_secrets import NewSecret, end, new_secret, row_of
from atom_xero_plugin.store.caller_tables import login_links
from atom_xero_plugin.store.database import Store

LINK_LASTS: Final = timedelta(minutes=10)
_LONGEST_NAME: Final = 128


class LoginLink(Struct, frozen=True):
    """Leave for one browser to begin one login."""

    workspace_id: str
    invited_by: str
    expires_at: datetime


class LoginLinks:
    """The one-time login links of every workspace."""

    def __init__(self, store: Store) -> None:
        """Keep the store they live in."""
        self._store = store

    async def new(self, workspace_id: str, *, by: str) -> NewSecret:
        """Let one browser begin one login for this workspace, within `LINK_LASTS`."""
        return await new_secret(
            self._store, login_links, workspace_id, {"invited_by": by[:_LONGEST_NAME]},
            kind="ticket", lasts=LINK_LASTS, event="login.invited", by=by,
        )  # fmt: skip

    async def find(self, secret: str) -> LoginLink | None:
        """What a link is for; it is not used up. None if it is unknown, used or expired."""
        row = await row_of(self._store, login_links, secret)
        return None if row is None else LoginLink(row["workspace_id"], row["invited_by"], row["expires_at"])

    async def use(self, secret: str) -> str | None:
        """The workspace that a link is for; it works once. None if it is unknown, used or expired."""
        row = await end(self._store, login_links, secret)
        return None if row is None or row["expires_at"] <= self._store.clock.now() else str(row["workspace_id"])
