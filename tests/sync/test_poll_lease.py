"""Who holds an organisation's poll lease: the fence and the clock each decide by themselves."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update
from support.asking import done
from support.clock import StillClock
from sync.conftest import WORKSPACE, Ear

from atom_xero_plugin.store.database import ALL_WORKSPACES, Store
from atom_xero_plugin.store.tables import poll_leases, polls, records
from atom_xero_plugin.sync import poll_leases as leases
from atom_xero_plugin.sync import poll_run
from atom_xero_plugin.sync.poll_leases import LEASE, LeaseLost

pytestmark = pytest.mark.anyio


async def test_a_poller_that_was_taken_over_can_write_nothing_more(store: Store, clock: StillClock) -> None:
    """Its transaction fails, so that neither rows nor cursor nor events of it are kept."""
    late = await leases.take(store, "t")
    clock.advance(seconds=LEASE.total_seconds() + 1)
    prompt = await leases.take(store, "t")
    assert late is not None
    assert prompt is not None

    with pytest.raises(LeaseLost):
        await leases.renew(store, late)
    await leases.give_back(store, late)

    assert await leases.take(store, "t") is None
    await leases.renew(store, prompt)


async def test_a_lease_of_a_clock_that_went_back_is_taken_over(store: Store, clock: StillClock) -> None:
    """It ends later than any given now could: waiting for it would stop the organisation's sync for hours."""
    assert await leases.take(store, "t") is not None
    assert await leases.take(store, "t") is None

    clock.advance(hours=-3)

    assert await leases.take(store, "t") is not None


async def test_a_page_that_came_after_the_organisation_was_taken_over_is_not_kept(
    ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither its rows nor the cursor: the other poller may be further on."""
    await done(ear.house, "create_contact", name="Ngaio Florist")
    before, real = await synced(ear), poll_run.PollRunner._keep

    async def taken_over(self: Any, lease: leases.PollLease, *args: Any) -> Any:
        mine = update(poll_leases).where(poll_leases.c.tenant_id == lease.tenant_id)
        async with ear.house.runtime.store.write(ALL_WORKSPACES) as tx:
            await tx.execute(mine.values(fence=poll_leases.c.fence + 1))
        return await real(self, lease, *args)

    monkeypatch.setattr(poll_run.PollRunner, "_keep", taken_over)
    await ear.tick()

    assert await synced(ear) == before


async def test_the_cursor_stays_where_a_pages_rows_could_not_be_kept(ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was not kept is read again, and reported then."""
    await ear.on("contact_created")
    await ear.tick()
    await ear.news()
    await done(ear.house, "create_contact", name="Ngaio Florist")
    before = await synced(ear)

    def full(point: str) -> None:
        if point == "poll.before_commit":
            raise RuntimeError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(poll_run, "crashpoint", full)
        await ear.tick()
    assert await synced(ear) == before

    ear.pass_time(hours=1)
    await ear.tick()
    assert await ear.reported() == ["contact_created"]


async def synced(ear: Ear) -> list[Any]:
    """What is kept of the contacts, and how far they were synced."""
    rows = select(records.c.tenant_id, records.c.record_id, records.c.hash).where(records.c.kind == "Contacts")
    cursors = select(polls.c.tenant_id, polls.c.cursor).where(polls.c.resource == "Contacts")
    async with ear.house.runtime.store.read(WORKSPACE) as tx:
        return [sorted((await tx.execute(each)).all()) for each in (rows, cursors)]
