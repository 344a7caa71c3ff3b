"""The organisations that a workspace is connected to."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import ColumnElement, RowMapping, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.auth.grants import Grant, open_tokens
from atom_xero_plugin.auth.oauth import OAuth
from atom_xero_plugin.auth.tenants import store_tenants
from atom_xero_plugin.auth.tokens import Tokens
from atom_xero_plugin.core.clock import Clock
from atom_xero_plugin.core.errors import NotFound, ReconnectNeeded
from atom_xero_plugin.store import audit
from atom_xero_plugin.store.database import ALL_WORKSPACES, Store
from atom_xero_plugin.store.encryption import Keyring
from atom_xero_plugin.store.tables import connections, grants

PLUGIN: Final = "plugin"
"""Who did it, in the audit trail, where no person is named."""
BY_PERSON: Final = "person"
"""Somebody ended the connection here, on purpose."""
BY_XERO: Final = "xero"
"""Xero no longer lists the connection: it was ended there."""
_EVENTS: Final = {BY_PERSON: "connection.disconnected", BY_XERO: "connection.broken"}


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
    """Why it no longer works: a sentence for people."""
    ended_by: str | None
    """BY_PERSON or BY_XERO; None while it stands, whatever became of its grant."""
    details: dict[str, Any] | None
    """The Organisation record as last read."""
    details_at: datetime | None
    scopes: list[str]
    """What the grant was given."""
    kind: str
    """The grant's kind: web, pkce or custom."""
    client_id: str
    """The app that the grant was made by; another app cannot refresh it."""
    failures: int = 0
    """How often in a row the grant's tokens could not be refreshed."""
    refreshed_at: datetime | None = None
    """When they were refreshed last."""

    @property
    def is_broken(self) -> bool:
        """Whether it no longer works although nobody ended it here."""
        return self.state != "connected" and self.ended_by != BY_PERSON


_JOINED = select(
    connections,
    grants.c.scopes.label("grant_scopes"),
    grants.c.kind.label("grant_kind"),
    grants.c.client_id.label("grant_client_id"),
    grants.c.state.label("grant_state"),
    grants.c.state_reason.label("grant_reason"),
    grants.c.failures.label("grant_failures"),
    grants.c.refreshed_at.label("grant_refreshed_at"),
).join(grants, grants.c.id == connections.c.grant_id)
_OF_WORKSPACE = _JOINED.where(connections.c.workspace_id == bindparam("workspace"))


