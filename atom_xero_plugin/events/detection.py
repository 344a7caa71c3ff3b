"""From a record that changed to the events of the triggers that are on.

An event's id is made from what happened, so the same event synced twice is one event: the organisation, the record,
Xero's time of the change (or what the trigger says distinguishes one event from another), and the trigger.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.accounting.kinds import kind_of, watched
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.catalogue.trigger import Change, Trigger
from atom_xero_plugin.events.outbox import take_turn
from atom_xero_plugin.events.subscriptions import Subscription
from atom_xero_plugin.store.tables import events
from atom_xero_plugin.store.upsert import insert_into

__all__ = ["Event", "PollTiming", "TriggerMatch", "event_of", "keep_events", "trigger_matches"]
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PollTiming:
    """When changes were synced, and what is known of when they happened."""

    at: datetime
    """Our clock."""
    xero_ahead: timedelta = timedelta(0)
    """How far Xero's clock is before ours; less than nothing if it is behind."""
    all_before: datetime | None = None
    """When, by our clock, the whole syncing before this one began: what is new now happened later than that."""

    def is_past(self, stamp: datetime | None, since: datetime) -> bool:
        """Whether a change with this stamp of Xero's happened before a trigger was turned on."""
        if stamp is None or (self.all_before is not None and since <= self.all_before):
            return False
        return stamp < since + self.xero_ahead


@dataclass(frozen=True)
class TriggerMatch:
    """A trigger's event, and the subscriptions that wait for it."""

    trigger: Trigger
    change: Change[Any]
    mark: str
    """What distinguishes it from another event of the same record."""
    at: datetime
    subscriptions: tuple[str, ...]


class Event(msgspec.Struct, frozen=True, omit_defaults=False):
    """An event as a host, a stream or the command line shows it."""

    id: str
    type: str
    trigger: str
    occurred_at: datetime
    organisation: dict[str, str]
    resource: dict[str, str | None]
    old: dict[str, Any] | None
    new: dict[str, Any]
    source: str
    workspace_id: str
    subscriptions: tuple[str, ...] = ()


def trigger_matches(
    changes: Iterable[Change[Any]],
    resource: str,
    triggers: Mapping[str, Trigger],
    subscribed: Sequence[Subscription],
    timing: PollTiming,
) -> list[TriggerMatch]:
    """What these changes of records of one resource mean to those who wait, in the order they were synced.

    A trigger that fails at a change, or whose filters no longer fit it, is logged and left out: the others go on.
    """
    waiting = list(_waiting(resource, triggers, subscribed))
    found: dict[tuple[str, str, str], TriggerMatch] = {}
    for change in changes:
        stamp = _stamp(change)
        for subscription, trigger, filters in waiting:
            if change.checked_on is None and timing.is_past(stamp, subscription.since):
                continue
            reported = _reported(trigger, change, filters)
            if not reported:
                continue
            mark = reported if isinstance(reported, str) else _mark(change, stamp or timing.at)
            key = change.new.record_id, trigger.name, mark
            before = found[key].subscriptions if key in found else ()
            at = timing.at if isinstance(reported, str) or stamp is None else stamp
            found[key] = TriggerMatch(trigger, change, mark, at, (*before, subscription.id))
    return list(found.values())


def _waiting(
    resource: str, triggers: Mapping[str, Trigger], subscribed: Iterable[Subscription]
) -> Iterator[tuple[Subscription, Trigger, Any]]:
    for each in subscribed:
        trigger = triggers.get(each.trigger)
        if trigger is None or trigger.resource != resource:
            continue
        try:
            yield each, trigger, msgspec.convert(each.filters, trigger.filters)
        except msgspec.ValidationError:
            log.exception("the subscription %s is left out: its filters no longer fit %s", each.id, trigger.name)


def _stamp(change: Change[Any]) -> datetime | None:
    """Xero's time of the change; None if it has none: Xero makes some changes without a new time."""
    stamp: datetime | None = change.new.updated_date_utc
    return None if change.old is not None and change.old.updated_date_utc == stamp else stamp


def _mark(change: Change[Any], at: datetime) -> str:
    """The time; where that is the same as before, the content too: each change of one time is reported."""
    stamp = change.new.updated_date_utc
    if stamp is None or _stamp(change) is not None:
        return at.isoformat()
    return f"{stamp.isoformat()} {hashlib.blake2b(change.new.raw, digest_size=8).hexdigest()}"


def _reported(trigger: Trigger, change: Change[Any], filters: Any) -> bool | str:
    try:
        return trigger.happened(change, filters)
    except Exception:
        log.exception("the trigger %s failed at %s", trigger.name, change.new.record_id)
        return False


def event_of(context: Context, match: TriggerMatch, *, source: str) -> Event:
    """The event, with the record as it was and as it is, in the words of the skills' answers."""
    trigger, change = match.trigger, match.change
    kind, organisation = watched(trigger.resource), context.organisation
    page = (kind_of(change.new) or kind).page
    parts = (organisation.id, trigger.resource, change.new.record_id, match.mark, trigger.name)
    old = change.old if change.checked_on is None else None
    return Event(
        id=hashlib.sha256("|".join(parts).encode()).hexdigest(),
        type=trigger.event_type,
        trigger=trigger.name,
        occurred_at=match.at,
        organisation={"id": organisation.id, "name": organisation.name},
        resource={
            "kind": kind.name,
            "id": change.new.record_id,
            "url": context.link(page, change.new.record_id) if page else None,
        },
        old=None if old is None else msgspec.to_builtins(kind.shown(context, old)),
        new=msgspec.to_builtins(kind.shown(context, change.new)),
        source=source,
        workspace_id=context.caller.workspace_id,
        subscriptions=match.subscriptions,
    )


async def keep_events(tx: AsyncConnection, found: Sequence[Event], now: datetime) -> int:
    """Put events in the outbox; one that is there already is left as it is. Returns how many were new.

    To be called last in a transaction: until its end no other writes events of the workspace, so that their numbers
    come to be seen in their order, and whoever has seen one has seen all before it.
    """
    rows = [_row(event, now) for event in found]
    if not rows:
        return 0
    await take_turn(tx, found[0].workspace_id)
    made = insert_into(events, tx.dialect.name)
    stored = 0
    for row in rows:
        new = (
            made.values(**row).on_conflict_do_nothing().returning(events.c.number)
        )  # PostgreSQL says no row count here
        stored += len((await tx.execute(new)).all())
    return stored


def _row(event: Event, now: datetime) -> dict[str, Any]:
    return {
        "workspace_id": event.workspace_id,
        "id": event.id,
        "tenant_id": event.organisation["id"],
        "trigger": event.trigger,
        "kind": event.resource["kind"],
        "record_id": event.resource["id"],
        "body": msgspec.json.encode(event).decode(),
        "state": "pending",
        "attempts": 0,
        "next_attempt_at": now,
        "created_at": now,
    }
