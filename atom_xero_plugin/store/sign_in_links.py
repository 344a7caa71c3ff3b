"""One-time links that sign one browser in by a token that exists already: how the demo opens the dashboard."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from msgspec import Struct

from atom_xero_plugin.store.browser_secrets import NewSecret, end, new_secret, row_of
from atom_xero_plugin.store.caller_tables import sign_in_links
from atom_xero_plugin.store.database import Store

LINK_LASTS: Final = timedelta(minutes=30)


class SignInLink(Struct, frozen=True):
    """Leave for one browser to sign in by a token."""

    workspace_id: str
    token_id: str


class SignInLinks:
    """The one-time sign-in links of every workspace."""

    def __init__(self, store: Store) -> None:
        """Keep the store they live in."""
        self._store = store

    async def new(self, workspace_id: str, token_id: str, *, by: str) -> NewSecret:
        """Let one browser sign in by a token, within `LINK_LASTS`."""
        return await new_secret(
            self._store, sign_in_links, workspace_id, {"token_id": token_id},
            kind="sign_in", lasts=LINK_LASTS, event="browser.invited", by=by,
        )  # fmt: skip

    async def find(self, secret: str) -> SignInLink | None:
        """What a link is for; it is not used up. None if it is unknown, used or expired."""
        row = await row_of(self._store, sign_in_links, secret)
        return None if row is None else SignInLink(row["workspace_id"], row["token_id"])

    async def use(self, secret: str) -> SignInLink | None:
        """The same, once: whoever comes second finds nothing."""
        found = await self.find(secret)
        row = await end(self._store, sign_in_links, secret)
        return None if row is None or row["expires_at"] <= self._store.clock.now() else found
