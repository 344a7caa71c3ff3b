"""Which triggers a workspace has turned on, for which organisations, and how filtered."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import RowMapping, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.catalogue.trigger import Trigger
from atom_xero_plugin.catalogue.validation import check_struct
from atom_xero_plugin.core.clock import Clock
from atom_xero_plugin.core.errors import NotFound
from atom_xero_plugin.store import audit
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.tables import subscriptions


class Subscription(Struct, frozen=True):
    """One trigger, turned on."""

    id: str
    workspace_id: str
    trigger: str
    tenant_id: str | None
    """The organisation; None for every one of the workspace."""
    filters: dict[str, Any]
    since: datetime
    """By our clock: what changed in Xero before is not reported."""
    created_by: str
    created_at: datetime


class Subscriptions:
    """The subscriptions of every workspace."""

    def __init__(self, store: Store, clock: Clock) -> None:
        """Keep the store they live in."""
        self._store = store
        self._clock = clock

    async def turn_on(
        self,
        workspace_id: str,
        trigger: Trigger,
        filters: Mapping[str, Any] | None = None,
        *,
        tenant_id: str | None = None,
        by: str,
        lasting: timedelta | None = None,
    ) -> Subscription:
        """Turn a trigger on from now; one that is `lasting` only so long expires unless `keep_on` is called.

        Raises InvalidArguments for filters that the trigger does not have.
        """
        read = msgspec.structs.asdict(check_struct(trigger.filters, filters or {}, of=trigger.host_name))
        stored = {name: msgspec.to_builtins(read[name]) for name in filters or {} if read[name] is not None}
        now = self._clock.now()
        made = Subscription(uuid.uuid4().hex, workspace_id, trigger.name, tenant_id, stored, now, by, now)
        values = msgspec.structs.asdict(made) | {"filters": msgspec.json.encode(made.filters).decode()}
        values["lapses_at"] = None if lasting is None else now + lasting
        async with self._store.write(workspace_id) as tx:
            await tx.execute(insert(subscriptions).values(**values))
            await audit.record(
                tx, workspace_id=workspace_id, at=now, actor=by, event="trigger.turned_on", tenant_id=tenant_id,
                subject=made.id, detail={"trigger": trigger.name},
            )  # fmt: skip
        return made

    async def keep_on(self, workspace_id: str, ids: Collection[str], lasting: timedelta) -> None:
        """Put off when they expire: whoever made them is still there. One that has expired is on again."""
        mine = update(subscriptions).where(
            subscriptions.c.id.in_(ids),
            subscriptions.c.workspace_id == workspace_id,
            subscriptions.c.lapses_at.is_not(None),
        )
        async with self._store.write(workspace_id) as tx:
            await tx.execute(mine.values(lapses_at=self._clock.now() + lasting))

    async def turn_off(self, workspace_id: str, subscription_id: str, *, by: str = "plugin") -> None:
        """Turn one off. Raises NotFound for one that is not on in this workspace."""
        now = self._clock.now()
        mine = subscriptions.c.id == subscription_id, subscriptions.c.workspace_id == workspace_id
        ended = update(subscriptions).where(*mine, subscriptions.c.ended_at.is_(None)).values(ended_at=now)
        async with self._store.write(workspace_id) as tx:
            if (await tx.execute(ended)).rowcount != 1:
                raise NotFound("There is no such subscription in this workspace.")
            await audit.record(
                tx, workspace_id=workspace_id, at=now, actor=by, event="trigger.turned_off", tenant_id=None,
                subject=subscription_id, detail={},
            )  # fmt: skip

    async def listed(self, workspace_id: str) -> list[Subscription]:
        """Those that are on, the oldest first."""
        async with self._store.read(workspace_id) as tx:
            return await listed(tx, workspace_id, self._clock.now())


async def listed(tx: AsyncConnection, workspace_id: str, now: datetime) -> list[Subscription]:
    """Those that are on, the oldest first, as the transaction sees them."""
    statement = select(subscriptions).where(
        subscriptions.c.workspace_id == workspace_id,
        subscriptions.c.ended_at.is_(None),
        or_(subscriptions.c.lapses_at.is_(None), subscriptions.c.lapses_at > now),
    )
    rows = (await tx.execute(statement.order_by(subscriptions.c.created_at, subscriptions.c.id))).mappings()
    return [_subscription(row) for row in rows]


def about(found: Iterable[Subscription], tenant_id: str) -> list[Subscription]:
    """Those that concern an organisation."""
    return [each for each in found if each.tenant_id in (None, tenant_id)]


def _subscription(row: RowMapping) -> Subscription:
    values = {name: row[name] for name in Subscription.__struct_fields__}
    return Subscription(**values | {"filters": msgspec.json.decode(row["filters"])})
