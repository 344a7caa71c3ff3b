"""A cycle: one resource of one organisation is heard.

Each page's rows, the cursor and the events are committed in one transaction, under the organisation's lease: a poller
killed anywhere leaves a cursor that is never ahead of its rows, and nothing is told twice.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final, Self

from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.auth.connections import Connection
from atom_xero_plugin.catalogue.context import Caller, Context, Organisation
from atom_xero_plugin.catalogue.trigger import Change, Trigger
from atom_xero_plugin.core.crash_points import crashpoint, declare
from atom_xero_plugin.core.errors import OurFault, ReconnectNeeded, XeroPluginError
from atom_xero_plugin.events import subscriptions
from atom_xero_plugin.events.detection import Heard, event_of, happenings, keep_events
from atom_xero_plugin.store.poll_streams import CHANGES, DAILY_CHECK
from atom_xero_plugin.sync import daily_check, mirror, poll_leases, poll_schedule
from atom_xero_plugin.sync.change_feed import Batch, changes_since
from atom_xero_plugin.sync.dependencies import BACKGROUND, World
from atom_xero_plugin.sync.mirror import Place
from atom_xero_plugin.sync.poll_leases import Lease, LeaseLost
from atom_xero_plugin.sync.poll_schedule import Poll
from atom_xero_plugin.sync.resources import RESOURCES
from atom_xero_plugin.xero.client import Priority, XeroClient

log = logging.getLogger(__name__)
_WORTH_TELLING: Final = timedelta(minutes=5)
"""How far Xero's clock and ours may be apart before it is said."""
_ORGANISATION_GOOD_FOR: Final = timedelta(hours=1)

