"""The limits in the database: who holds which slot, what Xero last said is left, and until when it wants no call."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.core.clock import Clock
from atom_xero_plugin.rate_limits.gate import (
    LONGEST_WAIT_S,
    MINUTE_RESERVE,
    PER_MINUTE,
    SLOTS,
    ApiCaller,
    Priority,
    Seen,
)
from atom_xero_plugin.store import usage
from atom_xero_plugin.store.database import ALL_WORKSPACES, Store
from atom_xero_plugin.store.row_order import in_key_order
from atom_xero_plugin.store.tables import limit_blocks, limit_windows
from atom_xero_plugin.store.upsert import insert_into

MINUTE = timedelta(seconds=60)
BLOCK_CALLS = 40
"""Calls taken in one transaction while plenty are left."""
BLOCK_LEASE = timedelta(seconds=90)
"""A crashed process's slot is free again after this; longer than one call may take."""
LONGEST_PAUSE = timedelta(seconds=LONGEST_WAIT_S)
_SMALL_DAY, _LARGE_DAY = 1_000, 5_000
_CONCURRENT_WAIT_S = 0.05


@dataclass
class Block:
    """One slot, held by this process for a few calls; and what its answers said since the last transaction."""

    id: str
    caller: ApiCaller
    left: int
    lease_until: datetime
    last: Seen | None = None
    sent_at: datetime | None = None
    seen_at: datetime | None = None
    used: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    def count(self, caller: ApiCaller, seen: Seen, *, sent_at: datetime, now: datetime) -> None:
        """Note a call and what its answer said."""
        if seen.minute_remaining is not None or seen.problem is not None:
            self.last, self.sent_at, self.seen_at = seen, sent_at, now
        calls = self.used.setdefault((caller.workspace_id, caller.feature), [0, 0])
        calls[0] += 1
        calls[1] += seen.received


@dataclass(frozen=True)
class Wait:
    """No call now; perhaps after so many seconds."""

    seconds: float
    limit: str


@dataclass(frozen=True)
class Pause:
    """Xero wants no call before then."""

    until: datetime
    limit: str


