"""Our own records, watched like Xero's: a connection that broke, a day's calls that run out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import select

from atom_xero_plugin.auth.connections import Connection
from atom_xero_plugin.context import Caller, Context
from atom_xero_plugin.store.models import limit_windows
from atom_xero_plugin.store.session import ALL_WORKSPACES
from atom_xero_plugin.sync import leases, mirror
from atom_xero_plugin.sync.changes import event_of, happenings, keep_events
from atom_xero_plugin.sync.leases import Lease
from atom_xero_plugin.sync.mirror import Place
from atom_xero_plugin.sync.resources import KINDS
from atom_xero_plugin.sync.subscriptions import about
from atom_xero_plugin.sync.world import World
from atom_xero_plugin.trigger import Change, Trigger
from atom_xero_plugin.xero.models.base import decode_one


async def watch(world: World, found: Sequence[Connection], triggers: Mapping[str, Trigger]) -> None:
    """Keep the state of every connection and its calls, and tell what changed. One process at a time a workspace."""
    limits = await _limits(world)
    for workspace_id, mine in groupby(
        sorted(found, key=lambda each: each.workspace_id), lambda each: each.workspace_id
    ):
        lease = await leases.take(world.store, f"watch:{workspace_id}"[:64])
        if lease is None:
            continue
        try:
            for connection in mine:
                await _watch_one(world, lease, connection, limits.get(connection.tenant_id), triggers)
        finally:
            await leases.give_back(world.store, lease)


async def _watch_one(
    world: World,
    lease: Lease,
    connection: Connection,
    limit: dict[str, Any] | None,
    triggers: Mapping[str, Trigger],
) -> None:
    caller = Caller(connection.workspace_id, "plugin:poller", "workflow", frozenset({"read"}))
    context = Context(caller, world.clock, [connection], world.organisation_as_known(connection))
    state: dict[str, Any] = {
        "ConnectionID": connection.id,
        "Organisation": connection.tenant_name,
        "State": connection.state,
        "Reason": connection.state_reason,
    }
    subscribed = about(await world.subscriptions.listed(connection.workspace_id), connection.tenant_id)
    now = world.clock.now()
    async with world.store.write(connection.workspace_id) as tx:
        await leases.hold(tx, world.store, lease)
        for kind, body in (("Connections", state), ("Limits", limit)):
            if body is None:
                continue
            record = decode_one(KINDS[kind], body)
            place = Place(connection.workspace_id, connection.tenant_id, kind)
            changed = await mirror.keep(tx, place, [record], now)
            changes: list[Change[Any]] = [Change(each.old, each.record, context.today) for each in changed]
            told = happenings(changes, kind, triggers, subscribed, now)
            await keep_events(tx, [event_of(context, each, source="poll") for each in told], now)


async def _limits(world: World) -> dict[str, dict[str, Any]]:
    """What Xero last said is left of each organisation's day."""
    statement = select(limit_windows).where(limit_windows.c.day_remaining.is_not(None))
    async with world.store.read(ALL_WORKSPACES) as tx:
        rows = (await tx.execute(statement)).mappings().all()
    return {
        row["scope"]: {
            "TenantID": row["scope"],
            "Day": (row["day_seen_at"] or world.clock.now()).date().isoformat(),
            "Remaining": row["day_remaining"],
        }
        for row in rows
    }
