"""What the poller takes care of: slow calls, overlapping ticks, triggers turned on meanwhile, one trouble at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from support.asking import LINE, change, done, rows
from sync.conftest import WORKSPACE, Ear

from atom_xero_plugin.accounting import kinds
from atom_xero_plugin.jobs.local import running
from atom_xero_plugin.store import usage
from atom_xero_plugin.store.tables import poll_leases
from atom_xero_plugin.sync import poll_leases as leases
from atom_xero_plugin.sync import poller
from atom_xero_plugin.sync.poll_leases import LEASE, PollLease
from atom_xero_plugin.sync.poll_run import PollRunner

pytestmark = pytest.mark.anyio
ROUNDS = 2_000


async def until(condition: Any) -> None:
    """Give way until it holds."""
    for _ in range(ROUNDS):
        if await condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came to pass")


async def test_a_lease_is_kept_while_xero_is_slow(ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long an answer takes: only a poller that died loses it."""
    monkeypatch.setattr(poller, "_BEAT_S", 0.01)
    clock, answered = ear.house.runtime.clock, asyncio.Event()
    keep = PollRunner._keep

    async def slow(self: PollRunner, *given: Any) -> Any:
        await answered.wait()
        return await keep(self, *given)

    monkeypatch.setattr(PollRunner, "_keep", slow)
    ticking = asyncio.create_task(ear.tick())

    async def held_until() -> Any:
        mine = select(poll_leases.c.lease_until).where(poll_leases.c.tenant_id == ear.house.organisation)
        async with ear.house.runtime.store.read("*") as tx:
            return (await tx.execute(mine)).scalar()

    async def is_kept() -> bool:
        return (await held_until()) == clock.now() + LEASE

    await until(is_kept)
    for _ in range(3):
        ear.pass_time(seconds=LEASE.total_seconds() - 1)
        await until(is_kept)
        assert await leases.take(ear.house.runtime.store, ear.house.organisation) is None
    answered.set()

    assert [poll_run.error for poll_run in await ticking if poll_run.error] == []
    assert await held_until() is None


async def test_who_lost_the_lease_writes_nothing_more(ear: Ear) -> None:
    """Not even that it failed: that is for the one who took over."""
    await ear.house.runtime.polls.request_sync(WORKSPACE)
    due = [
        each for each in await ear.house.runtime.polls.due(ear.house.runtime.clock.now()) if each.resource == "Invoices"
    ]
    connection = await ear.house.runtime.organisations.choose(WORKSPACE, due[0].tenant_id)
    lost = PollLease(due[0].tenant_id, fence=0)

    with pytest.raises(leases.LeaseLost):
        await PollRunner(ear.house.runtime, ear.triggers, 1000).run(lost, due[0], connection)

    listed = {(each.tenant_id, each.resource): each for each in await ear.house.runtime.polls.listed(WORKSPACE)}
    assert listed[due[0].tenant_id, "Invoices"] == due[0]


async def test_ticks_that_overlap_sync_everything_once(ear: Ear) -> None:
    """Neither twice in one process, nor again by another that had listed it as due before."""
    runtime = ear.house.runtime
    ear.pass_time(minutes=10)
    await runtime.polls.request_sync(WORKSPACE)
    one, other = ear.poller, ear.poller
    before = ear.house.sandbox.requests.total

    reported = await asyncio.gather(one.tick(), one.tick(), other.tick())

    synced = [(poll_run.tenant_id, poll_run.resource) for poll_runs in reported for poll_run in poll_runs]
    lists = 2 * len(kinds.synced())
    assert len(synced) == len(set(synced)) == lists + 2  # the daily check of each organisation
    assert ear.house.sandbox.requests.total - before <= lists + 2  # and each organisation once for each poller


