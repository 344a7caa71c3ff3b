"""Our own records, watched like Xero's: a connection that broke, a day's calls that run out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.accounting.kinds import watched
from atom_xero_plugin.auth.connections import Connection
from atom_xero_plugin.catalogue.context import Caller, Context
from atom_xero_plugin.catalogue.trigger import Change, Trigger
from atom_xero_plugin.events import subscriptions
from atom_xero_plugin.events.detection import PollTiming, event_of, keep_events, trigger_matches
from atom_xero_plugin.store.database import ALL_WORKSPACES
from atom_xero_plugin.store.tables import limit_windows
from atom_xero_plugin.sync import mirror, poll_leases
from atom_xero_plugin.sync.dependencies import BACKGROUND, SyncDependencies
from atom_xero_plugin.sync.mirror import Place
from atom_xero_plugin.sync.poll_leases import PollLease
from atom_xero_plugin.xero.decoding.base import decode_one

State = Mapping[str, Any]


class ConnectionMonitor:
    """Keeps the state of every connection and its calls, and says what changed."""

    def __init__(self, dependencies: SyncDependencies, triggers: Mapping[str, Trigger]) -> None:
        """`triggers` are the catalogue's, by name."""
        self._dependencies = dependencies
        self._triggers = triggers
        self._stored: dict[tuple[str, str], State] = {}
        """What this process kept last, so that a check what is the same writes nothing."""

    async def check(self, found: Sequence[Connection]) -> None:
        """Check all of them. One process at a time a workspace."""
        limits = await self._limits()
        fresh = [each for each in found if any(self._news(each, limits))]
        by_workspace = groupby(sorted(fresh, key=lambda each: each.workspace_id), lambda each: each.workspace_id)
        for workspace_id, mine in by_workspace:
            lease = await poll_leases.take(self._dependencies.store, f"watch:{workspace_id}"[:64])
            if lease is None:
                continue
            try:
                for connection in mine:
                    await self._keep(lease, connection, self._news(connection, limits))
            finally:
                await poll_leases.give_back(self._dependencies.store, lease)

    def _news(self, connection: Connection, limits: Mapping[str, State]) -> list[tuple[str, State]]:
        state = {
            "ConnectionID": connection.id,
            "Organisation": connection.tenant_name,
            "State": connection.state,
            "Reason": connection.state_reason,
        }
        reported = (("Connections", state), ("Limits", limits.get(connection.tenant_id)))
        return [(kind, body) for kind, body in reported if body and self._stored.get((kind, connection.id)) != body]

    async def _keep(self, lease: PollLease, connection: Connection, news: Sequence[tuple[str, State]]) -> None:
        dependencies, workspace_id = self._dependencies, connection.workspace_id
        caller = Caller(workspace_id, BACKGROUND, "workflow", frozenset({"read"}))
        context = Context(caller, dependencies.clock, [connection], dependencies.organisations.as_known(connection))
        now = dependencies.clock.now()

        async def stored(tx: AsyncConnection) -> None:
            await poll_leases.hold(tx, dependencies.store, lease)
            subscribed = subscriptions.about(await subscriptions.listed(tx, workspace_id, now), connection.tenant_id)
            found = []
            for kind, body in news:
                record = decode_one(watched(kind).record, body)
                changed = await mirror.keep(tx, Place(workspace_id, connection.tenant_id, kind), [record], now)
                changes: list[Change[Any]] = [Change(each.old, each.record, context.today) for each in changed]
                found += trigger_matches(changes, kind, self._triggers, subscribed, PollTiming(now))
            await keep_events(tx, [event_of(context, each, source="poll") for each in found], now)

        await dependencies.store.transact(workspace_id, stored)
        self._stored.update(((kind, connection.id), body) for kind, body in news)

    async def _limits(self) -> dict[str, State]:
        """What Xero last said is left of each organisation's day."""
        statement = select(limit_windows).where(limit_windows.c.day_remaining.is_not(None))
        async with self._dependencies.store.read(ALL_WORKSPACES) as tx:
            rows = (await tx.execute(statement)).mappings().all()
        return {
            row["scope"]: {
                "TenantID": row["scope"],
                "Day": (row["day_seen_at"] or self._dependencies.clock.now()).date().isoformat(),
                "Remaining": row["day_remaining"],
            }
            for row in rows
        }
