"""The lease of a refresh in the table of grants: taken in one committed update, and settled only by who holds it.

The fence is what keeps a late writer out: it is raised with every lease and every new login, and each update here
names the fence it was given, so an update by a holder whose lease was taken over changes no row.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Update, or_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.auth.grants import Grant, encrypt, encrypt_previous
from atom_xero_plugin.auth.token_response import TokenSet
from atom_xero_plugin.core.crash_points import crashpoint, declare
from atom_xero_plugin.store import audit
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.encryption import Keyring
from atom_xero_plugin.store.tables import grants

declare(
    "refresh.in_lease",
    "refresh.after_lease",
    "refresh.before_store",
    "refresh.in_store",
    "refresh.after_commit",
)
_OWNER = uuid.uuid4().hex
_FREE: dict[str, Any] = {"lease_owner": None, "lease_until": None}


@dataclass(frozen=True)
class RefreshLease:
    """The right to refresh one generation of one grant."""

    grant_id: str
    workspace_id: str
    generation: int
    fence: int


async def take(store: Store, seen: Grant, now: datetime, lasts: timedelta) -> RefreshLease | None:
    """The lease, if the grant is still as `seen` and nobody holds it; committed before this returns.

    A lease that ends later than any given now could was written by a clock that went back since; it counts as expired.
    An attempt that failed meanwhile raised `failures`: who waited for it shares its outcome and does not try at once.
    """
    claim = (
        update(grants)
        .where(
            grants.c.id == seen.id,
            grants.c.state == "active",
            grants.c.generation == seen.generation,
            grants.c.failures == seen.failures,
            or_(grants.c.lease_until.is_(None), grants.c.lease_until < now, grants.c.lease_until > now + lasts * 2),
        )
        .values(
            lease_owner=_OWNER,
            lease_until=now + lasts,
            fence=grants.c.fence + 1,
            refresh_started_at=now,
        )
        .returning(grants.c.fence)
    )
    async with store.write(seen.workspace_id) as tx:
        fence: int | None = (await tx.execute(claim)).scalar()
        crashpoint("refresh.in_lease")
    crashpoint("refresh.after_lease")
    return None if fence is None else RefreshLease(seen.id, seen.workspace_id, seen.generation, fence)


async def keep(
    store: Store, keyring: Keyring, lease: RefreshLease, tokens: TokenSet, *, used: str | None, now: datetime
) -> bool:
    """Store new tokens before anyone uses them; False if the lease was taken over or the grant revoked meanwhile.

    `used` is the refresh token they were given for: Xero takes it for half an hour more, so it is kept that long.
    """
    values = {
        **encrypt(keyring, lease.grant_id, tokens, now, fallback=used),
        **encrypt_previous(keyring, lease.grant_id, used, now),
        **_FREE,
        "generation": lease.generation + 1,
        "refresh_started_at": None,
        "failures": 0,
    }
    crashpoint("refresh.before_store")
    async with store.write(lease.workspace_id) as tx:
        stored = (await tx.execute(_held(lease).where(grants.c.state == "active").values(**values))).rowcount == 1
        if stored:
            await _record(tx, lease, now, "grant.refreshed", {"generation": lease.generation + 1})
        crashpoint("refresh.in_store")
    crashpoint("refresh.after_commit")
    return stored


async def give_back(store: Store, lease: RefreshLease, *, failed: bool) -> None:
    """After a fault: the next may try. It never ends a grant, however often it happens."""
    more = {"failures": grants.c.failures + 1} if failed else {}
    async with store.write(lease.workspace_id) as tx:
        await tx.execute(_held(lease).values(**_FREE, refresh_started_at=None, **more))


async def end_refused(store: Store, lease: RefreshLease, now: datetime, *, reason: str) -> None:
    """Xero refused every token there is: a person must log in. Nothing happens if another was quicker."""
    values = {**_FREE, "state": "needs_reauth", "state_reason": reason, "refresh_started_at": None, "updated_at": now}
    async with store.write(lease.workspace_id) as tx:
        ended = await tx.execute(_held(lease).where(grants.c.state == "active").values(**values))
        if ended.rowcount == 1:
            await _record(tx, lease, now, "grant.needs_reauth", {"reason": reason})


def _held(lease: RefreshLease) -> Update:
    return update(grants).where(
        grants.c.id == lease.grant_id, grants.c.fence == lease.fence, grants.c.generation == lease.generation
    )


async def _record(tx: AsyncConnection, lease: RefreshLease, now: datetime, event: str, detail: dict[str, Any]) -> None:
    await audit.record(
        tx,
        workspace_id=lease.workspace_id,
        at=now,
        actor="plugin",
        event=event,
        subject=lease.grant_id,
        detail=detail,
    )
