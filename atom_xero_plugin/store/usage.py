"""Calls and bytes used, for each organisation, feature and day: Xero limits the one and bills the other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, Literal

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.tables import usage
from atom_xero_plugin.store.upsert import insert_into

By = Literal["day", "feature", "organisation"]
_KEYS: Final[Mapping[By | None, tuple[str, ...]]] = {
    None: ("tenant_id", "feature"),
    "day": ("day",),
    "feature": ("feature",),
    "organisation": ("tenant_id",),
}


class Usage(Struct, frozen=True, kw_only=True):
    """What was used: by one feature of one organisation, or on a day, by a feature, or of an organisation."""

    tenant_id: str | None = None
    feature: str | None = None
    day: str | None = None
    calls: int
    bytes: int


class UsageReport(Struct, frozen=True):
    """What was used in a period, and its sums."""

    since: date
    until: date
    rows: list[Usage]
    calls: int
    bytes: int


async def add(
    tx: AsyncConnection, workspace_id: str, tenant_id: str, feature: str, day: date, calls: int, received: int
) -> None:
    """Add so many calls and received bytes to a day (UTC), in the caller's transaction."""
    row = insert_into(usage, tx.dialect.name).values(
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
    return (await report(store, workspace_id, since, date.max)).rows


async def report(store: Store, workspace_id: str, since: date, until: date, *, by: By | None = None) -> UsageReport:
    """What was used from one day to another, both included (UTC), with the sums.

    By day in the order of days; else the greediest first. Without `by` each row is a feature of an organisation.
    """
    calls, received = func.sum(usage.c.calls), func.sum(usage.c.bytes)
    keys = [usage.c[name] for name in _KEYS[by]]
    statement = (
        select(*keys, calls.label("calls"), received.label("bytes"))
        .where(
            usage.c.workspace_id == workspace_id,
            usage.c.day >= since.isoformat(),
            usage.c.day <= until.isoformat(),
        )
        .group_by(*keys)
        .order_by(*([] if by == "day" else [calls.desc()]), *keys)
    )
    async with store.read(workspace_id) as tx:
        found = (await tx.execute(statement)).mappings().all()
    rows = [Usage(**{**row, "calls": int(row["calls"]), "bytes": int(row["bytes"])}) for row in found]
    return UsageReport(since, until, rows, sum(row.calls for row in rows), sum(row.bytes for row in rows))