declare(
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
    stream_type: str = CHANGES
    records: int = 0
    changes: int = 0
    events: int = 0
    bytes: int = 0
    xero_ahead: timedelta | None = None
    """How far Xero's clock is before ours; None if it did not say."""
    error: XeroPluginError | None = None

    @classmethod
    def of(cls, poll: Poll, **found: Any) -> Self:
        """What came of a poll."""
        return cls(poll.workspace_id, poll.tenant_id, poll.resource, poll.stream_type, **found)

    @property
    def clock_warning(self) -> str | None:
        """A sentence, if Xero's clock and this machine's are far apart."""
        if self.xero_ahead is None or abs(self.xero_ahead) <= _WORTH_TELLING:
            return None
        side = "ahead of" if self.xero_ahead > timedelta(0) else "behind"
        minutes = round(abs(self.xero_ahead).total_seconds() / 60)
        return f"Xero's clock is {minutes} minutes {side} this machine's; one of them is wrong."


class Cycles:
    """Runs cycles, and keeps what fails to its resource."""

    def __init__(self, world: World, triggers: Mapping[str, Trigger], page_size: int) -> None:
        """`triggers` are the catalogue's, by name."""
        self._world = world
        self._triggers = triggers
        self._page_size = page_size
        self._organisations: dict[str, tuple[datetime, Organisation]] = {}

    async def run(self, lease: Lease, due: Poll, connection: Connection) -> Cycle | None:
        """One cycle; what failed is written down. None if another poller has heard it since it was due.

        Raises LeaseLost if another took over: then it is his to write what came of it.
        """
        poll = await self._world.polls.begin(due, lease)
        if poll is None:
            return None
        try:
            cycle = await self._heard(lease, poll, connection)
        except LeaseLost:
            raise
        except XeroPluginError as error:
            failure = error
        except Exception as error:
            log.exception("a cycle of %s failed", poll.resource)
            failure = OurFault(f"Hearing the {poll.resource} failed ({type(error).__name__}).")
        else:
            if cycle.clock_warning:
                log.warning("%s", cycle.clock_warning)
            return cycle
        log.warning("%s of %s could not be heard: %s", poll.resource, connection.tenant_name, failure.message)
        await self._world.polls.fail(poll, failure)
        if isinstance(failure, ReconnectNeeded):
            await self._look_at_connection(connection)
        return Cycle.of(poll, error=failure)

    async def _heard(self, lease: Lease, poll: Poll, connection: Connection) -> Cycle:
        feature = f"{'sweep' if poll.is_full_resync else 'poll'}:{poll.list_name or poll.resource}"
        client = self._world.xero(connection, feature=feature, priority=Priority.BACKGROUND)
        context = await self._context(poll, connection, client)
        if poll.stream_type == DAILY_CHECK:
            told = await daily_check.look(self._world, lease, poll, context, self._triggers)
            return Cycle.of(poll, events=told)
        if poll.is_full_resync:
            await self._world.polls.check_heard(poll, poll.list_name)
        records = changes = events = size = 0
        ahead: timedelta | None = None
        crashpoint("poll.before_call")
        hearing = changes_since(
            client,
            RESOURCES[poll.list_name],
            poll.cursor,
            settled=poll.settled,
            heard_at=poll.finished_at,
            clock=self._world.clock,
            page_size=self._page_size,
            prepare=partial(mirror.prepared, _place(poll)),
        )
        async with aclosing(hearing):
            async for batch in hearing:
                crashpoint("poll.after_call")
                ahead = batch.xero_ahead if batch.xero_ahead is not None else ahead
                changed, told = await self._keep(lease, poll, context, batch)
                records, size = records + len(batch.records), size + batch.size
                changes, events = changes + changed, events + told
        crashpoint("poll.before_finish")
        longest = timedelta(minutes=self._world.settings.poll_minutes)

        async def finished(tx: AsyncConnection) -> None:
            await poll_leases.hold(tx, self._world.store, lease)
            await poll_schedule.finish(tx, poll, self._world.clock.now(), changes=changes, longest=longest)

        await self._world.store.transact(poll.workspace_id, finished)
        crashpoint("poll.after_finish")
        return Cycle.of(poll, records=records, changes=changes, events=events, bytes=size, xero_ahead=ahead)

    async def _keep(self, lease: Lease, poll: Poll, context: Context, batch: Batch) -> tuple[int, int]:
        """A page's rows, its events and the cursor, in one transaction. How many changed, how many events are new.

        Who waits is read in the same transaction: a trigger turned on while we page misses nothing.
        """
        now = self._world.clock.now()
        heard = Heard(now, batch.xero_ahead or timedelta(0), poll.whole_at)
        source = "sweep" if poll.is_full_resync else "poll"

        async def kept(tx: AsyncConnection) -> tuple[int, int]:
            await poll_leases.hold(tx, self._world.store, lease)
            tell = poll.seeded or poll.is_full_resync
            changed = await mirror.keep(tx, _place(poll), batch.records, now, tell=tell, xero_now=batch.xero_now)
            crashpoint("poll.after_rows")
            told = 0
            if changed:
                subscribed = subscriptions.about(await subscriptions.listed(tx, poll.workspace_id, now), poll.tenant_id)
                today = context.today
                changes: list[Change[object]] = [Change(each.old, each.record, today) for each in changed]
                found = happenings(changes, poll.list_name, self._triggers, subscribed, heard)
                told = await keep_events(tx, [event_of(context, each, source=source) for each in found], now)
            crashpoint("poll.after_events")
            await poll_schedule.advance(tx, poll, batch.cursor, now)
            crashpoint("poll.before_commit")
            return len(changed), told

        counts = await self._world.store.transact(poll.workspace_id, kept)
        crashpoint("poll.after_commit")
        return counts

    async def _context(self, poll: Poll, connection: Connection, client: XeroClient) -> Context:
        caller = Caller(poll.workspace_id, BACKGROUND, "workflow", frozenset({"read"}))
        return Context(caller, self._world.clock, [connection], await self._organisation(connection, client), client)

    async def _organisation(self, connection: Connection, client: XeroClient) -> Organisation:
        """Asked for once for all cycles of an hour, not once for each list."""
        now = self._world.clock.now()
        known = self._organisations.get(connection.id)
        if known is None or abs(now - known[0]) > _ORGANISATION_GOOD_FOR:
            known = self._organisations[connection.id] = now, await self._world.organisation(connection, client)
        return known[1]

    async def _look_at_connection(self, connection: Connection) -> None:
        """Ask Xero which organisations this login still reaches; the next tick tells what is lost."""
        try:
            await self._world.connections.sync(connection.workspace_id, connection.grant_id)
        except XeroPluginError as error:
            log.info("the connection to %s could not be checked: %s", connection.tenant_name, error.message)


def _place(poll: Poll) -> Place:
    return Place(poll.workspace_id, poll.tenant_id, poll.list_name)
