"""Requests that callers name by a key of their own: each is answered once, however often it comes.

Workflow engines repeat a request whose answer they did not get. The first to come holds the key, renewed while it
works; the plan that it makes is bound to the key in the transaction that makes it, so whoever takes the key over after
a crash goes on with that plan and never makes a second. A final answer is kept, to be given again byte by byte.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, RowMapping, delete, exists, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.core.errors import Busy, InvalidArguments, KeyReused, RequestInProgress
from atom_xero_plugin.store.caller_tables import caller_requests
from atom_xero_plugin.store.database import ALL_WORKSPACES, Store
from atom_xero_plugin.store.tables import plan_steps, plans
from atom_xero_plugin.store.upsert import insert_into

log = logging.getLogger(__name__)
KEPT: Final = timedelta(hours=96)
"""How long a key is known after it came last; callers are promised 72 hours."""
LEASE: Final = timedelta(seconds=10)
"""How long a process holds a key after it renewed it last."""
_RENEW_S: Final = 2.5
_PATIENCE_S: Final = 12.0
"""How long a second request with a key waits for the first: longer than a dead one's lease."""
_PAUSE_S: Final = 0.2
_LONGEST_KEY: Final = 255
_AT_ONCE: Final = 1_000
_canonical = msgspec.json.Encoder(order="deterministic")


@dataclass(frozen=True)
class Hold:
    """A key that this request holds; `fence` distinguishes it from any that held the key before or after."""

    workspace_id: str
    caller: str
    key_hash: str
    fence: int
    plan_id: str | None
    """The plan that an earlier request with this key made, and did not come to the end of."""

    def row(self) -> ColumnElement[bool]:
        """The row of the key."""
        return _row(self.workspace_id, self.caller, self.key_hash)


