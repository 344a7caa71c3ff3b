"""The poller: one tick over the table of what is due, however many organisations there are.

A cycle hears one resource of one organisation. Each page's rows, the cursor and the events are committed in one
transaction, under the organisation's lease: a poller killed anywhere leaves a cursor that is never ahead of its rows,
and nothing is told twice.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from atom_xero_plugin.auth.connections import Connection
from atom_xero_plugin.context import Caller, Context
from atom_xero_plugin.crashpoint import crashpoint, declare
from atom_xero_plugin.errors import OurFault, ReconnectNeeded, XeroPluginError
from atom_xero_plugin.sync import daily, leases, mirror, polls
from atom_xero_plugin.sync.changes import event_of, happenings, keep_events
from atom_xero_plugin.sync.hearing import Batch, changes_since
from atom_xero_plugin.sync.leases import Lease
from atom_xero_plugin.sync.mirror import Changed, Place
from atom_xero_plugin.sync.polls import Poll
from atom_xero_plugin.sync.resources import DAILY, RESOURCES
from atom_xero_plugin.sync.subscriptions import Subscription, about
from atom_xero_plugin.sync.watching import watch
from atom_xero_plugin.sync.world import World
from atom_xero_plugin.trigger import Change, Trigger
from atom_xero_plugin.xero.client import Priority, XeroClient

log = logging.getLogger(__name__)
AT_ONCE: Final = 4
"""Organisations heard at the same time by one process."""
BACKGROUND: Final = "plugin:poller"

declare(
    "poll.before_claim",
    "poll.after_claim",
    "poll.before_call",
    "poll.after_call",
    "poll.after_rows",
    "poll.after_events",
    "poll.before_commit",
    "poll.after_commit",
    "poll.before_finish",
    "poll.after_finish",
)


@dataclass(frozen=True)
class Cycle:
    """What came of one resource of one organisation."""

    workspace_id: str
    tenant_id: str
    resource: str
    records: int = 0
    changes: int = 0
    events: int = 0
    bytes: int = 0
    error: XeroPluginError | None = None


class Poller:
    """Hears what is due."""

    def __init__(self, world: World, triggers: Mapping[str, Trigger], *, page_size: int | None = None) -> None:
        """`triggers` are the catalogue's, by name; a page holds as many records as the settings say."""
        self._world = world
        self._triggers = triggers
        self._page_size = page_size or world.settings.page_size

    async def tick(self) -> list[Cycle]:
        """Hear all that is due now, and watch what is ours; what came of each cycle."""
        found = await self._world.connections.everywhere()
        await self._world.polls.enrol(found)
        await watch(self._world, found, self._triggers)
        by_tenant: dict[str, list[Poll]] = {}
        for poll in await self._world.polls.due(self._world.clock.now()):
            by_tenant.setdefault(poll.tenant_id, []).append(poll)
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(tenant_id: str, due: list[Poll]) -> list[Cycle]:
            async with gate:
                return await self._organisation(tenant_id, due, found)

        answers = await asyncio.gather(*(one(tenant_id, due) for tenant_id, due in by_tenant.items()))
        return [cycle for cycles in answers for cycle in cycles]

    async def _organisation(self, tenant_id: str, due: Sequence[Poll], found: Sequence[Connection]) -> list[Cycle]:
        order = [*RESOURCES, DAILY]
        cycles = []
        async with self._leased(tenant_id) as lease:
            if lease is None:
                return []
            for poll in sorted(due, key=lambda each: (each.workspace_id, order.index(each.resource))):
                connection = _working(found, poll)
                if connection is not None:
                    cycles.append(await self._cycle(lease, poll, connection))
        return cycles

    @asynccontextmanager
    async def _leased(self, tenant_id: str) -> AsyncIterator[Lease | None]:
        crashpoint("poll.before_claim")
        lease = await leases.take(self._world.store, tenant_id)
        crashpoint("poll.after_claim")
        try:
            yield lease
        finally:
            if lease is not None:
                await leases.give_back(self._world.store, lease)

    async def _cycle(self, lease: Lease, due: Poll, connection: Connection) -> Cycle:
        """One cycle; whatever fails is kept to its resource and written down."""
        poll = await self._world.polls.begin(due)
        try:
            return await self._heard(lease, poll, connection)
        except XeroPluginError as error:
            failure = error
        except Exception as error:
            log.exception("a cycle of %s failed", poll.resource)
            failure = OurFault(f"Hearing the {poll.resource} failed ({type(error).__name__}).")
        await self._world.polls.fail(poll, failure)
        if isinstance(failure, ReconnectNeeded):
            await self._look_at_connection(connection)
        return Cycle(poll.workspace_id, poll.tenant_id, poll.resource, error=failure)

    async def _heard(self, lease: Lease, poll: Poll, connection: Connection) -> Cycle:
        client = self._world.xero(connection, feature=f"poll:{poll.resource}", priority=Priority.BACKGROUND)
        context = await self._context(poll, connection, client)
        subscribed = about(await self._world.subscriptions.listed(poll.workspace_id), poll.tenant_id)
        if poll.resource == DAILY:
            told = await daily.look(self._world, lease, poll, context, self._triggers, subscribed)
            return Cycle(poll.workspace_id, poll.tenant_id, DAILY, events=told)
        records = changes = events = size = 0
        crashpoint("poll.before_call")
        async for batch in changes_since(
            client,
            RESOURCES[poll.resource],
            poll.cursor,
            settled=poll.settled,
            heard_at=poll.finished_at,
            now=self._world.clock.now(),
            page_size=self._page_size,
        ):
            crashpoint("poll.after_call")
            changed, told = await self._keep(lease, poll, context, batch, subscribed)
            records, size = records + len(batch.records), size + batch.size
            changes, events = changes + changed, events + told
        crashpoint("poll.before_finish")
        async with self._world.store.write(poll.workspace_id) as tx:
            await leases.hold(tx, self._world.store, lease)
            await polls.finish(tx, poll, self._world.clock.now(), changes=changes)
        crashpoint("poll.after_finish")
        return Cycle(poll.workspace_id, poll.tenant_id, poll.resource, records, changes, events, size)

    async def _keep(
        self, lease: Lease, poll: Poll, context: Context, batch: Batch, subscribed: Sequence[Subscription]
    ) -> tuple[int, int]:
        """A page's rows, its events and the cursor, in one transaction. How many changed, how many events are new."""
        now = self._world.clock.now()
        place = Place(poll.workspace_id, poll.tenant_id, poll.resource)
        async with self._world.store.write(poll.workspace_id) as tx:
            await leases.hold(tx, self._world.store, lease)
            changed = await mirror.keep(tx, place, batch.records, now, tell=poll.seeded)
            crashpoint("poll.after_rows")
            found = happenings(_changes(context, changed), poll.resource, self._triggers, subscribed, now)
            told = await keep_events(tx, [event_of(context, each, source="poll") for each in found], now)
            crashpoint("poll.after_events")
            await polls.advance(tx, poll, batch.cursor, now)
            crashpoint("poll.before_commit")
        crashpoint("poll.after_commit")
        return len(changed), told

    async def _context(self, poll: Poll, connection: Connection, client: XeroClient) -> Context:
        caller = Caller(poll.workspace_id, BACKGROUND, "workflow", frozenset({"read"}))
        organisation = await self._world.organisation(connection, client)
        return Context(caller, self._world.clock, [connection], organisation, client)

    async def _look_at_connection(self, connection: Connection) -> None:
        """Ask Xero which organisations this login still reaches; the next tick tells what is lost."""
        try:
            await self._world.connections.sync(connection.workspace_id, connection.grant_id)
        except XeroPluginError as error:
            log.info("the connection to %s could not be checked: %s", connection.tenant_name, error.message)


def _changes(context: Context, changed: Sequence[Changed]) -> list[Change[object]]:
    today = context.today
    return [Change(each.old, each.record, today) for each in changed]


def _working(found: Sequence[Connection], poll: Poll) -> Connection | None:
    for connection in found:
        mine = (connection.workspace_id, connection.tenant_id) == (poll.workspace_id, poll.tenant_id)
        if mine and connection.state == "connected":
            return connection
    return None
