"""Events on their way to whoever waits: at least once, in order for one record, again after a failure, none lost.

Who receives gets the same id each time, so that a second delivery can be distinguished from a second event.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import msgspec
from msgspec import Struct
from sqlalchemy import RowMapping, delete, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.core.clock import Clock
from atom_xero_plugin.core.crash_points import crashpoint, declare
from atom_xero_plugin.core.errors import NotFound
from atom_xero_plugin.store.database import ALL_WORKSPACES, Store
from atom_xero_plugin.store.tables import events

MOST_ATTEMPTS: Final = 8
"""Over some two hours; then an event is dead until somebody replays it, and those behind it go on."""
CLAIM: Final = timedelta(seconds=60)
"""How long a process may take over one event; it is then another's, if the process died."""
LONGEST: Final = timedelta(seconds=45)
"""How long a receiver may take; it must be less than a claim lasts."""
_FIRST_RETRY_S: Final = 5
_FORGOTTEN_AT_ONCE: Final = 1_000
"""Rows a transaction: nobody else writes meanwhile on SQLite."""

declare("outbox.before_claim", "outbox.after_claim", "outbox.after_send", "outbox.after_mark")

Deliver = Callable[[Mapping[str, Any]], Awaitable[None]]
"""Hands an event over; raises if it was not taken."""


class EventRow(Struct, frozen=True):
    """An event and how far it came."""

    number: int
    """Counts up as events are written; what a stream resumes from."""
    id: str
    state: str
    """pending, delivered or dead."""
    attempts: int
    error: str | None
    body: dict[str, Any]


@dataclass(frozen=True)
class Delivered:
    """What one round did."""

    done: int
    failed: int


