"""Policies as they are stored: each is set and ended by a person, stands in the audit trail, and is signed.

Who can write to the database cannot make a policy that allows: without an encryption key its mark cannot be made.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, TypeAlias

import msgspec
from msgspec import Struct
from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.core.errors import NotFound
from atom_xero_plugin.store import audit as chain
from atom_xero_plugin.store.database import ALL_WORKSPACES, Store
from atom_xero_plugin.store.encryption import Keyring
from atom_xero_plugin.store.policy_tables import policies
from atom_xero_plugin.store.tables import audit

_Row: TypeAlias = RowMapping | Mapping[str, Any]
_SIGNED: Final = (
    "workspace_id", "id", "action", "tenant_id", "kind", "caller", "amount", "currency", "set_by", "audit_number",
)  # fmt: skip
_encoder = msgspec.json.Encoder(order="deterministic")


class StoredPolicy(Struct, frozen=True):
    """A policy of a workspace."""

    id: str
    action: str
    """ask, allow_drafts, allow_up_to, two_people or never."""
    tenant_id: str | None
    kind: str | None
    caller: str | None
    amount: Decimal | None
    currency: str | None
    set_by: str
    set_at: datetime
    ended_by: str | None
    ended_at: datetime | None
    proven: bool
    """Whether one of the keys signed it as it stands. One that is not may only hold plans back."""


class PolicyStore:
    """The policies of every workspace."""

    def __init__(self, store: Store, keyring: Callable[[], Keyring]) -> None:
        """`keyring` gives the keys that prove a policy."""
        self._store = store
        self._keyring = keyring

    async def add(self, workspace_id: str, values: Mapping[str, Any], *, by: str, how: str | None = None) -> str:
        """Set a policy: the columns of its row that say what it is about. Returns its id."""
        policy_id, now = f"pol_{uuid.uuid4().hex[:16]}", self._store.clock.now()
        row = {**values, "id": policy_id, "workspace_id": workspace_id, "set_by": by[:255], "set_at": now}
        detail = {name: value for name, value in values.items() if value is not None} | ({"how": how} if how else {})
        async with self._store.write(workspace_id) as tx:
            number, row_hash = await self._note(tx, workspace_id, by, "policy.set", policy_id, values, detail)
            row |= {"audit_number": number}
            row |= {"mac": self._keyring().sign(_content(row, row_hash))}
            await tx.execute(insert(policies).values(row))
        return policy_id

    async def end(self, workspace_id: str, policy_id: str, *, by: str, how: str | None = None) -> None:
        """End a policy at once. Raises NotFound for one that is not of this workspace or ended before."""
        here = (policies.c.workspace_id == workspace_id) & (policies.c.id == policy_id)
        now = self._store.clock.now()
        async with self._store.write(workspace_id) as tx:
            row = (await tx.execute(select(policies).where(here))).mappings().first()
            ended = update(policies).where(here, policies.c.ended_at.is_(None)).values(ended_by=by[:255], ended_at=now)
            if row is None or (await tx.execute(ended)).rowcount != 1:
                raise NotFound("There is no such policy in force.", hint="`atom-xero policy list` shows them.")
            await self._note(tx, workspace_id, by, "policy.ended", policy_id, row, {"how": how} if how else {})

    async def listed(self, workspace_id: str, *, ended: bool = False) -> list[StoredPolicy]:
        """The policies of a workspace in the order in which they were set; with `ended` also those not in force."""
        statement = select(policies).where(policies.c.workspace_id == workspace_id)
        async with self._store.read(workspace_id) as tx:
            return await self._found(tx, statement if ended else statement.where(policies.c.ended_at.is_(None)))

    async def in_force(self, tx: AsyncConnection, workspace_id: str) -> list[StoredPolicy]:
        """Those in force, as a transaction that acts by them sees them."""
        mine = (policies.c.workspace_id == workspace_id) & policies.c.ended_at.is_(None)
        return await self._found(tx, select(policies).where(mine))

    async def _found(self, tx: AsyncConnection, statement: Any) -> list[StoredPolicy]:
        here = (audit.c.workspace_id == policies.c.workspace_id) & (audit.c.number == policies.c.audit_number)
        rows = await tx.execute(
            statement.add_columns(audit.c.hash.label("row_hash"))
            .outerjoin_from(policies, audit, here)
            .order_by(policies.c.set_at, policies.c.id)
        )
        return [self._policy(row) for row in rows.mappings()]

    def _policy(self, row: RowMapping) -> StoredPolicy:
        whole = row["row_hash"] is not None and self._keyring().has_signed(_content(row, row["row_hash"]), row["mac"])
        taken = {name: row[name] for name in StoredPolicy.__struct_fields__ if name not in {"proven", "amount"}}
        amount = None if row["amount"] is None else Decimal(row["amount"])
        return StoredPolicy(proven=whole, amount=amount, **taken)

    async def _note(
        self, tx: AsyncConnection, workspace_id: str, by: str, event: str, policy_id: str, about: _Row, detail: Any
    ) -> tuple[int, str]:
        return await chain.record(
            tx,
            workspace_id=workspace_id,
            at=self._store.clock.now(),
            actor=by,
            event=event,
            tenant_id=about["tenant_id"],
            subject=policy_id,
            detail=detail,
        )


async def sign_policies_again(store: Store, keyring: Keyring) -> tuple[int, int, list[str]]:
    """Mark again by the newest key what an older one marked: how many were, how many needed none, which cannot be."""
    done, already, failed = 0, 0, list[str]()
    here = (audit.c.workspace_id == policies.c.workspace_id) & (audit.c.number == policies.c.audit_number)
    every = select(policies, audit.c.hash.label("row_hash")).outerjoin_from(policies, audit, here)
    async with store.write(ALL_WORKSPACES) as tx:
        for row in (await tx.execute(every.order_by(policies.c.id))).mappings().all():
            content = _content(row, row["row_hash"] or "")
            if row["mac"].startswith(f"{keyring.newest_id}:"):
                already += 1
            elif not keyring.has_signed(content, row["mac"]):
                failed.append(f"policies.mac {row['id']}")
            else:
                mine = update(policies).where(policies.c.id == row["id"])
                await tx.execute(mine.values(mac=keyring.sign(content)))
                done += 1
    return done, already, failed


def _content(row: _Row, row_hash: str) -> bytes:
    when = row["set_at"].isoformat()
    return _encoder.encode(["policy v1", *(row[name] for name in _SIGNED), when, row_hash])
