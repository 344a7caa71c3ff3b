"""A poll run: one resource of one organisation is synced.

Each page's rows, the cursor and the events are committed in one transaction, under the organisation's lease: a poller
killed anywhere leaves a cursor that is never ahead of its rows, and nothing is reported twice.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final, Self

from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.accounting.kinds import kind_of, synced
from atom_xero_plugin.accounting.noted_changes import note
from atom_xero_plugin.auth.connections import Connection
from atom_xero_plugin.catalogue.context import Caller, Context
from atom_xero_plugin.catalogue.trigger import Change, Trigger
from atom_xero_plugin.core.crash_points import crashpoint, declare
from atom_xero_plugin.core.errors import OurFault, ReconnectNeeded, XeroPluginError
from atom_xero_plugin.events import subscriptions
from atom_xero_plugin.events.detection import PollTiming, event_of, keep_events, trigger_matches
from atom_xero_plugin.store.poll_streams import CHANGES, DAILY_CHECK
from atom_xero_plugin.sync import daily_check, mirror, poll_leases, poll_schedule
from atom_xero_plugin.sync.change_feed import Batch, changes_since
from atom_xero_plugin.sync.dependencies import BACKGROUND, SyncDependencies
from atom_xero_plugin.sync.mirror import Place
from atom_xero_plugin.sync.poll_leases import LeaseLost, PollLease
from atom_xero_plugin.sync.poll_schedule import Poll
from atom_xero_plugin.xero.client import Priority, XeroClient

log = logging.getLogger(__name__)
_WORTH_REPORTING: Final = timedelta(minutes=5)
"""How far Xero's clock and ours may be apart before it is said."""

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
class PollRun:
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
        if self.xero_ahead is None or abs(self.xero_ahead) <= _WORTH_REPORTING:
            return None
        side = "ahead of" if self.xero_ahead > timedelta(0) else "behind"
        minutes = round(abs(self.xero_ahead).total_seconds() / 60)
        return f"Xero's clock is {minutes} minutes {side} this machine's; one of them is wrong."