class Outbox:
    """The events of every workspace."""

    def __init__(self, store: Store, clock: Clock) -> None:
        """Keep the store they live in."""
        self._store = store
        self._clock = clock

    async def listed(
        self, workspace_id: str, *, after: int = 0, state: str | None = None, limit: int = 100
    ) -> list[EventRow]:
        """A workspace's events after a number, the oldest first."""
        statement = select(events).where(events.c.workspace_id == workspace_id, events.c.number > after)
        if state is not None:
            statement = statement.where(events.c.state == state)
        async with self._store.read(workspace_id) as tx:
            rows = (await tx.execute(statement.order_by(events.c.number).limit(limit))).mappings().all()
        return [_row(row) for row in rows]

    async def newest(self, workspace_id: str, *, limit: int = 100) -> list[EventRow]:
        """A workspace's events, the newest first."""
        statement = select(events).where(events.c.workspace_id == workspace_id).order_by(events.c.number.desc())
        async with self._store.read(workspace_id) as tx:
            rows = (await tx.execute(statement.limit(limit))).mappings().all()
        return [_row(row) for row in rows]

    async def last_number(self, workspace_id: str) -> int:
        """The number of the newest event; 0 if there is none."""
        statement = select(func.max(events.c.number)).where(events.c.workspace_id == workspace_id)
        async with self._store.read(workspace_id) as tx:
            return int((await tx.execute(statement)).scalar() or 0)

    async def counts(self, workspace_id: str) -> dict[str, int]:
        """How many events there are in each state."""
        statement = select(events.c.state, func.count()).where(events.c.workspace_id == workspace_id)
        async with self._store.read(workspace_id) as tx:
            return {state: int(count) for state, count in (await tx.execute(statement.group_by(events.c.state))).all()}

    async def replay(self, workspace_id: str, event_id: str) -> None:
        """Send an event again, whatever became of it; also whoever follows the events gets it again, by a new number.

        Raises NotFound for one of another workspace.
        """
        mine = events.c.workspace_id == workspace_id, events.c.id == event_id
        async with self._store.write(workspace_id) as tx:
            await take_turn(tx, workspace_id)
            newest = (await tx.execute(select(func.max(events.c.number)))).scalar() or 0
            row = (await tx.execute(delete(events).where(*mine).returning(events))).mappings().first()
            if row is None:
                raise NotFound("There is no such event in this workspace.")
            again = {name: row[name] for name in row if name not in {"number", "delivered_at", "lease_owner", "error"}}
            again |= {"state": "pending", "attempts": 0, "next_attempt_at": self._clock.now()}
            if self._store.dialect == "sqlite":  # it would give the number of a newest event that was deleted again
                again["number"] = newest + 1
            await tx.execute(insert(events).values(**again))

    async def forget(self, stored: timedelta) -> int:
        """Delete events that were delivered longer ago than `stored`; how many that were.

        What waits or is dead stays, and so does the newest of all: numbers only ever count up, and SQLite counts on
        from the greatest that is there.
        """
        old = (
            select(events.c.number)
            .where(
                events.c.state == "delivered",
                events.c.delivered_at < self._clock.now() - stored,
                events.c.number < select(func.max(events.c.number)).scalar_subquery(),
            )
            .limit(_FORGOTTEN_AT_ONCE)
        )
        forgotten = 0
        while True:
            async with self._store.write(ALL_WORKSPACES) as tx:
                gone = (await tx.execute(delete(events).where(events.c.number.in_(old)))).rowcount
            forgotten += gone
            if gone < _FORGOTTEN_AT_ONCE:
                return forgotten

    async def deliver(self, deliver: Deliver, *, limit: int = 100) -> Delivered:
        """Hand over what waits, one record's events in order. A failure keeps back only that record's."""
        crashpoint("outbox.before_claim")
        claimed = await self._claim(limit)
        crashpoint("outbox.after_claim")
        done = failed = 0
        for row in claimed:
            attempt = await self._begin(row)
            if attempt is None:
                continue
            try:
                async with asyncio.timeout(LONGEST.total_seconds()):
                    await deliver(msgspec.json.decode(row["body"]))
            except Exception as error:  # noqa: BLE001 - whatever a receiver does, the others get theirs
                await self._failed(row, attempt, f"{type(error).__name__}: {error}"[:500])
                failed += 1
                continue
            crashpoint("outbox.after_send")
            await self._mark(row, state="delivered", delivered_at=self._clock.now(), error=None)
            crashpoint("outbox.after_mark")
            done += 1
        return Delivered(done, failed)

    async def _begin(self, row: RowMapping) -> int | None:
        """Count an attempt at an event that is still ours, and claim it for as long as that may take.

        None if it is another's by now, or if each attempt so far ended the process that made it: then it is dead.
        """
        now, mine = self._clock.now(), events.c.number == row["number"]
        begun = (
            update(events)
            .where(mine, events.c.lease_owner == row["lease_owner"], events.c.state == "pending")
            .values(next_attempt_at=now + CLAIM, attempts=events.c.attempts + 1)
            .returning(events.c.attempts)
        )
        async with self._store.write(row["workspace_id"]) as tx:
            attempt: int | None = (await tx.execute(begun)).scalar()
        if attempt is not None and attempt > MOST_ATTEMPTS:
            await self._failed(
                row, attempt, row["error"] or "No attempt came to an end: the receiver ends its process."
            )
            return None
        return attempt

    async def _claim(self, limit: int) -> list[RowMapping]:
        now, earlier = self._clock.now(), events.alias()
        behind = exists().where(
            earlier.c.workspace_id == events.c.workspace_id,
            earlier.c.tenant_id == events.c.tenant_id,
            earlier.c.kind == events.c.kind,
            earlier.c.record_id == events.c.record_id,
            earlier.c.state == "pending",
            earlier.c.number < events.c.number,
        )
        first = (
            select(events.c.number)
            .where(events.c.state == "pending", events.c.next_attempt_at <= now, ~behind)
            .order_by(events.c.number)
            .limit(limit)
        )
        if self._store.dialect == "postgresql":
            first = first.with_for_update(skip_locked=True)
        async with self._store.write(ALL_WORKSPACES) as tx:
            # Two statements: inside the update PostgreSQL may run the selection again and again, past its limit.
            numbers = (await tx.execute(first)).scalars().all()
            claim = (
                update(events)
                .where(events.c.number.in_(numbers))
                .values(lease_owner=uuid.uuid4().hex, next_attempt_at=now + CLAIM)
                .returning(events)
            )
            rows = (await tx.execute(claim)).mappings().all() if numbers else []
        return sorted(rows, key=lambda row: int(row["number"]))

    async def _failed(self, row: RowMapping, attempts: int, reported: str) -> None:
        wait = timedelta(seconds=_FIRST_RETRY_S * 4 ** (attempts - 1))
        state = "dead" if attempts >= MOST_ATTEMPTS else "pending"
        await self._mark(row, state=state, next_attempt_at=self._clock.now() + wait, error=reported)

    async def _mark(self, row: RowMapping, **values: Any) -> None:
        """Only while it is still ours: who was too slow changes nothing."""
        mine = update(events).where(events.c.number == row["number"], events.c.lease_owner == row["lease_owner"])
        async with self._store.write(row["workspace_id"]) as tx:
            await tx.execute(mine.values(**values))


async def take_turn(tx: AsyncConnection, workspace_id: str) -> None:
    """Until the transaction's end no other writes events of the workspace.

    PostgreSQL numbers rows when they are written, not when they come to be seen; SQLite has one writer anyway.
    """
    if tx.dialect.name == "postgresql":
        await tx.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"events {workspace_id}", 0))))


def _row(row: RowMapping) -> EventRow:
    return EventRow(
        row["number"], row["id"], row["state"], row["attempts"], row["error"], msgspec.json.decode(row["body"])
    )
