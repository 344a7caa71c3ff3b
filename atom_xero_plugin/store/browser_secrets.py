"""Secrets that a browser holds for a while, each in a table of its own kind, kept as a hash."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from msgspec import Struct
from sqlalchemy import RowMapping, Table, delete, insert, select

from atom_xero_plugin.store import audit
from atom_xero_plugin.store.database import ALL_WORKSPACES, Store


class NewSecret(Struct, frozen=True):
    """A secret just made: the only time it is seen."""

    secret: str
    expires_at: datetime

    def __repr__(self) -> str:
        return "NewSecret(…)"


def hashed(secret: str) -> str:
    """What is stored of a secret: 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


async def new_secret(
    store: Store,
    table: Table,
    workspace_id: str,
    about: Mapping[str, str | None],
    *,
    kind: str,
    lasts: timedelta,
    event: str,
    by: str,
) -> NewSecret:
    """Make one, with an audit row `event` by `by`; those of the workspace and table that expired are deleted.

    Args:
        store: where the table is.
        table: the table of its kind.
        workspace_id: whose it is.
        about: the columns of that table alone.
        kind: begins the row's id.
        lasts: for how long it works.
        event: what the audit trail calls it.
        by: who made it.
    """
    now, secret = store.clock.now(), secrets.token_urlsafe(32)
    row = {"id": f"{kind}_{uuid.uuid4().hex[:16]}", "workspace_id": workspace_id, "hash": hashed(secret), **about}
    expired = delete(table).where(table.c.workspace_id == workspace_id, table.c.expires_at < now)
    async with store.write(workspace_id) as tx:
        await tx.execute(expired)
        await tx.execute(insert(table).values(**row, created_at=now, expires_at=now + lasts))
        await audit.record(tx, workspace_id=workspace_id, at=now, actor=by, event=event, subject=row["id"], detail={})
    return NewSecret(secret, now + lasts)


async def row_of(store: Store, table: Table, secret: str) -> RowMapping | None:
    """The row of a secret while it works; None if it is unknown, ended or expired."""
    mine = select(table).where(table.c.hash == hashed(secret), table.c.expires_at > store.clock.now())
    async with store.read(ALL_WORKSPACES) as tx:  # whose it is, is what is asked
        return (await tx.execute(mine)).mappings().first()


async def end(store: Store, table: Table, secret: str) -> RowMapping | None:
    """Delete the row of a secret, and give it back; None if there is none. It may have expired."""
    mine = delete(table).where(table.c.hash == hashed(secret)).returning(table.c.workspace_id, table.c.expires_at)
    async with store.write(ALL_WORKSPACES) as tx:  # whose it is, is what is asked
        return (await tx.execute(mine)).mappings().first()