class PollRunner:
    """Runs poll runs, and keeps what fails to its resource."""

    def __init__(self, dependencies: SyncDependencies, triggers: Mapping[str, Trigger], page_size: int) -> None:
        """`triggers` are the catalogue's, by name."""
        self._dependencies = dependencies
        self._triggers = triggers
        self._page_size = page_size

    async def run(self, lease: PollLease, due: Poll, connection: Connection) -> PollRun | None:
        """One poll run; what failed is written down. None if another poller has synced it since it was due.

        Raises LeaseLost if another took over: then it is his to write what came of it.
        """
        poll = await self._dependencies.polls.begin(due, lease)
        if poll is None:
            return None
        try:
            poll_run = await self._synced(lease, poll, connection)
        except LeaseLost:
            raise
        except XeroPluginError as error:
            failure = error
        except Exception as error:
            log.exception("a poll run of %s failed", poll.resource)
            failure = OurFault(f"Syncing the {poll.resource} failed ({type(error).__name__}).")
        else:
            if poll_run.clock_warning:
                log.warning("%s", poll_run.clock_warning)
            return poll_run
        log.warning("%s of %s could not be synced: %s", poll.resource, connection.tenant_name, failure.message)
        await self._dependencies.polls.fail(poll, failure)
        if isinstance(failure, ReconnectNeeded):
            await self._check_connection(connection)
        return PollRun.of(poll, error=failure)

    async def _synced(self, lease: PollLease, poll: Poll, connection: Connection) -> PollRun:
        feature = f"{'sweep' if poll.is_full_resync else 'poll'}:{poll.list_name or poll.resource}"
        client = self._dependencies.xero(connection, feature=feature, priority=Priority.BACKGROUND)
        context = await self._context(poll, connection, client)
        if poll.stream_type == DAILY_CHECK:
            reported = await daily_check.check(self._dependencies, lease, poll, context, self._triggers)
            return PollRun.of(poll, events=reported)
        if poll.is_full_resync:
            await self._dependencies.polls.check_synced(poll, poll.list_name)
        records = changes = events = size = 0
        ahead: timedelta | None = None
        crashpoint("poll.before_call")
        feed = changes_since(
            client,
            synced()[poll.list_name],
            poll.cursor,
            settled=poll.settled,
            heard_at=poll.finished_at,
            clock=self._dependencies.clock,
            page_size=self._page_size,
            prepare=partial(mirror.row_of, _place(poll)),
        )
        async with aclosing(feed):
            async for batch in feed:
                crashpoint("poll.after_call")
                ahead = batch.xero_ahead if batch.xero_ahead is not None else ahead
                changed, reported = await self._keep(lease, poll, context, batch)
                records, size = records + len(batch.records), size + batch.size
                changes, events = changes + changed, events + reported
        crashpoint("poll.before_finish")
        longest = timedelta(minutes=self._dependencies.settings.poll_minutes)

        async def finished(tx: AsyncConnection) -> None:
            await poll_leases.hold(tx, self._dependencies.store, lease)
            await poll_schedule.finish(tx, poll, self._dependencies.clock.now(), changes=changes, longest=longest)

        await self._dependencies.store.transact(poll.workspace_id, finished)
        crashpoint("poll.after_finish")
        return PollRun.of(poll, records=records, changes=changes, events=events, bytes=size, xero_ahead=ahead)

    async def _keep(self, lease: PollLease, poll: Poll, context: Context, batch: Batch) -> tuple[int, int]:
        """A page's rows, its events and the cursor, in one transaction. How many changed, how many events are new.

        Who waits is read in the same transaction: a trigger turned on while we page misses nothing.
        """
        now = self._dependencies.clock.now()
        timing = PollTiming(now, batch.xero_ahead or timedelta(0), poll.full_resync_at)
        source = "sweep" if poll.is_full_resync else "poll"

        async def stored(tx: AsyncConnection) -> tuple[int, int]:
            await poll_leases.hold(tx, self._dependencies.store, lease)
            report_changes = poll.seeded or poll.is_full_resync
            changed = await mirror.keep(
                tx, _place(poll), batch.prepared, now, report_changes=report_changes, xero_now=batch.xero_now
            )
            crashpoint("poll.after_rows")
            reported = 0
            if changed:
                await _note(tx, poll, changed, now)
                subscribed = subscriptions.about(await subscriptions.listed(tx, poll.workspace_id, now), poll.tenant_id)
                today = context.today
                changes: list[Change[object]] = [Change(each.old, each.record, today) for each in changed]
                found = trigger_matches(changes, poll.list_name, self._triggers, subscribed, timing)
                reported = await keep_events(tx, [event_of(context, each, source=source) for each in found], now)
            crashpoint("poll.after_events")
            await poll_schedule.advance(tx, poll, batch.cursor, now)
            crashpoint("poll.before_commit")
            return len(changed), reported

        counts = await self._dependencies.store.transact(poll.workspace_id, stored)
        crashpoint("poll.after_commit")
        return counts

    async def _context(self, poll: Poll, connection: Connection, client: XeroClient) -> Context:
        caller = Caller(poll.workspace_id, BACKGROUND, "workflow", frozenset({"read"}))
        about = await self._dependencies.organisations.details(connection, client)
        return Context(caller, self._dependencies.clock, [connection], about, client)

    async def _check_connection(self, connection: Connection) -> None:
        """Ask Xero which organisations this login still reaches; the next tick says what is lost."""
        try:
            await self._dependencies.connections.sync(connection.workspace_id, connection.grant_id)
        except XeroPluginError as error:
            log.info("the connection to %s could not be checked: %s", connection.tenant_name, error.message)


async def _note(tx: AsyncConnection, poll: Poll, changed: Sequence[mirror.Changed], now: datetime) -> None:
    """Note in the audit trail what their kinds ask for."""
    for each in changed:
        kind = kind_of(each.record)
        if kind is None or not kind.noted or (old := each.old) is None:
            continue
        for noted_as, value in kind.noted.items():
            if value(old) != value(each.record):
                await note(
                    tx, workspace_id=poll.workspace_id, tenant_id=poll.tenant_id, actor=BACKGROUND, noted_as=noted_as,
                    record_id=each.record.record_id, at=now,
                )  # fmt: skip


def _place(poll: Poll) -> Place:
    return Place(poll.workspace_id, poll.tenant_id, poll.list_name)
