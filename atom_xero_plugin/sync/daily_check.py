"""What time brings about and no change of Xero's tells: once a day, in the organisation's own time zone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Final

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.catalogue.trigger import Change, Trigger
from atom_xero_plugin.core.periods import today_in
from atom_xero_plugin.events.detection import Happening, Heard, event_of, happenings, keep_events
from atom_xero_plugin.events.subscriptions import Subscription, about
from atom_xero_plugin.store.tables import polls, records
from atom_xero_plugin.sync import poll_leases
from atom_xero_plugin.sync.dependencies import World
from atom_xero_plugin.sync.poll_leases import Lease
from atom_xero_plugin.sync.poll_schedule import Poll
from atom_xero_plugin.sync.resources import RESOURCES
from atom_xero_plugin.xero.decoding.base import XeroRecord, decode_one
from atom_xero_plugin.xero.records.invoices import Invoice

AGAIN: Final = timedelta(minutes=20)
"""How often it is looked whether a new day has begun there."""
_CHUNK: Final = 1_000


async def look(
    world: World,
    lease: Lease,
    poll: Poll,
    context: Context,
    triggers: Mapping[str, Trigger],
) -> int:
    """Tell what became true since the last day that was looked at; the first look only notes the day.

    Raises Busy while the invoices are not heard: what was paid meanwhile must not be told as overdue.
    """
    today = context.today
    looked_on = poll.cursor.date() if poll.cursor else today
    subscribed = about(await world.subscriptions.listed(poll.workspace_id), poll.tenant_id)
    waiting = [each for each in subscribed if each.trigger in triggers and triggers[each.trigger].daily]
    told = 0
    if looked_on < today and waiting:
        await world.polls.check_heard(poll, "Invoices")
        found = [each async for each in _happened(world, context, triggers, waiting, looked_on)]
        told = await _keep(world, lease, poll, context, found, today)
    else:
        await _keep(world, lease, poll, context, [], today)
    return told


async def _happened(
    world: World,
    context: Context,
    triggers: Mapping[str, Trigger],
    waiting: Sequence[Subscription],
    looked_on: date,
) -> AsyncIterator[Happening]:
    zone, today, now = context.organisation.timezone, context.today, world.clock.now()

    def first_day(subscription: Subscription) -> date:
        return max(looked_on, today_in(zone, subscription.since))

    for since, alike in groupby(sorted(waiting, key=first_day), key=first_day):
        subscribed = list(alike)
        async for record in _open_invoices(world, context):
            change: Change[XeroRecord] = Change(record, record, today, since)
            for each in happenings([change], "Invoices", triggers, subscribed, Heard(now)):
                yield each


async def _open_invoices(world: World, context: Context) -> AsyncIterator[XeroRecord]:
    """The mirror's invoices and bills that await payment, and those of which no status is known: the trigger looks."""
    last = 0
    mine = (
        records.c.workspace_id == context.caller.workspace_id,
        records.c.tenant_id == context.organisation.id,
        records.c.kind == "Invoices",
        or_(records.c.status == Invoice.OPEN, records.c.status.is_(None)),
    )
    while True:
        page = select(records.c.id, records.c.body).where(*mine, records.c.id > last).order_by(records.c.id)
        async with world.store.read(context.caller.workspace_id) as tx:
            rows = (await tx.execute(page.limit(_CHUNK))).all()
        for row in rows:
            yield decode_one(RESOURCES["Invoices"].record, row.body)
        if len(rows) < _CHUNK:
            return
        last = rows[-1].id


async def _keep(
    world: World, lease: Lease, poll: Poll, context: Context, found: Sequence[Happening], today: date
) -> int:
    now = world.clock.now()
    mine = (
        polls.c.workspace_id == poll.workspace_id,
        polls.c.tenant_id == poll.tenant_id,
        polls.c.resource == poll.resource,
    )
    day = datetime.combine(today, time(), UTC)

    async def kept(tx: AsyncConnection) -> int:
        await poll_leases.hold(tx, world.store, lease)
        told = await keep_events(tx, [event_of(context, each, source="sweep") for each in found], now)
        values = {
            "cursor": day, "seeded": True, "finished_at": now, "due_at": now + AGAIN, "failures": 0, "error": None,
        }  # fmt: skip
        await tx.execute(update(polls).where(*mine).values(**values))
        return told

    return await world.store.transact(poll.workspace_id, kept)