@dataclass(frozen=True)
class StoredAnswer:
    """What a request was answered, as it was."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def fingerprint(asked: Any) -> str:
    """Hex sha256 of what a request asks for, the same whatever the order of its names."""
    return hashlib.sha256(_canonical.encode(asked)).hexdigest()


def check_key(key: str) -> str:
    """The key. Raises InvalidArguments for one that is none: empty, too long, or not of visible ASCII."""
    if not 1 <= len(key) <= _LONGEST_KEY or not all("!" <= letter <= "~" for letter in key):
        raise InvalidArguments(f"A request's key has 1 to {_LONGEST_KEY} visible ASCII characters, without blanks.")
    return key


class CallerRequests:
    """The keys of every workspace and caller."""

    def __init__(self, store: Store) -> None:
        """Keep the store they live in."""
        self._store = store

    async def begin(self, workspace_id: str, caller: str, key: str, asked: Any) -> Hold | StoredAnswer:
        """Hold a key, or give what was answered. One that another request holds is waited for, a short while.

        Raises KeyReused if the key came with something else, RequestInProgress if the other is still at it.
        """
        key_hash = hashlib.sha256(check_key(key).encode()).hexdigest()
        asked_hash, caller = fingerprint(asked), caller[:255]
        for _ in range(int(_PATIENCE_S / _PAUSE_S)):
            found = await self._take(workspace_id, caller, key_hash, asked_hash)
            if found is not None:
                return found
            await asyncio.sleep(_PAUSE_S)
        raise RequestInProgress(retry_after_s=int(LEASE.total_seconds()))

    @asynccontextmanager
    async def held(self, hold: Hold) -> AsyncIterator[None]:
        """Keep the key as long as the block lasts; then give it free, for whoever repeats the request."""
        renewing = asyncio.ensure_future(self._renew(hold))
        try:
            yield
        finally:
            renewing.cancel()
            await asyncio.wait([renewing])
            with contextlib.suppress(Exception):  # then the lease ends by itself
                await asyncio.shield(self._change(hold, lease_until=None))

    async def finish(
        self, hold: Hold, body: bytes, *, status: int = 0, headers: Mapping[str, str] | None = None
    ) -> None:
        """Keep a final answer, unless another request took the key over: then its answer counts."""
        reported = _canonical.encode(dict(headers or {})).decode()
        until = self._store.clock.now() + KEPT
        await self._change(hold, answer=body.decode(), status=status, headers=reported, expires_at=until)

    async def keep(self, hold: Hold, body: bytes, *, status: int = 0, headers: Mapping[str, str] | None = None) -> None:
        """The same, where what was done must be answered whatever becomes of its keeping.

        A repetition that finds no answer goes on with the plan, and is answered alike.
        """
        try:
            await self.finish(hold, body, status=status, headers=headers)
        except Exception as error:  # noqa: BLE001 - the answer is not worth less because it could not be kept
            log.warning("the answer to a request with a key could not be kept: %s", type(error).__name__)

    async def forget(self) -> int:
        """Delete keys whose time is over, in small bites; how many that were."""
        now, gone = self._store.clock.now(), 0
        key = (caller_requests.c.workspace_id, caller_requests.c.caller, caller_requests.c.key_hash)
        while True:
            async with self._store.write(ALL_WORKSPACES) as tx:
                over = select(*key).where(caller_requests.c.expires_at < now).order_by(*key).limit(_AT_ONCE)
                rows = (await tx.execute(over)).all()
                for row in rows:
                    old = _row(*row) & (caller_requests.c.expires_at < now)
                    await tx.execute(delete(caller_requests).where(old))
            gone += len(rows)
            if len(rows) < _AT_ONCE:
                return gone

    async def _take(self, workspace_id: str, caller: str, key_hash: str, asked_hash: str) -> Hold | StoredAnswer | None:
        now, mine = self._store.clock.now(), _row(workspace_id, caller, key_hash)
        async with self._store.write(workspace_id) as tx:
            await tx.execute(delete(caller_requests).where(mine, caller_requests.c.expires_at < now))
            new = insert_into(caller_requests, tx.dialect.name).values(
                workspace_id=workspace_id, caller=caller, key_hash=key_hash, request_hash=asked_hash, fence=0,
                created_at=now, expires_at=now + KEPT,
            )  # fmt: skip
            await tx.execute(new.on_conflict_do_nothing())
            row = (await tx.execute(select(caller_requests).where(mine).with_for_update())).mappings().one()
            if row["request_hash"] != asked_hash:
                raise KeyReused
            if row["answer"] is not None:
                return StoredAnswer(row["status"], msgspec.json.decode(row["headers"]), row["answer"].encode())
            if _is_held(row, now):
                return None
            values = {"fence": row["fence"] + 1, "lease_owner": uuid.uuid4().hex, "lease_until": now + LEASE}
            await tx.execute(update(caller_requests).where(mine).values(**values, expires_at=now + KEPT))
            return Hold(workspace_id, caller, key_hash, row["fence"] + 1, row["plan_id"])

    async def _renew(self, hold: Hold) -> None:
        while True:
            await asyncio.sleep(_RENEW_S)
            with contextlib.suppress(Exception):  # then another may take over, and goes on with the plan
                await self._change(hold, lease_until=self._store.clock.now() + LEASE)

    async def _change(self, hold: Hold, **values: Any) -> None:
        still_mine = hold.row() & (caller_requests.c.fence == hold.fence)
        async with self._store.write(hold.workspace_id) as tx:
            await tx.execute(update(caller_requests).where(still_mine).values(**values))


async def bind(tx: AsyncConnection, hold: Hold, plan_id: str) -> None:
    """Bind a plan to the key of the request that makes it, in its transaction.

    Raises Busy if another request holds the key meanwhile, or bound a plan to it: that one counts.
    """
    free = hold.row() & (caller_requests.c.fence == hold.fence) & caller_requests.c.plan_id.is_(None)
    if (await tx.execute(update(caller_requests).where(free).values(plan_id=plan_id))).rowcount != 1:
        raise Busy("Another request with the same key is still running.", retry_after_s=int(LEASE.total_seconds()))


async def same_that_waits(tx: AsyncConnection, plan: Mapping[str, Any], now: datetime) -> str | None:
    """The id of a plan of the same caller and content that waits to be approved or executed: asking again is it.

    One that was approved counts too: a limit of Xero's may have put it back, and next to a new one both would be
    executed. Two that ask at once wait for each other here, until the transaction's end.
    """
    if tx.dialect.name == "postgresql":
        lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:same, 0))")
        await tx.execute(lock, {"same": f"{plan['workspace_id']} {plan['hash']} {plan['proposed_by']}"})
    waits = select(plans.c.id).where(
        plans.c.workspace_id == plan["workspace_id"],
        plans.c.tenant_id == plan["tenant_id"],
        plans.c.skill == plan["skill"],
        plans.c.hash == plan["hash"],
        plans.c.proposed_by == plan["proposed_by"],
        plans.c.undo_of.is_(None) if plan["undo_of"] is None else plans.c.undo_of == plan["undo_of"],
        plans.c.state.in_(("proposed", "approved")),
        plans.c.expires_at > now,
    )
    found: str | None = (await tx.execute(waits.order_by(plans.c.created_at).limit(1))).scalar()
    return found


async def end_those_it_replaces(tx: AsyncConnection, plan: Mapping[str, Any]) -> list[str]:
    """End what was approved, not begun, and asked for by the same caller in the same words; the ids of those plans.

    Its content differs, as where a day that was left out is another one by now: both executed would do it twice.
    """
    sent = exists().where(plan_steps.c.plan_id == plans.c.id, plan_steps.c.sent_at.is_not(None))
    replaced = (
        update(plans)
        .where(
            plans.c.workspace_id == plan["workspace_id"],
            plans.c.tenant_id == plan["tenant_id"],
            plans.c.skill == plan["skill"],
            plans.c.arguments == plan["arguments"],
            plans.c.proposed_by == plan["proposed_by"],
            plans.c.state == "approved",
            plans.c.id != plan["id"],
            ~sent,
        )
        .values(state="expired", fence=plans.c.fence + 1, updated_at=plan["created_at"])
        .returning(plans.c.id)
    )
    return sorted((await tx.execute(replaced)).scalars())


def _is_held(row: RowMapping, now: datetime) -> bool:
    """A lease from further ahead than any lasts was written by a clock that went back."""
    until: datetime | None = row["lease_until"]
    return until is not None and now < until <= now + 2 * LEASE


def _row(workspace_id: str, caller: str, key_hash: str) -> ColumnElement[bool]:
    return (
        (caller_requests.c.workspace_id == workspace_id)
        & (caller_requests.c.caller == caller)
        & (caller_requests.c.key_hash == key_hash)
    )
