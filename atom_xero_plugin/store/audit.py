"""The audit trail: one chain of hashes a workspace, each row written in the transaction of what it reports.

Row n holds sha256 over row n-1's hash and its own content, so a row that was edited, removed, added or moved is found
by recomputing. The head row says where the chain ends, so a cut-off tail is found too. Keep the head's hash outside
the database from time to time: who can write the whole database can write the whole chain again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import RowMapping, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.tables import audit, audit_heads
from atom_xero_plugin.store.upsert import insert_into

GENESIS = "0" * 64
"""What the first row of a chain follows."""
_PAGE = 1_000
_SECRET_NAMES = re.compile(r"token|secret|password|verifier|authorization|encryption_key", re.IGNORECASE)
_canonical = msgspec.json.Encoder(order="deterministic")
_APPENDED = insert(audit)
_OF_WORKSPACE = audit_heads.c.workspace_id == bindparam("of_workspace")
_HEAD = select(audit_heads.c.number, audit_heads.c.hash).where(_OF_WORKSPACE)
_LOCKED_HEAD = _HEAD.with_for_update()
_MOVED_ON = update(audit_heads).where(_OF_WORKSPACE)


class AuditEntry(Struct, frozen=True):
    """One row of the trail."""

    number: int
    at: datetime
    actor: str
    event: str
    tenant_id: str | None
    subject: str | None
    detail: dict[str, Any]
    hash: str


class PlanFault(Struct, frozen=True):
    """A plan whose approval is not what the audit trail and the keys prove."""

    plan_id: str
    reason: str


class AuditReport(Struct, frozen=True):
    """What a verification found."""

    ok: bool
    rows: int
    first_bad: int | None
    reason: str | None
    head_hash: str
    plans: list[PlanFault] = []
    """Plans that were never approved, or not as they stand; see approvals.py."""


async def record(
    tx: AsyncConnection,
    *,
    workspace_id: str,
    at: datetime,
    actor: str,
    event: str,
    tenant_id: str | None = None,
    subject: str | None = None,
    detail: Mapping[str, Any],
) -> tuple[int, str]:
    """Add a row to the workspace's chain, in the caller's transaction; its number and hash.

    Raises ValueError if `detail` has a name that stands for a secret: secrets have no place here.
    """
    _refuse_secrets(detail)
    number, previous = await _lock_head(tx, workspace_id)
    row = {
        "workspace_id": workspace_id,
        "number": number + 1,
        "at": at,
        "actor": actor[:255],
        "event": event,
        "tenant_id": tenant_id,
        "subject": subject,
        "detail": _canonical.encode(detail).decode(),
        "previous_hash": previous,
    }
    row["hash"] = _hash(row)
    await tx.execute(_APPENDED, row)
    await tx.execute(_MOVED_ON, {"of_workspace": workspace_id, "number": number + 1, "hash": row["hash"]})
    return number + 1, str(row["hash"])


async def entries(store: Store, workspace_id: str, limit: int = 100) -> list[AuditEntry]:
    """The newest rows first."""
    statement = select(audit).where(audit.c.workspace_id == workspace_id).order_by(audit.c.number.desc()).limit(limit)
    async with store.read(workspace_id) as tx:
        rows = (await tx.execute(statement)).mappings().all()
    names = [name for name in AuditEntry.__struct_fields__ if name != "detail"]
    return [
        AuditEntry(detail=msgspec.json.decode(row["detail"]), **{name: row[name] for name in names}) for row in rows
    ]


async def verify(store: Store, workspace_id: str) -> AuditReport:
    """Recompute the whole chain and name the first row that does not fit."""
    number, previous = 0, GENESIS
    while True:
        page = (
            select(audit).where(audit.c.workspace_id == workspace_id, audit.c.number > number).order_by(audit.c.number)
        )
        async with store.read(workspace_id) as tx:
            rows = (await tx.execute(page.limit(_PAGE))).mappings().all()
            head = await _head(tx, workspace_id)
        for row in rows:
            fault = _fault(row, number, previous)
            if fault:
                return AuditReport(False, number, number + 1, fault, previous)
            number, previous = row["number"], row["hash"]
        if len(rows) < _PAGE:
            return _at_the_end(number, previous, head)


def _at_the_end(number: int, last_hash: str, head: tuple[int, str]) -> AuditReport:
    if head == (number, last_hash):
        return AuditReport(True, number, None, None, last_hash)
    cut = f"the chain ends at row {number}, but its head says {head[0]}"
    return AuditReport(False, number, number + 1, cut, last_hash)


def _fault(row: RowMapping, number: int, previous: str) -> str | None:
    if row["number"] != number + 1:
        return f"row {number + 1} is missing"
    if row["previous_hash"] != previous:
        return "it does not follow the row before it"
    return None if is_whole(row) else "its content was changed"


def is_whole(row: RowMapping | Mapping[str, Any]) -> bool:
    """Whether a row's hash is that of its content."""
    return bool(row["hash"] == _hash(dict(row)))


def _hash(row: Mapping[str, Any]) -> str:
    names = ("workspace_id", "number", "actor", "event", "tenant_id", "subject", "detail", "previous_hash")
    content = {name: row[name] for name in names} | {"at": row["at"].isoformat()}
    return hashlib.sha256(row["previous_hash"].encode() + _canonical.encode(content)).hexdigest()


async def _lock_head(tx: AsyncConnection, workspace_id: str) -> tuple[int, str]:
    """The chain's end, locked until the transaction ends: two writers never follow the same row."""
    row = (await tx.execute(_LOCKED_HEAD, {"of_workspace": workspace_id})).first()
    if row is None:
        first = insert_into(audit_heads, tx.dialect.name).values(workspace_id=workspace_id, number=0, hash=GENESIS)
        await tx.execute(first.on_conflict_do_nothing())
        row = (await tx.execute(_LOCKED_HEAD, {"of_workspace": workspace_id})).one()
    return row.number, row.hash


async def _head(tx: AsyncConnection, workspace_id: str) -> tuple[int, str]:
    row = (await tx.execute(_HEAD, {"of_workspace": workspace_id})).first()
    return (row.number, row.hash) if row else (0, GENESIS)


def _refuse_secrets(detail: Mapping[str, Any]) -> None:
    for name, value in detail.items():
        if _SECRET_NAMES.search(name):
            raise ValueError(f"{name} has no place in the audit trail")
        if isinstance(value, Mapping):
            _refuse_secrets(value)