async def connections_of(tx: AsyncConnection, workspace_id: str) -> list[Connection]:
    """Every connection of a workspace, in no order: for what reads more of it in the same transaction."""
    rows = (await tx.execute(_OF_WORKSPACE, {"workspace": workspace_id})).mappings().all()
    return [_connection(row) for row in rows]


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
            found = await connections_of(tx, workspace_id)
        return sorted(found, key=lambda each: (each.state != "connected", each.tenant_name.casefold(), each.id))

    async def check_keys(self, workspace_id: str) -> None:
        """Raises KeyWrong if the encryption keys do not open the tokens of every login that is kept."""
        stored = select(grants).where(grants.c.workspace_id == workspace_id, grants.c.sealed_tokens.is_not(None))
        async with self._store.read(workspace_id) as tx:
            rows = (await tx.execute(stored)).mappings().all()
        for row in rows:
            open_tokens(self._keyring, Grant.of(row))

    async def everywhere(self) -> list[Connection]:
        """Every connection of every workspace: for background work alone."""
        async with self._store.read(ALL_WORKSPACES) as tx:
            rows = (await tx.execute(_JOINED.order_by(connections.c.id))).mappings().all()
        return [_connection(row) for row in rows]

    async def with_details(self, connection: Connection) -> Connection:
        """The connection with the Organisation record as it is stored by now."""
        asked = select(connections.c.details, connections.c.details_at).where(connections.c.id == connection.id)
        async with self._store.read(connection.workspace_id) as tx:
            row = (await tx.execute(asked)).first()
        return connection if row is None else replace(connection, details=row.details, details_at=row.details_at)

    async def store_details(self, connection: Connection, details: dict[str, Any], at: datetime) -> None:
        """Remember the Organisation record."""
        async with self._store.write(connection.workspace_id) as tx:
            mine = update(connections).where(connections.c.id == connection.id)
            await tx.execute(mine.values(details=details, details_at=at))

    async def disconnect(self, workspace_id: str, connection_id: str, *, actor: str = PLUGIN) -> None:
        """Take one organisation's connection back at Xero; the grant's other organisations stay.

        A connection whose login no longer works is ended here alone: there is no token to tell Xero with.
        Raises NotFound for a connection of another workspace, and what `Tokens.bearer` raises.
        """
        connection = await self._one(workspace_id, connection_id)
        reason = "disconnected by a person"
        if connection.xero_connection_id is not None:
            try:
                token = await self._tokens.bearer(connection.grant_id, workspace_id)
                await self._oauth.disconnect(token, connection.xero_connection_id)
            except ReconnectNeeded:
                reason = "disconnected by a person; Xero could not be informed, because the login no longer works"
        mine = connections.c.id == connection_id
        ended = partial(
            self._end,
            workspace_id=workspace_id,
            which=mine,
            ended_by=BY_PERSON,
            reason=reason,
            actor=actor,
        )
        await self._store.transact(workspace_id, ended)

    async def revoke(self, workspace_id: str, grant_id: str, *, actor: str = PLUGIN) -> None:
        """End a grant at Xero, and with it every connection of it; its tokens are wiped here.

        Raises NotFound for a grant of another workspace, XeroUnavailable if Xero could not be informed.
        """
        async with self._store.read(workspace_id) as tx:
            mine = select(grants).where(grants.c.id == grant_id, grants.c.workspace_id == workspace_id)
            row = (await tx.execute(mine)).mappings().first()
        if row is None:
            raise NotFound("There is no such login in this workspace.")
        refresh_token = open_tokens(self._keyring, Grant.of(row)).refresh_token
        if refresh_token is not None and row["state"] == "active":
            await self._oauth.revoke(refresh_token)
        reason, now = "revoked by a person", self._clock.now()

        async def wipe(tx: AsyncConnection) -> None:
            ended = update(grants).where(grants.c.id == grant_id, grants.c.state != "revoked")
            wiped = {"sealed_tokens": None, "sealed_previous": None, "previous_until": None, "lease_until": None}
            values = {"state": "revoked", "state_reason": reason, "updated_at": now, **wiped}
            if (await tx.execute(ended.values(**values, fence=grants.c.fence + 1))).rowcount:
                await self._record(tx, workspace_id, "grant.revoked", actor, grant_id, {"reason": reason})
            all_of_it = connections.c.grant_id == grant_id
            await self._end(tx, workspace_id, all_of_it, BY_PERSON, reason, actor)

        await self._store.transact(workspace_id, wipe)
        self._tokens.forget(grant_id)

    async def sync(self, workspace_id: str, grant_id: str) -> None:
        """Compare with what Xero says this grant reaches: a user can disconnect at Xero at any time.

        Raises what `Tokens.bearer` raises.
        """
        tenants = await self._oauth.tenants(await self._tokens.bearer(grant_id, workspace_id))

        async def compared(tx: AsyncConnection) -> None:
            await store_tenants(tx, workspace_id, grant_id, tenants, self._clock.now())
            still = [tenant.tenant_id for tenant in tenants]
            lost = (connections.c.grant_id == grant_id) & connections.c.tenant_id.not_in(still)
            lost &= connections.c.xero_connection_id.is_not(None)  # a custom connection's may not be listed
            await self._end(tx, workspace_id, lost, BY_XERO, "disconnected at Xero", PLUGIN)

        await self._store.transact(workspace_id, compared)

    async def _one(self, workspace_id: str, connection_id: str) -> Connection:
        for connection in await self.of_workspace(workspace_id):
            if connection.id == connection_id:
                return connection
        raise NotFound("There is no such connection in this workspace.")

    async def _end(
        self, tx: AsyncConnection, workspace_id: str, which: ColumnElement[bool], ended_by: str, reason: str, actor: str
    ) -> None:
        """Set connections that still work to disconnected, with an audit row for each."""
        ended = (
            update(connections)
            .where(which, connections.c.state == "connected")
            .values(state="disconnected", state_reason=reason, ended_by=ended_by, updated_at=self._clock.now())
            .returning(connections.c.id, connections.c.tenant_id)
        )
        event, detail = _EVENTS[ended_by], {"reason": reason}
        for row in (await tx.execute(ended)).all():
            await self._record(tx, workspace_id, event, actor, row.id, detail, tenant_id=row.tenant_id)

    async def _record(
        self,
        tx: AsyncConnection,
        workspace_id: str,
        event: str,
        actor: str,
        subject: str,
        detail: dict[str, Any],
        *,
        tenant_id: str | None = None,
    ) -> None:
        await audit.record(
            tx,
            workspace_id=workspace_id,
            at=self._clock.now(),
            actor=actor,
            event=event,
            tenant_id=tenant_id,
            subject=subject,
            detail=detail,
        )


def _connection(row: RowMapping) -> Connection:
    joined = {"scopes", "kind", "client_id", "state", "state_reason", "failures", "refreshed_at"}
    values = {name: row[name] for name in Connection.__struct_fields__ if name not in joined}
    alive = row["grant_state"] == "active"
    on_purpose = row["ended_by"] == BY_PERSON  # and stays so, whatever becomes of its login
    return Connection(
        **values,
        scopes=row["grant_scopes"].split(),
        kind=row["grant_kind"],
        client_id=row["grant_client_id"],
        failures=row["grant_failures"],
        refreshed_at=row["grant_refreshed_at"],
        state=row["state"] if alive else "disconnected",
        state_reason=row["state_reason"] if alive or on_purpose else row["grant_reason"] or ReconnectNeeded().message,
    )
