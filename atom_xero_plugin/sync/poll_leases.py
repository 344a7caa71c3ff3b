"""One poller at an organisation: a lease and a fence in the database, as for refreshes.

The fence rises with each lease, and each transaction of a poll run names the fence it was given: a poller that was held
up so long that another took over commits nothing more.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.core.errors import Busy
from atom_xero_plugin.store.database import ALL_WORKSPACES, Store
from atom_xero_plugin.store.tables import poll_leases
from atom_xero_plugin.store.upsert import insert_into

LEASE = timedelta(seconds=120)
"""Its holder renews it four times as often: it expires only when the holder died."""
_OWNER = uuid.uuid4().hex


class LeaseLost(Busy):
    """Another poller took this organisation over."""


@dataclass(frozen=True)
class PollLease:
    """The right to sync one organisation."""

    tenant_id: str
    fence: int


async def take(store: Store, tenant_id: str) -> PollLease | None:
    """The lease, unless another poller holds it; committed before this returns."""
    now = store.clock.now()
    free = or_(
        poll_leases.c.lease_until.is_(None),
        poll_leases.c.lease_until < now,
        poll_leases.c.lease_until > now + LEASE * 2,  # written by a clock that went back since
    )
    claim = (
        update(poll_leases)
        .where(poll_leases.c.tenant_id == tenant_id, free)
        .values(fence=poll_leases.c.fence + 1, lease_owner=_OWNER, lease_until=now + LEASE)
        .returning(poll_leases.c.fence)
    )
    async with store.write(ALL_WORKSPACES) as tx:
        await tx.execute(
            insert_into(poll_leases, store.dialect).values(tenant_id=tenant_id, fence=0).on_conflict_do_nothing()
        )
        fence = (await tx.execute(claim)).scalar()
    return None if fence is None else PollLease(tenant_id, int(fence))


async def hold(tx: AsyncConnection, store: Store, lease: PollLease) -> None:
    """Keep the lease for longer, in the transaction of what is written under it. Raises LeaseLost if it was taken."""
    mine = (
        update(poll_leases)
        .where(poll_leases.c.tenant_id == lease.tenant_id, poll_leases.c.fence == lease.fence)
        .values(lease_until=store.clock.now() + LEASE)
    )
    if (await tx.execute(mine)).rowcount != 1:
        raise LeaseLost


async def renew(store: Store, lease: PollLease) -> None:
    """Keep the lease for longer. Raises LeaseLost."""
    async with store.write(ALL_WORKSPACES) as tx:
        await hold(tx, store, lease)


async def give_back(store: Store, lease: PollLease) -> None:
    """End the lease; nothing happens if it was taken over."""
    mine = update(poll_leases).where(poll_leases.c.tenant_id == lease.tenant_id, poll_leases.c.fence == lease.fence)
    async with store.write(ALL_WORKSPACES) as tx:
        await tx.execute(mine.values(lease_until=None, lease_owner=None))


async def held(store: Store) -> set[str]:
    """The organisations that some poller is at."""
    now = store.clock.now()
    statement = select(poll_leases.c.tenant_id).where(poll_leases.c.lease_until >= now)
    async with store.read(ALL_WORKSPACES) as tx:
        return set((await tx.execute(statement)).scalars())
