"""What syncing whole lists again promises: what Xero changes in silence is found, and reported like everything else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from support.asking import LINE, done, row
from sync.conftest import WORKSPACE, Ear

from atom_xero_plugin.accounting import kinds
from atom_xero_plugin.store.tables import polls
from atom_xero_plugin.sync.poll_schedule import RESYNC_EVERY
from atom_xero_plugin.testing import TODAY

pytestmark = pytest.mark.anyio


def in_silence(ear: Ear, plural: str, record: dict[str, Any], **values: Any) -> None:
    """Change fields of a record as Xero changes some: without a new UpdatedDateUTC."""
    table = ear.house.sandbox.organisations[ear.house.organisation].tables[plural]
    identity = record[table.id_field]
    table.rows[identity].update(values)
    table.touch(identity)


async def settle(ear: Ear) -> None:
    """So much time goes by that what did not change is not synced again."""
    ear.pass_time(hours=1)
    await ear.tick()


async def sweep(ear: Ear) -> dict[str, Any]:
    """A week goes by; the poll runs of the first organisation's whole lists."""
    ear.pass_time(days=RESYNC_EVERY.days)
    poll_runs = await ear.tick()
    return {each.resource: each for each in poll_runs if each.resource.startswith("Sweep:") if _first(ear, each)}


def _first(ear: Ear, poll_run: Any) -> bool:
    return bool(poll_run.tenant_id == ear.house.organisation)


async def test_whole_lists_are_synced_again_once_a_week(ear: Ear) -> None:
    """Not sooner, however often what changed is synced, and not again right after."""
    ear.pass_time(days=RESYNC_EVERY.days - 1)
    early = await ear.tick()
    ear.pass_time(days=1)
    due = await ear.tick()
    after = await ear.tick()

    assert [each.resource for each in (*early, *after) if each.resource.startswith("Sweep:")] == []
    assert {each.resource for each in due if each.resource.startswith("Sweep:")} == {
        f"Sweep:{name}" for name in kinds.synced()
    }
    assert {(each.changes, each.events) for each in due if each.resource.startswith("Sweep:")} == {(0, 0)}


async def test_somebody_may_ask_for_it_at_any_time(ear: Ear) -> None:
    """As `atom-xero sync --whole` does."""
    await settle(ear)
    await ear.house.runtime.polls.request_sync(WORKSPACE, full_resync=True)

    synced = {each.resource: each for each in await ear.poller.tick() if _first(ear, each)}

    assert synced["Sweep:Contacts"].records > synced["Contacts"].records == 0


async def test_a_due_date_that_xero_moved_in_silence_counts_after_the_full_resync(ear: Ear) -> None:
    """Its list of changes never shows it: the invoice is overdue by the new day."""
    await done(ear.house, "create_invoice", contact="Karori Veterinary Clinic", lines=[LINE], due_in_days=90)
    invoice = _newest(ear)
    await done(ear.house, "approve_invoice", invoice=invoice["InvoiceNumber"])
    await ear.tick()
    await settle(ear)
    in_silence(ear, "Invoices", invoice, DueDate=TODAY + timedelta(days=RESYNC_EVERY.days + 1))
    await ear.on("invoice_overdue")
    await ear.tick()

    synced = await sweep(ear)
    ear.pass_time(days=2)
    await ear.tick()
    ear.pass_time(hours=1)
    await ear.tick()

    assert synced["Sweep:Invoices"].changes == 1
    overdue = [event.body["new"]["number"] for event in await ear.news() if event.body["trigger"] == "invoice_overdue"]
    assert overdue.count(invoice["InvoiceNumber"]) == 1


def _newest(ear: Ear) -> dict[str, Any]:
    table = ear.house.sandbox.organisations[ear.house.organisation].tables["Invoices"]
    return table.rows[table.in_order()[-1]]


