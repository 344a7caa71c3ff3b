"""Calls and bytes used, for each organisation, feature and day: Xero limits the one and bills the other."""

from __future__ import annotations

from datetime import date

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.store.models import usage
from atom_xero_plugin.store.session import Store


class Usage(Struct, frozen=True):
    """What one feature used of one organisation."""

    tenant_id: str
    feature: str
    calls: int
    bytes: int


async def add(
    tx: AsyncConnection, workspace_id: str, tenant_id: str, feature: str, day: date, calls: int, received: int
) -> None:
    """Add so many calls and received bytes to a day (UTC), in the caller's transaction."""
    dialect_insert = postgresql_insert if tx.dialect.name == "postgresql" else sqlite_insert
    row = dialect_insert(usage).values(
        workspace_id=workspace_id,
        tenant_id=tenant_id,
        feature=feature,
        day=day.isoformat(),
        calls=calls,
        bytes=received,
    )
    key = [usage.c.workspace_id, usage.c.tenant_id, usage.c.feature, usage.c.day]
    sums = {"calls": usage.c.calls + row.excluded.calls, "bytes": usage.c.bytes + row.excluded.bytes}
    await tx.execute(row.on_conflict_do_update(index_elements=key, set_=sums))


async def totals(store: Store, workspace_id: str, since: date) -> list[Usage]:
    """What was used since a day (UTC), the greediest feature first."""
    calls, received = func.sum(usage.c.calls), func.sum(usage.c.bytes)
    statement = (
        select(usage.c.tenant_id, usage.c.feature, calls.label("calls"), received.label("bytes"))
        .where(usage.c.workspace_id == workspace_id, usage.c.day >= since.isoformat())
        .group_by(usage.c.tenant_id, usage.c.feature)
        .order_by(calls.desc(), usage.c.tenant_id, usage.c.feature)
    )
    async with store.read(workspace_id) as tx:
        rows = await tx.execute(statement)
        return [Usage(row.tenant_id, row.feature, int(row.calls), int(row.bytes)) for row in rows]
