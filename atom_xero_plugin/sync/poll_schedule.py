"""The table of what is due: one row a workspace's organisation and resource, with its cursor."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from msgspec import Struct
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.accounting.kinds import synced
from atom_xero_plugin.auth.connections import Connection
from atom_xero_plugin.auth.scopes import missing
from atom_xero_plugin.core.errors import Busy, RateLimited, WaitAndTry, XeroPluginError
from atom_xero_plugin.store.database import ALL_WORKSPACES, Store
from atom_xero_plugin.store.poll_streams import CHANGES, FULL_RESYNC, Stream
from atom_xero_plugin.store.row_order import in_key_order
from atom_xero_plugin.store.tables import polls
from atom_xero_plugin.store.upsert import insert_into
from atom_xero_plugin.sync import poll_leases
from atom_xero_plugin.sync.change_feed import OVERLAP
from atom_xero_plugin.sync.poll_leases import PollLease
from atom_xero_plugin.sync.resources import streams

SHORTEST: Final = timedelta(seconds=60)
"""Between two poll runs where much happens."""
RESYNC_EVERY: Final = timedelta(days=7)
"""A whole list is synced again so often: some fields Xero changes without a new UpdatedDateUTC, such as the due date of
a part-paid invoice or a contact's balances, and asking for what changed never says them (source: Xero's page "Requests
and Responses")."""
_FIRST_RETRY_S, _LAST_RETRY_S = 30, 3_600


class Poll(Struct, frozen=True):
    """One row."""

    workspace_id: str
    tenant_id: str
    resource: str
    """The row's name: see `Stream.resource`."""
    stream_type: str
    """CHANGES, DAILY_CHECK or FULL_RESYNC."""
    list_name: str
    """Xero's list that is polled; empty for the daily check."""
    cursor: datetime | None
    moved_at: datetime | None
    seeded: bool
    due_at: datetime
    interval_s: int
    started_at: datetime | None
    finished_at: datetime | None
    failures: int
    error: str | None
    """JSON of the error body of the last poll run, if that failed."""

    @property
    def stream(self) -> Stream:
        """What is polled."""
        return Stream(self.stream_type, self.list_name)

    @property
    def is_full_resync(self) -> bool:
        """Whether the list is read from its beginning, not what changed in it; the cursor is then how far that came."""
        return self.stream_type == FULL_RESYNC

    @property
    def settled(self) -> bool:
        """Whether all was synced again so long after the cursor moved that nothing before it can still appear."""
        if self.moved_at is None or self.full_resync_at is None:
            return False
        return self.full_resync_at - self.moved_at > OVERLAP

    @property
    def full_resync_at(self) -> datetime | None:
        """When the last poll run that synced everything began; None if another began since and did not end well."""
        ended = self.started_at is not None and self.finished_at is not None and self.started_at <= self.finished_at
        return self.started_at if ended and not self.failures else None

    @property
    def reason(self) -> str | None:
        """Why the last poll run failed, in a sentence."""
        return msgspec.json.decode(self.error)["message"] if self.error else None

    @property
    def is_failing(self) -> bool:
        """Whether it failed twice in a row, or for a reason that waiting does not mend."""
        lasting = self.error is not None and not msgspec.json.decode(self.error)["retryable"]
        return self.failures > 1 or (self.failures > 0 and lasting)

    def behind(self, now: datetime) -> timedelta:
        """How long it has waited to be synced; tries that failed do not count."""
        since = self.due_at
        if self.failures and self.finished_at is not None:
            since = self.finished_at + timedelta(seconds=self.interval_s)
        return max(timedelta(0), now - since)


