"""The organisations that a workspace is connected to."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import RowMapping, Update, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.auth.grants import TABLE, Grant, open_tokens
from atom_xero_plugin.auth.oauth import OAuth, Tenant
from atom_xero_plugin.auth.tokens import Tokens
from atom_xero_plugin.clock import Clock
from atom_xero_plugin.errors import NotFound, ReconnectNeeded
from atom_xero_plugin.store import audit
from atom_xero_plugin.store.encryption import Keyring
from atom_xero_plugin.store.models import connections, grants
from atom_xero_plugin.store.session import Store

__all__ = ["TABLE", "Connection", "Connections", "keep_tenants"]


class Connection(Struct, frozen=True):
    """One organisation, reached through one grant."""

    id: str
    workspace_id: str
    grant_id: str
    xero_connection_id: str | None
    """What DELETE /connections takes; None for a custom connection."""
    tenant_id: str
    tenant_type: str
    tenant_name: str
    state: str
    """`connected` or `disconnected`."""
    state_reason: str | None
    details: dict[str, Any] | None
    """The Organisation record as last read."""
    details_at: datetime | None
    scopes: list[str]
    """What the grant was given."""
    kind: str
    """The grant's kind: web, pkce or custom."""


_JOINED = select(
    connections,
    grants.c.scopes.label("grant_scopes"),
    grants.c.kind.label("grant_kind"),
    grants.c.state.label("grant_state"),
    grants.c.state_reason.label("grant_reason"),
).join(grants, grants.c.id == connections.c.grant_id)


class Connections:
    """The connections of every workspace."""

    def __init__(self, store: Store, keyring: Keyring, oauth: OAuth, tokens: Tokens, clock: Clock) -> None:
        """Nothing is read yet."""
        self._store = store
        self._keyring = keyring
        self._oauth = oauth
        self._tokens = tokens
        self._clock = clock

    async def of_workspace(self, workspace_id: str) -> list[Connection]:
        """Every connection, the working ones first, then by name."""
        async with self._store.read(workspace_id) as tx:
            rows = (await tx.execute(_JOINED.where(connections.c.workspace_id == workspace_id))).mappings().all()
        found = [_connection(row) for row in rows]
        return sorted(found, key=lambda each: (each.state != "connected", each.tenant_name.casefold(), each.id))

    async def keep_details(self, connection: Connection, details: dict[str, Any], at: datetime) -> None:
        """Remember the Organisation record."""
        async with self._store.write(connection.workspace_id) as tx:
            mine = update(connections).where(connections.c.id == connection.id)
            await tx.execute(mine.values(details=details, details_at=at))

    async def disconnect(self, workspace_id: str, connection_id: str) -> None:
        """Take one organisation's connection back at Xero; the grant's other organisations stay.

        Raises NotFound for a connection of another workspace.
        """
        connection = await self._one(workspace_id, connection_id)
        if connection.xero_connection_id is not None:
            token = await self._tokens.bearer(connection.grant_id, workspace_id)
            await self._oauth.disconnect(token, connection.xero_connection_id)
        gone = update(connections).where(connections.c.id == connection_id)
        await self._end(workspace_id, gone, "connection.disconnected", connection.tenant_id, connection_id)

    async def revoke(self, workspace_id: str, grant_id: str) -> None:
        """End a grant at Xero, and with it every connection of it."""
        async with self._store.read(workspace_id) as tx:
            mine = select(grants).where(grants.c.id == grant_id, grants.c.workspace_id == workspace_id)
            row = (await tx.execute(mine)).mappings().first()
        if row is None:
            raise NotFound("There is no such login in this workspace.")
        refresh_token = open_tokens(self._keyring, Grant.of(row)).refresh_token
        if refresh_token is not None and row["state"] == "active":
            await self._oauth.revoke(refresh_token)
        all_of_it = update(connections).where(connections.c.grant_id == grant_id)
        await self._end(workspace_id, all_of_it, "grant.revoked", None, grant_id, revoked_grant=grant_id)
        self._tokens.forget(grant_id)

    async def mark_broken(self, connection: Connection, reason: str) -> None:
        """Xero no longer lets us in: say so until somebody connects again."""
        mine = update(connections).where(connections.c.id == connection.id, connections.c.state == "connected")
        await self._end(
            connection.workspace_id, mine, "connection.broken", connection.tenant_id, connection.id, reason=reason
        )

    async def sync(self, workspace_id: str, grant_id: str) -> None:
        """Compare with what Xero says this grant reaches: a user can disconnect at Xero at any time."""
        tenants = await self._oauth.tenants(await self._tokens.bearer(grant_id, workspace_id))
        now = self._clock.now()
        async with self._store.write(workspace_id) as tx:
            await keep_tenants(tx, workspace_id, grant_id, tenants, now)
            still = [tenant.tenant_id for tenant in tenants]
            lost = update(connections).where(
                connections.c.grant_id == grant_id,
                connections.c.state == "connected",
                connections.c.tenant_id.not_in(still),
            )
            await tx.execute(lost.values(state="disconnected", state_reason="disconnected at Xero", updated_at=now))

    async def _one(self, workspace_id: str, connection_id: str) -> Connection:
        for connection in await self.of_workspace(workspace_id):
            if connection.id == connection_id:
                return connection
        raise NotFound("There is no such connection in this workspace.")

    async def _end(
        self,
        workspace_id: str,
        which: Update,
        event: str,
        tenant_id: str | None,
        subject: str,
        *,
        reason: str | None = None,
        revoked_grant: str | None = None,
    ) -> None:
        now = self._clock.now()
        async with self._store.write(workspace_id) as tx:
            await tx.execute(which.values(state="disconnected", state_reason=reason or event, updated_at=now))
            if revoked_grant is not None:
                values = {"state": "revoked", "state_reason": "revoked by a person", "sealed_tokens": None}
                mine = update(grants).where(grants.c.id == revoked_grant)
                await tx.execute(mine.values(**values, sealed_previous=None, updated_at=now))
            await audit.record(
                tx,
                workspace_id=workspace_id,
                at=now,
                actor="plugin",
                event=event,
                tenant_id=tenant_id,
                subject=subject,
                detail={"reason": reason or ""},
            )


async def keep_tenants(
    tx: AsyncConnection, workspace_id: str, grant_id: str, tenants: Iterable[Tenant], now: datetime
) -> None:
    """Write the organisations a grant reaches: new ones are added, known ones are connected again."""
    for tenant in tenants:
        values = {
            "xero_connection_id": tenant.id or None,
            "tenant_type": tenant.tenant_type,
            "tenant_name": tenant.tenant_name or tenant.tenant_id,
            "state": "connected",
            "state_reason": None,
            "updated_at": now,
        }
        same = (connections.c.grant_id == grant_id) & (connections.c.tenant_id == tenant.tenant_id)
        if (await tx.execute(update(connections).where(same).values(**values))).rowcount:
            continue
        identity = {"id": uuid.uuid4().hex, "workspace_id": workspace_id, "grant_id": grant_id}
        await tx.execute(insert(connections).values(**identity, tenant_id=tenant.tenant_id, created_at=now, **values))


def _connection(row: RowMapping) -> Connection:
    joined = {"scopes", "kind", "state", "state_reason"}
    values = {name: row[name] for name in Connection.__struct_fields__ if name not in joined}
    alive = row["grant_state"] == "active"
    return Connection(
        **values,
        scopes=row["grant_scopes"].split(),
        kind=row["grant_kind"],
        state=row["state"] if alive else "disconnected",
        state_reason=row["state_reason"] if alive else row["grant_reason"] or ReconnectNeeded().message,
    )
