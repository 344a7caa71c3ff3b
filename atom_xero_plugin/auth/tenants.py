"""The organisations a grant reaches, written as connections."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.auth.oauth import Tenant
from atom_xero_plugin.store import audit
from atom_xero_plugin.store.tables import connections


async def store_tenants(
    tx: AsyncConnection,
    workspace_id: str,
    grant_id: str,
    tenants: Iterable[Tenant],
    now: datetime,
    *,
    actor: str = "plugin",
) -> None:
    """Write the organisations a grant reaches: new ones are added, known ones are connected again.

    Each one that was not connected before gets an audit row.
    """
    for tenant in sorted(tenants, key=lambda each: each.tenant_id):  # in one order: two writers wait, and never lock up
        values = {
            "xero_connection_id": tenant.id or None,
            "tenant_type": tenant.tenant_type[:32],
            "tenant_name": (tenant.tenant_name or tenant.tenant_id)[:255],
            "state": "connected",
            "state_reason": None,
            "ended_by": None,
            "updated_at": now,
        }
        same = (connections.c.grant_id == grant_id) & (connections.c.tenant_id == tenant.tenant_id)
        known = (await tx.execute(select(connections.c.id, connections.c.state).where(same))).first()
        if known is not None:
            await tx.execute(update(connections).where(same).values(**values))
            connection_id = known.id
        else:
            connection_id = uuid.uuid4().hex
            identity = {"id": connection_id, "workspace_id": workspace_id, "grant_id": grant_id}
            await tx.execute(
                insert(connections).values(**identity, tenant_id=tenant.tenant_id, created_at=now, **values)
            )
        if known is None or known.state != "connected":
            await audit.record(
                tx,
                workspace_id=workspace_id,
                at=now,
                actor=actor,
                event="connection.connected",
                tenant_id=tenant.tenant_id,
                subject=connection_id,
                detail={"organisation": values["tenant_name"]},
            )