async def test_trouble_with_one_organisation_is_no_others(ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is reported of that one."""
    take = leases.take

    async def broken(store: Any, tenant_id: str) -> Any:
        if tenant_id == ear.house.organisation:
            raise RuntimeError("the disk is full")
        return await take(store, tenant_id)

    monkeypatch.setattr(leases, "take", broken)
    poll_runs = await ear.tick()

    failed = {poll_run.tenant_id for poll_run in poll_runs if poll_run.error}
    assert failed == {ear.house.organisation}
    assert len({poll_run.tenant_id for poll_run in poll_runs}) == 2


async def test_a_trigger_turned_on_while_we_page_misses_nothing(ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    """What changes after that is reported, also if the same poll run syncs it; what changed before is not."""
    before, after = rows(ear.house, "Invoices", Type="ACCREC", Status="AUTHORISED")[:2]
    keep, turned_on = PollRunner._keep, []

    async def meanwhile(self: PollRunner, lease: Any, poll: Any, *given: Any) -> Any:
        reported = await keep(self, lease, poll, *given)
        if poll.resource == "Invoices" and not turned_on:
            turned_on.extend(await ear.on("invoice_voided"))
            ear.pass_time(seconds=1)
            change(ear.house, "Invoices", after, Status="VOIDED")
        return reported

    monkeypatch.setattr(PollRunner, "_keep", meanwhile)
    for each in rows(ear.house, "Invoices")[:20]:
        change(ear.house, "Invoices", each, Reference="edited")
    change(ear.house, "Invoices", before, Status="VOIDED")
    ear.pass_time(minutes=2)
    ear.page_size = 5
    await ear.tick()
    await ear.tick()

    assert [each.body["resource"]["id"] for each in await ear.news()] == [after["InvoiceID"]]


async def test_calls_and_bytes_are_counted_for_each_organisation_and_list(ear: Ear) -> None:
    """What the poller spent is distinguished from what people did."""
    await ear.house.runtime.limits.close()
    found = await usage.totals(ear.house.runtime.store, WORKSPACE, ear.house.runtime.clock.now().date())
    counted = {(each.tenant_id, each.feature): each for each in found}

    for tenant in ear.house.sandbox.organisations:
        for resource in kinds.synced():
            assert counted[tenant, f"poll:{resource}"].calls >= 1
            assert counted[tenant, f"poll:{resource}"].bytes > 1_000


async def test_where_nothing_happens_it_is_checked_less_often(ear: Ear) -> None:
    """To every quarter of an hour if the settings say nothing; sooner again where something does or somebody asks."""
    runtime = ear.house.runtime

    async def interval() -> timedelta:
        found = await runtime.polls.listed(WORKSPACE)
        mine = next(each for each in found if (each.tenant_id, each.resource) == (ear.house.organisation, "Invoices"))
        return mine.due_at - runtime.clock.now()

    for _ in range(12):
        ear.pass_time(minutes=16)
        await ear.poller.tick()
    quiet = await interval()
    change(ear.house, "Invoices", rows(ear.house, "Invoices")[0], Reference="edited")
    ear.pass_time(minutes=16)
    await ear.poller.tick()
    lively = await interval()
    for _ in range(9):
        await runtime.polls.request_sync(WORKSPACE)
        await ear.poller.tick()

    assert quiet == timedelta(minutes=runtime.settings.poll_minutes) == timedelta(minutes=15)
    assert lively == timedelta(minutes=7, seconds=30)
    assert await interval() == timedelta(seconds=90)


async def test_the_scheduler_syncs_and_delivers_until_it_is_ended(ear: Ear) -> None:
    """What is under way at the end is finished."""
    await ear.on("invoice_created")
    made = await done(ear.house, "create_invoice", contact="Karori Veterinary Clinic", lines=[LINE], due_in_days=5)
    ear.pass_time(minutes=2)
    await ear.house.runtime.polls.request_sync(WORKSPACE)
    taken: list[str] = []

    async def take(event: Mapping[str, Any]) -> None:
        taken.append(event["resource"]["id"])

    async def is_taken() -> bool:
        return bool(taken)

    async with running(ear.house.runtime, ear.house.registry, take):
        await until(is_taken)

    assert taken == [made["invoice"]["id"]]


async def test_without_a_receiver_events_stay_for_whoever_delivers(ear: Ear) -> None:
    """A mere listener takes nothing away."""
    await ear.on("invoice_created")
    await done(ear.house, "create_invoice", contact="Karori Veterinary Clinic", lines=[LINE], due_in_days=5)
    ear.pass_time(minutes=2)
    await ear.house.runtime.polls.request_sync(WORKSPACE)

    async def is_heard() -> bool:
        return bool(await ear.house.runtime.outbox.listed(WORKSPACE))

    async with running(ear.house.runtime, ear.house.registry):
        await until(is_heard)

    assert await ear.house.runtime.outbox.counts(WORKSPACE) == {"pending": 1}
