"""The login room put together for a test, and what tests ask of it again and again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
from auth.fake_identity import FakeIdentity
from sqlalchemy import select, update

from atom_xero_plugin.auth.connections import Connections
from atom_xero_plugin.auth.consents import Consent, store_consent
from atom_xero_plugin.auth.login_flow import Login, Logins
from atom_xero_plugin.auth.oauth import OAuth, Tenant
from atom_xero_plugin.auth.token_response import token_set
from atom_xero_plugin.auth.tokens import LEASE, Tokens
from atom_xero_plugin.core.clock import Clock
from atom_xero_plugin.core.settings import Settings
from atom_xero_plugin.store import audit
from atom_xero_plugin.store.database import ALL_WORKSPACES, Store
from atom_xero_plugin.store.encryption import Keyring
from atom_xero_plugin.store.tables import grants

KEY = "CANARY-key-0123456789-0123456789-0123456789"
WORKSPACE = "w"


@dataclass
class Room:
    settings: Settings
    identity: FakeIdentity
    store: Store
    keyring: Keyring
    oauth: OAuth
    tokens: Tokens
    connections: Connections
    logins: Logins
    clock: Clock

    @classmethod
    def open(
        cls,
        database_url: str,
        identity: FakeIdentity,
        clock: Clock,
        home: Path,
        *,
        transport: httpx2.AsyncBaseTransport | None = None,
        lease: timedelta = LEASE,
        **changes: Any,
    ) -> Room:
        settings = replace(settings_for(identity, database_url, home), **changes)
        store, keyring = Store(database_url, clock=clock), Keyring.parse(settings.encryption_keys)
        oauth = OAuth(settings, clock=clock, transport=transport or identity.transport())
        tokens = Tokens(store, keyring, oauth, clock, lease=lease)
        connections = Connections(store, keyring, oauth, tokens, clock)
        logins = Logins(settings, store, keyring, oauth, connections, clock)
        return cls(settings, identity, store, keyring, oauth, tokens, connections, logins, clock)

    def neighbours(self, *, lease: timedelta = LEASE) -> Room:
        """Another process on the same database, as far as anything in memory goes."""
        return Room.open(self.settings.database_url, self.identity, self.clock, self.settings.home, lease=lease)

    async def log_in(self, workspace: str = WORKSPACE) -> Login:
        begun = await self.logins.begin(workspace)
        return await self.logins.finish(**self.identity.consent(begun.address))

    async def grant(self, workspace: str = WORKSPACE) -> str:
        """A grant as a login leaves it, without the login."""
        tokens = token_set(self.identity.open_family())
        consent = Consent(self.identity.kind, self.identity.client_id, self.identity.user, "offline_access")
        tenant = Tenant("connection-tenant-a", "tenant-a", "ORGANISATION", "Alder & Co")
        async with self.store.write(workspace) as tx:
            now = self.clock.now()
            return await store_consent(tx, self.keyring, workspace, consent, tokens, [tenant], now)

    async def bearer(self, grant_id: str, workspace: str = WORKSPACE) -> str:
        return await self.tokens.bearer(grant_id, workspace)

    async def row(self, grant_id: str) -> dict[str, Any]:
        async with self.store.read(ALL_WORKSPACES) as tx:
            return dict((await tx.execute(select(grants).where(grants.c.id == grant_id))).mappings().one())

    async def change(self, grant_id: str, **values: Any) -> None:
        async with self.store.write(ALL_WORKSPACES) as tx:
            await tx.execute(update(grants).where(grants.c.id == grant_id).values(**values))

    async def events(self, workspace: str = WORKSPACE) -> list[str]:
        return [entry.event for entry in reversed(await audit.entries(self.store, workspace))]

    async def close(self) -> None:
        await self.tokens.close()
        await self.oauth.close()
        await self.store.close()


def settings_for(identity: FakeIdentity, database_url: str, home: Path) -> Settings:
    return Settings(
        home=home,
        database_url=database_url,
        encryption_keys=KEY,
        client_id=identity.client_id,
        client_secret="" if identity.kind == "pkce" else identity.client_secret,
        app_type=identity.kind,
        login_url=identity.address,
        identity_url=identity.address,
        api_url=identity.address,
    )
