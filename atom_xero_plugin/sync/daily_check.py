"""What time brings about and no change of Xero's shows: once a day, in the organisation's own time zone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Final

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.accounting.kinds import kinds_in, watched
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.catalogue.trigger import Change, Trigger
from atom_xero_plugin.core.periods import today_in
from atom_xero_plugin.events.detection import PollTiming, TriggerMatch, event_of, keep_events, trigger_matches
from atom_xero_plugin.events.subscriptions import Subscription, about
from atom_xero_plugin.store.tables import polls, records
from atom_xero_plugin.sync import poll_leases
from atom_xero_plugin.sync.dependencies import SyncDependencies
from atom_xero_plugin.sync.poll_leases import PollLease
from atom_xero_plugin.sync.poll_schedule import Poll
from atom_xero_plugin.xero.decoding.base import XeroRecord, decode_one

AGAIN: Final = timedelta(minutes=20)
"""How often it is checked whether a new day has begun there."""
_CHUNK: Final = 1_000


async def check(
    dependencies: SyncDependencies,
    lease: PollLease,
    poll: Poll,
    context: Context,
    triggers: Mapping[str, Trigger],
) -> int:
    """Say what became true since the last day that was checked; the first check only notes the day.

    Raises Busy while a list is not synced: what was paid meanwhile must not be reported as overdue.
    """
    today = context.today
    checked_on = poll.cursor.date() if poll.cursor else today
    subscribed = about(await dependencies.subscriptions.listed(poll.workspace_id), poll.tenant_id)
    waiting = [each for each in subscribed if each.trigger in triggers and triggers[each.trigger].daily]
    reported = 0
    if checked_on < today and waiting:
        for name in dict.fromkeys(triggers[each.trigger].resource for each in waiting):
            await dependencies.polls.check_synced(poll, name)
        found = [each async for each in _happened(dependencies, context, triggers, waiting, checked_on)]
        reported = await _keep(dependencies, lease, poll, context, found, today)
    else:
        await _keep(dependencies, lease, poll, context, [], today)
    return reported


async def _happened(
    dependencies: SyncDependencies,
    context: Context,
    triggers: Mapping[str, Trigger],
    waiting: Sequence[Subscription],
    checked_on: date,
) -> AsyncIterator[TriggerMatch]:
    zone, today, now = context.organisation.timezone, context.today, dependencies.clock.now()

    def first_day(subscription: Subscription) -> date:
        return max(checked_on, today_in(zone, subscription.since))

    for since, alike in groupby(sorted(waiting, key=first_day), key=first_day):
        subscribed = list(alike)
        for name in dict.fromkeys(triggers[each.trigger].resource for each in subscribed):
            async for record in _pending(dependencies, context, name):
                change: Change[XeroRecord] = Change(record, record, today, since)
                for each in trigger_matches([change], name, triggers, subscribed, PollTiming(now)):
                    yield each


async def _pending(dependencies: SyncDependencies, context: Context, list_name: str) -> AsyncIterator[XeroRecord]:
    """Records that a day can change, such as those that await payment, and those of which no status is known."""
    last, record = 0, watched(list_name).record
    statuses = {status for kind in kinds_in(list_name) for status in kind.pending}
    mine = (
        records.c.workspace_id == context.caller.workspace_id,
        records.c.tenant_id == context.organisation.id,
        records.c.kind == list_name,
        or_(records.c.status.in_(statuses), records.c.status.is_(None)),
    )
    while True:
        page = select(records.c.id, records.c.body).where(*mine, records.c.id > last).order_by(records.c.id)
        async with dependencies.store.read(context.caller.workspace_id) as tx:
            rows = (await tx.execute(page.limit(_CHUNK))).all()
        for row in rows:
            yield decode_one(record, row.body)
        if len(rows) < _CHUNK:
            return
        last = rows[-1].id


async def _keep(
    dependencies: SyncDependencies,
    lease: PollLease,
    poll: Poll,
    context: Context,
    found: Sequence[TriggerMatch],
    today: date,
) -> int:
    now = dependencies.clock.now()
    mine = (
        polls.c.workspace_id == poll.workspace_id,
        polls.c.tenant_id == poll.tenant_id,
        polls.c.resource == poll.resource,
    )
    day = datetime.combine(today, time(), UTC)

    async def stored(tx: AsyncConnection) -> int:
        await poll_leases.hold(tx, dependencies.store, lease)
        reported = await keep_events(tx, [event_of(context, each, source="sweep") for each in found], now)
        values = {
            "cursor": day, "seeded": True, "finished_at": now, "due_at": now + AGAIN, "failures": 0, "error": None,
        }  # fmt: skip
        await tx.execute(update(polls).where(*mine).values(**values))
        return reported

    return await dependencies.store.transact(poll.workspace_id, stored)