async def test_what_a_full_resync_finds_is_reported_once_and_says_so(ear: Ear) -> None:
    """With the record as it was and as it is."""
    await ear.on("contact_changed")
    await settle(ear)
    contact = row(ear.house, "Contacts", Name="Ngaio Travel")
    in_silence(ear, "Contacts", contact, EmailAddress="new@ngaio.example.com")
    await ear.tick()
    assert await ear.reported() == []

    await sweep(ear)
    [event] = [each.body for each in await ear.news()]
    await sweep(ear)

    assert (event["trigger"], event["source"]) == ("contact_changed", "sweep")
    assert event["new"]["email"] == "new@ngaio.example.com" != event["old"]["email"]
    assert await ear.reported() == []


async def test_two_changes_under_one_time_are_two_events(ear: Ear) -> None:
    """Also where the first was reported under the same time: neither is lost."""
    await ear.on("contact_changed")
    ear.pass_time(minutes=1)
    contact = row(ear.house, "Contacts", Name="Ngaio Travel")
    table = ear.house.sandbox.organisations[ear.house.organisation].tables["Contacts"]
    table.put({**contact, "EmailAddress": "one@ngaio.example.com"})
    await ear.tick()
    in_silence(ear, "Contacts", contact, EmailAddress="two@ngaio.example.com")
    await ear.tick()

    assert [each.body["new"]["email"] for each in await ear.news()] == [
        "one@ngaio.example.com",
        "two@ngaio.example.com",
    ]


async def test_a_full_resync_that_was_cut_off_goes_on_where_it_was(ear: Ear) -> None:
    """What was kept is not synced again but for the overlap; what comes after is."""
    ear.page_size, faults = 5, ear.house.sandbox.faults
    await leave_the_others_alone(ear)
    table = ear.house.sandbox.organisations[ear.house.organisation].tables["Contacts"]
    for contact in list(table.rows.values()):
        ear.pass_time(minutes=5)
        table.put(contact)
    await settle(ear)
    whole = (await sweep(ear))["Sweep:Contacts"]
    ear.pass_time(days=RESYNC_EVERY.days)
    faults.add(kind="slow", match="Contacts", times=1 + 3, seconds=0)  # what changed, and three pages of the whole
    faults.add(kind="garbage", match="Contacts", times=1_000)
    cut = {each.resource: each for each in await ear.tick()}["Sweep:Contacts"]
    faults.clear()
    ear.pass_time(hours=2)
    again = {each.resource: each for each in await ear.tick()}["Sweep:Contacts"]

    assert whole.records >= len(table.rows)
    assert cut.error is not None
    assert again.error is None
    assert whole.records - 3 * ear.page_size <= again.records < whole.records
    assert (await sweep(ear))["Sweep:Contacts"].records == whole.records


async def leave_the_others_alone(ear: Ear) -> None:
    """Only the first organisation is synced from now on."""
    others, never = polls.c.tenant_id != ear.house.organisation, ear.house.runtime.clock.now() + timedelta(days=4_000)
    async with ear.house.runtime.store.write(WORKSPACE) as tx:
        await tx.execute(update(polls).where(others).values(tenant_id="nobody's", due_at=never))


async def test_nothing_is_swept_while_the_list_itself_cannot_be_synced(ear: Ear) -> None:
    """It waits for a little: what the list of changes would say comes first."""
    ear.pass_time(days=RESYNC_EVERY.days)
    ear.house.sandbox.faults.add(kind="garbage", match="Invoices", times=1_000)
    failed = {each.resource: each for each in await ear.tick() if _first(ear, each)}
    ear.house.sandbox.faults.clear()
    ear.pass_time(minutes=10)
    after = {each.resource: each for each in await ear.tick() if _first(ear, each)}

    assert failed["Invoices"].error is not None
    assert failed["Sweep:Invoices"].error is not None
    assert failed["Sweep:Invoices"].error.code == "busy"
    assert failed["Sweep:Contacts"].error is None
    assert after["Sweep:Invoices"].error is None
