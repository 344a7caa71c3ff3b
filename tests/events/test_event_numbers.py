"""Events come to be seen in the order of their numbers: whoever has seen one has seen all before it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from support.clock import StillClock

from atom_xero_plugin.events.detection import Event, keep_events
from atom_xero_plugin.events.outbox import Outbox
from atom_xero_plugin.store.database import Store

pytestmark = pytest.mark.anyio


@pytest.fixture
async def shared(postgres_url: str, clock: StillClock) -> AsyncIterator[Store]:
    """A store that several may write to at once, as only PostgreSQL lets them."""
    opened = Store(postgres_url, clock=clock)
    yield opened
    await opened.close()


def event(identity: str, workspace: str = "w") -> Event:
    return Event(
        id=identity,
        type="XERO_INVOICE_PAID",
        trigger="invoice_paid",
        occurred_at=datetime(2026, 6, 1, tzinfo=UTC),
        organisation={"id": "t", "name": "Ngaio Travel"},
        resource={"kind": "invoice", "id": identity, "url": None},
        old=None,
        new={},
        source="poll",
        workspace_id=workspace,
    )


async def write(store: Store, reported: Event) -> None:
    async with store.write(reported.workspace_id) as tx:
        await keep_events(tx, [reported], store.clock.now())


async def waiting_for_a_turn(store: Store) -> bool:
    statement = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    async with store.read("*") as tx:
        return bool((await tx.execute(statement)).scalar_one())


async def test_a_later_event_is_not_seen_before_an_earlier_one(shared: Store) -> None:
    """However long the transaction of the earlier one takes."""
    outbox = Outbox(shared, shared.clock)
    async with shared.write("w") as tx:
        await keep_events(tx, [event("first")], shared.clock.now())
        second = asyncio.ensure_future(write(shared, event("second")))
        while not await waiting_for_a_turn(shared):
            assert not second.done(), "the second did not wait"
        seen_meanwhile = await outbox.listed("w")
    await second

    assert seen_meanwhile == []
    assert [row.id for row in await outbox.listed("w")] == ["first", "second"]


async def test_other_workspaces_do_not_wait(shared: Store) -> None:
    """Each has its own order."""
    async with shared.write("w") as tx:
        await keep_events(tx, [event("first")], shared.clock.now())
        await write(shared, event("theirs", "other"))

    assert [row.id for row in await Outbox(shared, shared.clock).listed("other")] == ["theirs"]