class Polls:
    """The rows of every workspace."""

    def __init__(self, store: Store) -> None:
        """Keep the store they live in."""
        self._store = store
        self._enrolled: set[tuple[str, str, Stream]] = set()
        """Rows that are known to be there."""

    async def enrol(self, connections: Iterable[Connection]) -> None:
        """Add what is not there yet: every resource that a working connection's scopes can read, due at once.

        What is synced at once is whole: it is fully resynced for the first time later.
        """
        requested = {
            (connection.workspace_id, connection.tenant_id, stream)
            for connection in connections
            for stream in _readable(connection)
        }
        fresh = sorted(requested - self._enrolled)
        if not fresh:
            return
        now, ordinary = self._store.clock.now(), {"seeded": False, "failures": 0}
        rows = [
            {"workspace_id": workspace_id, "tenant_id": tenant_id, "resource": stream.resource}
            | {"stream_type": stream.type, "list_name": stream.list_name}
            | ordinary | {"due_at": now + first, "interval_s": int(max(first, SHORTEST).total_seconds())}
            for workspace_id, tenant_id, stream in fresh
            for first in [RESYNC_EVERY if stream.type == FULL_RESYNC else timedelta(0)]
        ]  # fmt: skip
        made = insert_into(polls, self._store.dialect).on_conflict_do_nothing()
        await self._store.transact(ALL_WORKSPACES, lambda tx: tx.execute(made, in_key_order(polls, rows)))
        self._enrolled |= requested

    async def due(self, at: datetime) -> list[Poll]:
        """What is due, the longest waiting first; of every workspace."""
        statement = select(polls).where(polls.c.due_at <= at).order_by(polls.c.due_at, polls.c.tenant_id)
        async with self._store.read(ALL_WORKSPACES) as tx:
            rows = (await tx.execute(statement)).mappings().all()
        return [_poll(row) for row in rows]

    async def listed(self, workspace_id: str) -> list[Poll]:
        """A workspace's rows."""
        statement = select(polls).where(polls.c.workspace_id == workspace_id)
        async with self._store.read(workspace_id) as tx:
            rows = (await tx.execute(statement.order_by(polls.c.tenant_id, polls.c.resource))).mappings().all()
        return [_poll(row) for row in rows]

    async def check_synced(self, poll: Poll, list_name: str) -> None:
        """Raise Busy while a list of the same organisation was never synced in full, or could not be synced last."""
        other = msgspec.structs.replace(poll, resource=Stream(CHANGES, list_name).resource)
        statement = select(polls).where(*_key(other))
        async with self._store.read(poll.workspace_id) as tx:
            row = (await tx.execute(statement)).mappings().first()
        if row is not None and (row["failures"] or not row["seeded"]):
            raise Busy(f"The {list_name} of the organisation could not be synced yet.", retry_after_s=300)

    async def request_sync(self, workspace_id: str, tenant_id: str | None = None, *, full_resync: bool = False) -> None:
        """Make a workspace's rows due now: somebody waits, or something was written.

        With `full_resync` the full lists too.

        What follows is searched for often again.
        """
        mine, now = [polls.c.workspace_id == workspace_id], self._store.clock.now()
        if tenant_id is not None:
            mine.append(polls.c.tenant_id == tenant_id)
        is_full_resync, soon = polls.c.stream_type == FULL_RESYNC, int(SHORTEST.total_seconds())

        async def due_now(tx: AsyncConnection) -> None:
            await tx.execute(update(polls).where(*mine, ~is_full_resync).values(due_at=now, interval_s=soon))
            if full_resync:
                await tx.execute(update(polls).where(*mine, is_full_resync).values(due_at=now))

        await self._store.transact(workspace_id, due_now)

    async def begin(self, poll: Poll, lease: PollLease) -> Poll | None:
        """Note that a poll run begins; the row as it was before. None if another poller has synced it since it was due.

        Raises LeaseLost if another poller took over.
        """
        now = self._store.clock.now()
        async with self._store.write(poll.workspace_id) as tx:
            await poll_leases.hold(tx, self._store, lease)
            row = (await tx.execute(select(polls).where(*_key(poll)))).mappings().first()
            if row is None or row["due_at"] > now:
                return None
            if not (poll.is_full_resync and row["cursor"]):  # a full resync that goes on began when it began
                await tx.execute(update(polls).where(*_key(poll)).values(started_at=now))
        return _poll(row)

    async def fail(self, poll: Poll, error: XeroPluginError) -> None:
        """Write down why a poll run did not end well, and when to try again. The cursor stays."""
        wait_s = min(_FIRST_RETRY_S * 2**poll.failures, _LAST_RETRY_S)
        if isinstance(error, (RateLimited, WaitAndTry)) and error.retry_after_s is not None:
            wait_s = max(wait_s if not isinstance(error, RateLimited) else 0, error.retry_after_s)
        values = {
            "failures": poll.failures + 1,
            "error": msgspec.json.encode(error.body()).decode(),
            "due_at": self._store.clock.now() + timedelta(seconds=wait_s),
        }
        async with self._store.write(poll.workspace_id) as tx:
            await tx.execute(update(polls).where(*_key(poll)).values(**values))


async def advance(tx: AsyncConnection, poll: Poll, cursor: datetime | None, now: datetime) -> None:
    """Move the cursor, in the transaction of the rows it stands for."""
    if cursor is not None and cursor != poll.cursor:
        await tx.execute(update(polls).where(*_key(poll)).values(cursor=cursor, moved_at=now))


async def finish(tx: AsyncConnection, poll: Poll, now: datetime, *, changes: int, longest: timedelta) -> None:
    """Everything was synced: what follows is reported, and the next poll run is the sooner the more happened.

    Where nothing happens it is `longest` away at the most.
    """
    interval_s = poll.interval_s // 2 if changes else poll.interval_s * 3 // 2
    interval_s = max(int(SHORTEST.total_seconds()), min(interval_s, int(longest.total_seconds())))
    if poll.is_full_resync:
        interval_s = int(RESYNC_EVERY.total_seconds())
    values = {
        "seeded": True,
        "finished_at": now,
        "due_at": now + timedelta(seconds=interval_s),
        "interval_s": interval_s,
        "failures": 0,
        "error": None,
    }
    if poll.is_full_resync:
        values["cursor"] = None
    await tx.execute(update(polls).where(*_key(poll)).values(**values))


def _readable(connection: Connection) -> list[Stream]:
    if connection.state != "connected":
        return []
    return [each for each in streams() if not missing(connection.scopes, scopes_of(each))]


def scopes_of(stream: Stream) -> list[str]:
    """The scopes that a poll of it needs."""
    return [synced()[stream.list_name].read_scope] if stream.list_name else []


def _key(poll: Poll) -> tuple[Any, ...]:
    return (
        polls.c.workspace_id == poll.workspace_id,
        polls.c.tenant_id == poll.tenant_id,
        polls.c.resource == poll.resource,
    )


def _poll(row: Any) -> Poll:
    return Poll(**{name: row[name] for name in Poll.__struct_fields__})
