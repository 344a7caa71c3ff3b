"""What the poller promises: what happens in the books is synced, reported once, and never lost."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import func, select
from support.asking import LINE, change, done, row, rows
from sync.conftest import WORKSPACE, Ear

from atom_xero_plugin.accounting import kinds
from atom_xero_plugin.core.errors import DatabaseAway
from atom_xero_plugin.store.tables import records

pytestmark = pytest.mark.anyio


async def mirrored(ear: Ear) -> Counter[str]:
    counted = select(records.c.kind, func.count().label("count")).where(records.c.tenant_id == ear.house.organisation)
    async with ear.house.runtime.store.read(WORKSPACE) as tx:
        found = (await tx.execute(counted.group_by(records.c.kind))).all()
    return Counter({each.kind: each[1] for each in found})


async def test_everything_is_kept_at_the_first_sync_and_nothing_is_reported(ear: Ear) -> None:
    """A trigger that is turned on does not fire for the past."""
    stored = await mirrored(ear)

    for plural in kinds.synced():
        assert stored[plural] == len(rows(ear.house, plural)), plural
    assert await ear.reported() == []


async def test_an_invoice_made_approved_and_paid_behind_our_back_is_reported_step_by_step(ear: Ear) -> None:
    """Each transition once, with the record as it was and as it is."""
    await ear.on("invoice_created", "invoice_approved", "invoice_paid", "payment_recorded")
    made = await done(ear.house, "create_invoice", contact="Karori Veterinary Clinic", lines=[LINE], due_in_days=5)
    await ear.tick()
    [created] = await ear.news()
    await done(ear.house, "approve_invoice", invoice=made["invoice"]["id"])
    await ear.tick()
    [approved] = await ear.news()
    await done(ear.house, "record_payment", invoice=made["invoice"]["id"], account="090")
    await ear.tick()
    paid = {each.body["trigger"]: each.body for each in await ear.news()}

    assert created.body["type"] == "XERO_INVOICE_CREATED"
    assert (created.body["old"], created.body["new"]["status"]) == (None, "draft")
    assert created.body["resource"]["id"] == made["invoice"]["id"]
    assert (approved.body["old"]["status"], approved.body["new"]["status"]) == ("draft", "awaiting_payment")
    assert sorted(paid) == ["invoice_paid", "payment_recorded"]
    assert paid["invoice_paid"]["new"]["amount_due"] == {"amount": "0.00", "currency": "NZD"}
    assert paid["payment_recorded"]["new"]["amount"] == paid["invoice_paid"]["old"]["amount_due"]
    await ear.tick()
    assert await ear.reported() == []


async def test_a_poll_run_in_which_nothing_changed_is_one_call_a_resource(ear: Ear) -> None:
    """And two in a hundred of the first one's bytes at most."""
    await ear.on("invoice_created", "invoice_paid", "contact_changed", "payment_reversed")
    ear.pass_time(hours=1)
    await ear.tick()
    before = ear.house.sandbox.requests.total

    poll_runs = await ear.tick()

    synced = [poll_run for poll_run in poll_runs if poll_run.resource != "Daily"]
    assert ear.house.sandbox.requests.total - before == len(synced) == 2 * len(kinds.synced())
    assert {poll_run.records for poll_run in synced} == {0}


async def test_a_contact_archived_in_xero_is_reported_although_xero_hides_it(ear: Ear) -> None:
    """Archived contacts come only when they are asked for."""
    await ear.on("contact_archived", "contact_changed")
    contact = row(ear.house, "Contacts", Name="Ngaio Travel")
    change(ear.house, "Contacts", contact, ContactStatus="ARCHIVED")

    await ear.tick()

    [reported] = await ear.news()
    assert reported.body["trigger"] == "contact_archived"
    assert (reported.body["old"].get("archived", False), reported.body["new"]["archived"]) == (False, True)


async def test_filters_choose_who_is_reported(ear: Ear) -> None:
    """By contact and by amount; the event names the subscriptions that fit."""
    [large] = await ear.on("invoice_created", min_total="1000.00")
    [acme] = await ear.on("invoice_created", contact="karori")
    await ear.on("invoice_created", contact="nobody")
    await done(ear.house, "create_invoice", contact="Karori Veterinary Clinic", lines=[LINE], due_in_days=5)

    await ear.tick()

    [reported] = await ear.news()
    assert reported.body["subscriptions"] == [acme.id]
    assert large.id not in reported.body["subscriptions"]


async def test_what_happened_before_a_trigger_was_turned_on_is_not_reported(ear: Ear) -> None:
    """Also if it is synced only after."""
    await done(ear.house, "create_invoice", contact="Karori Veterinary Clinic", lines=[LINE], due_in_days=5)
    ear.pass_time(minutes=1)
    await ear.on("invoice_created")
    await ear.tick()

    assert await ear.reported() == []


@pytest.mark.parametrize("page_size", [1, 7, 100])
async def test_small_pages_sync_as_much_as_large_ones(ear: Ear, page_size: int) -> None:
    """Whatever the pages, each of many changes of one second is reported once."""
    await ear.on("invoice_voided", "bill_created")
    ear.page_size = page_size
    unpaid = rows(ear.house, "Invoices", Type="ACCREC", Status="AUTHORISED")[:25]
    for each in unpaid:
        change(ear.house, "Invoices", each, Status="VOIDED")

    await ear.tick()

    reported = [each.body["resource"]["id"] for each in await ear.news()]
    assert sorted(reported) == sorted(each["InvoiceID"] for each in unpaid)


async def test_an_invoice_that_becomes_overdue_is_reported_on_the_day_it_does(ear: Ear) -> None:
    """Days are those of the organisation; once for each due date, and not for what was overdue before."""
    await ear.on("invoice_overdue", days=3)
    made = await done(
        ear.house, "create_invoice", contact="Karori Veterinary Clinic", lines=[LINE], due_in_days=2, approve=True
    )
    reported = []
    for _ in range(9):
        ear.pass_time(hours=24)
        await ear.tick()
        reported += [(each.body["resource"]["id"], each.body["new"]["days_overdue"]) for each in await ear.news()]

    assert (made["invoice"]["id"], 3) in reported
    assert {days for _, days in reported} == {3}
    assert len(reported) == len(set(reported))


async def test_what_a_plan_wrote_is_synced_at_the_next_look(ear: Ear) -> None:
    """However long nothing happened before; the other organisation is left alone."""
    await ear.on("invoice_created")
    for _ in range(10):
        ear.pass_time(minutes=16)
        await ear.poller.tick()

    await done(ear.house, "create_invoice", contact="Karori Veterinary Clinic", lines=[LINE], due_in_days=5)
    synced = {poll_run.tenant_id for poll_run in await ear.poller.tick() if poll_run.resource == "Invoices"}

    assert synced == {ear.house.organisation}
    assert await ear.reported() == ["invoice_created"]


async def test_an_answer_is_not_lost_because_sync_cannot_be_hurried(ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    """The invoice was written, and that is what is reported; it is synced at its turn."""

    async def away(*_: object, **__: object) -> None:
        raise DatabaseAway

    with monkeypatch.context() as patched:
        patched.setattr(ear.house.runtime.polls, "request_sync", away)
        made = await done(ear.house, "create_invoice", contact="Karori Veterinary Clinic", lines=[LINE], due_in_days=5)

    assert made["invoice"]["status"] == "draft"