async def take(tx: AsyncConnection, caller: ApiCaller, app: str, clock: Clock, *, day_reserve: float) -> Block | Wait:
    """Take a block for the caller, or learn how long to wait for one."""
    windows = await _lock(tx, (caller.tenant_id, app))
    now = clock.now()  # after the lock: waiting for it takes time too
    mine, whole = windows[caller.tenant_id], windows[app]
    for row in (mine, whole):
        pause = pause_of(row, now)
        if pause is not None:
            return Wait((pause.until - now).total_seconds(), pause.limit)
    await tx.execute(delete(limit_blocks).where(limit_blocks.c.lease_until < now))
    held = (await tx.execute(select(limit_blocks).where(limit_blocks.c.scope == caller.tenant_id))).mappings().all()
    if len(held) >= SLOTS:
        return Wait(_CONCURRENT_WAIT_S, "concurrent")
    free = _left(mine, now, PER_MINUTE) - sum(row["granted"] for row in held)
    short = _short(caller, mine, whole, free, now, day_reserve)
    if short is not None:
        return short
    reserve = MINUTE_RESERVE if caller.priority is Priority.BACKGROUND else 0
    calls = max(1, min(BLOCK_CALLS, (free - reserve) // (SLOTS + 1)))
    block = Block(uuid.uuid4().hex, caller, calls, now + BLOCK_LEASE)
    await tx.execute(
        insert(limit_blocks).values(
            id=block.id,
            scope=caller.tenant_id,
            owner=caller.feature[:64],
            granted=calls,
            granted_at=now,
            lease_until=block.lease_until,
        )
    )
    return block


async def give_back(tx: AsyncConnection, block: Block, app: str, now: datetime) -> None:
    """Free the slot and write down what the answers said and what was used; the block itself stays as it is.

    A transaction that fails can so be repeated with the same block. Once it is committed the block is done with.
    """
    windows = await _lock(tx, (block.caller.tenant_id, app))  # first, as `take` does: two orders would deadlock
    await tx.execute(delete(limit_blocks).where(limit_blocks.c.id == block.id))
    seen, sent_at, seen_at = block.last, block.sent_at, block.seen_at
    if seen is not None and sent_at is not None and seen_at is not None:
        mine = windows[block.caller.tenant_id]
        await _learn(tx, mine, seen.minute_remaining, sent_at, seen_at, day=seen.day_remaining)
        await _learn(tx, windows[app], seen.app_remaining, sent_at, seen_at)
        if seen.problem is not None:
            await _stop(tx, block.caller.tenant_id, app, seen, seen_at)
    for (workspace_id, feature), (calls, received) in sorted(block.used.items()):
        await usage.add(tx, workspace_id, block.caller.tenant_id, feature, now.date(), calls, received)


def pause_of(row: Mapping[Any, Any], now: datetime) -> Pause | None:
    """Until when Xero wants no call still, and by which limit; a time further off than a day is no time of Xero's."""
    until = row["blocked_until"]
    if until is None or not now < until <= now + LONGEST_PAUSE:
        return None
    return Pause(until, row["blocked_by"] or "minute")


async def pauses(store: Store, tenant_ids: Sequence[str], app_id: str, now: datetime) -> dict[str, Pause]:
    """The pauses of these organisations, by tenant id; where the whole app is paused, each of them is."""
    app = app_scope(app_id)
    chosen = select(limit_windows).where(limit_windows.c.scope.in_([*tenant_ids, app]))
    async with store.read(ALL_WORKSPACES) as tx:
        rows = {row["scope"]: row for row in (await tx.execute(chosen)).mappings()}
    found = {scope: pause for scope, row in rows.items() if (pause := pause_of(row, now)) is not None}
    return {each: found[scope] for each in tenant_ids for scope in (app, each) if scope in found}


async def lift(store: Store, tenant_id: str, app_id: str) -> None:
    """Forget that Xero wanted no call of an organisation, and what its last answers said is left; Xero says again."""
    reported = ("blocked_until", "blocked_by", "minute_remaining", "minute_started_at", "day_remaining", "day_seen_at")
    scopes = (limit_windows.c.scope == tenant_id) | (limit_windows.c.scope == app_scope(app_id))
    async with store.write(ALL_WORKSPACES) as tx:
        await tx.execute(update(limit_windows).where(scopes).values(dict.fromkeys(reported)))


def app_scope(app_id: str) -> str:
    """The row of the whole app's limit."""
    return f"app:{app_id}"[:64]


async def calls_left(store: Store, tenant_id: str, now: datetime) -> int | None:
    """The day's calls that Xero last said an organisation has left; None if it said nothing within the day."""
    statement = select(limit_windows).where(limit_windows.c.scope == tenant_id)
    async with store.read(ALL_WORKSPACES) as tx:
        row = (await tx.execute(statement)).mappings().first()
    return int(row["day_remaining"]) if row and row["day_remaining"] is not None and _same_day(row, now) else None


async def _lock(tx: AsyncConnection, scopes: tuple[str, str]) -> dict[str, RowMapping]:
    """The rows of both scopes, made if need be, locked until the transaction ends; always in the same order."""
    chosen = select(limit_windows).where(limit_windows.c.scope.in_(scopes)).order_by(limit_windows.c.scope)
    rows = (await tx.execute(chosen.with_for_update())).mappings().all()
    if len(rows) < len(set(scopes)):
        made = insert_into(limit_windows, tx.dialect.name).on_conflict_do_nothing()
        await tx.execute(made, in_key_order(limit_windows, ({"scope": scope} for scope in scopes)))
        rows = (await tx.execute(chosen.with_for_update())).mappings().all()
    return {row["scope"]: row for row in rows}


def _left(row: Mapping[Any, Any], now: datetime, otherwise: int) -> int:
    """What is left of the minute: as Xero last said in this minute window, else a whole window."""
    started = row["minute_started_at"]
    if row["minute_remaining"] is None or started is None or now >= started + MINUTE:
        return otherwise
    return int(row["minute_remaining"])


def _short(
    caller: ApiCaller, mine: RowMapping, whole: RowMapping, free: int, now: datetime, day_reserve: float
) -> Wait | None:
    reserve = MINUTE_RESERVE if caller.priority is Priority.BACKGROUND else 0
    if free <= reserve:
        return Wait(_until_reset(mine, now), "minute")
    if _left(whole, now, PER_MINUTE) <= 0:
        return Wait(_until_reset(whole, now), "appminute")
    day = mine["day_remaining"]
    if caller.priority is Priority.BACKGROUND and day is not None and _same_day(mine, now):
        allowed = _LARGE_DAY if day > _SMALL_DAY else _SMALL_DAY
        if day <= day_reserve * allowed:
            return Wait((mine["day_seen_at"] + timedelta(hours=24) - now).total_seconds(), "day")
    return None


def _same_day(row: RowMapping, now: datetime) -> bool:
    return row["day_seen_at"] is not None and now - row["day_seen_at"] < timedelta(hours=24)


def _until_reset(row: RowMapping, now: datetime) -> float:
    """Seconds until the minute window that the last answer belongs to is over; a moment if none is known."""
    started = row["minute_started_at"]
    if started is None or now >= started + MINUTE:
        return _CONCURRENT_WAIT_S  # others hold what is left; they give it back
    return max(_CONCURRENT_WAIT_S, float((started + MINUTE - now).total_seconds()))


async def _learn(
    tx: AsyncConnection,
    row: RowMapping,
    remaining: int | None,
    sent_at: datetime,
    seen_at: datetime,
    *,
    day: int | None = None,
) -> None:
    """Keep what an answer said of the minute window that its call fell in.

    Answers come in any order, but within a window what is left only falls: the least is the truth. A window begins, for
    us, when its first answer is seen, which is never before it began at Xero, so it never ends too early here.
    """
    if remaining is None:
        return
    started = row["minute_started_at"]
    values: dict[str, Any] = {"minute_seen_at": seen_at}
    if started is None or sent_at >= started + MINUTE:
        values |= {"minute_remaining": remaining, "minute_started_at": seen_at}
    elif seen_at < started:
        return  # of a window that is over
    else:
        values["minute_remaining"] = min(remaining, row["minute_remaining"])
    if day is not None:
        values |= {"day_remaining": day, "day_seen_at": seen_at}
    await tx.execute(update(limit_windows).where(limit_windows.c.scope == row["scope"]).values(**values))


async def _stop(tx: AsyncConnection, tenant_id: str, app: str, seen: Seen, at: datetime) -> None:
    """Xero answered 429: no call before the time it named; none named means too many at once."""
    scope = app if seen.problem and seen.problem.startswith("app") else tenant_id
    seconds = 10 * _CONCURRENT_WAIT_S if seen.retry_after_s is None else min(seen.retry_after_s, LONGEST_WAIT_S)
    values = {"blocked_until": at + timedelta(seconds=seconds), "blocked_by": (seen.problem or "")[:16]}
    await tx.execute(update(limit_windows).where(limit_windows.c.scope == scope).values(**values))
