"""Xero answering wrongly: reported, kept to its resource, never passed over in silence, and recovered after."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Any

import pytest
from support.asking import LINE, change, done, row, rows
from sync.conftest import WORKSPACE, Ear

from atom_xero_plugin.catalogue.trigger import Change, Trigger
from atom_xero_plugin.catalogue.trigger_filters import NoFilters
from atom_xero_plugin.sandbox.state import Sandbox
from atom_xero_plugin.sync.poll_schedule import Poll

pytestmark = pytest.mark.anyio

FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "garbage": ({"kind": "garbage"}, "unexpected_answer"),
    "half an answer": ({"kind": "half_answer"}, "unexpected_answer"),
    "500": ({"kind": "status", "status": 500}, "xero_unavailable"),
    "503 in plain text": ({"kind": "status", "status": 503}, "xero_unavailable"),
    "403": ({"kind": "status", "status": 403}, "reconnect_needed"),
    "404": ({"kind": "status", "status": 404}, "not_found"),
    "no answer": ({"kind": "drop_before"}, "xero_unavailable"),
}


async def state(ear: Ear, resource: str) -> Poll:
    """The row of the table of what is due, of the first organisation."""
    found = await ear.house.runtime.polls.listed(WORKSPACE)
    return next(each for each in found if (each.tenant_id, each.resource) == (ear.house.organisation, resource))


def invalid(sandbox: Sandbox, fault: dict[str, Any]) -> None:
    """Every call for invoices fails so."""
    sandbox.faults.add(match="Invoices", times=1_000, **fault)


@pytest.mark.parametrize("name", FAULTS)
async def test_what_goes_wrong_is_kept_to_its_list_and_recovered_after(ear: Ear, name: str) -> None:
    """The others are synced, the cursor stays, the reason can be read, and nothing is lost."""
    fault, code = FAULTS[name]
    await ear.on("invoice_created", "contact_archived")
    before = await state(ear, "Invoices")
    made = await done(ear.house, "create_invoice", contact="Karori Veterinary Clinic", lines=[LINE], due_in_days=5)
    change(ear.house, "Contacts", row(ear.house, "Contacts", Name="Ngaio Travel"), ContactStatus="ARCHIVED")
    invalid(ear.house.sandbox, fault)

    poll_runs = await ear.tick()

    mine = [poll_run for poll_run in poll_runs if poll_run.tenant_id == ear.house.organisation]
    assert {poll_run.resource for poll_run in mine if poll_run.error} == {"Invoices"}
    assert await ear.reported() == ["contact_archived"]
    after = await state(ear, "Invoices")
    assert (after.cursor, after.finished_at, after.failures) == (before.cursor, before.finished_at, 1)
    assert code in (after.error or "")
    assert after.reason
    assert after.due_at > ear.house.runtime.clock.now()

    ear.house.sandbox.faults.clear()
    await ear.tick()
    [reported] = await ear.news()
    assert reported.body["resource"]["id"] == made["invoice"]["id"]
    assert (await state(ear, "Invoices")).failures == 0


async def test_one_wrong_answer_is_asked_again_at_once(ear: Ear) -> None:
    """A poll run does not fail for a hiccup."""
    ear.house.sandbox.faults.add(kind="garbage", match="Invoices")

    poll_runs = await ear.tick()

    assert [poll_run.error for poll_run in poll_runs if poll_run.error] == []


async def test_the_longer_it_fails_the_later_it_is_tried_again(ear: Ear) -> None:
    """Up to an hour; a person's `sync` does not wait."""
    invalid(ear.house.sandbox, {"kind": "status", "status": 500})
    waits = []
    for _ in range(9):
        await ear.tick()
        left = (await state(ear, "Invoices")).due_at - ear.house.runtime.clock.now()
        waits.append(30 * math.ceil(left.total_seconds() / 30))  # the other organisation's turn took seconds of it

    assert waits == [30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600]


@pytest.mark.parametrize("hours", [-7, 7])
async def test_a_clock_that_is_wrong_by_hours_loses_nothing_and_is_reported(ear: Ear, hours: int) -> None:
    """Xero's clock runs away from ours, things happen, it is put right, and more happens to the same record."""
    await ear.on("invoice_voided", "invoice_approved")
    first, second = rows(ear.house, "Invoices", Type="ACCREC", Status="AUTHORISED")[:2]
    ours = Ours(ear)

    ours.xero_ahead(hours)
    change(ear.house, "Invoices", first, Status="VOIDED")
    change(ear.house, "Invoices", second, Status="SUBMITTED")
    poll_runs = await ear.tick()
    assert any(poll_run.clock_warning and "clock" in poll_run.clock_warning for poll_run in poll_runs)
    assert await ear.reported() == ["invoice_voided"]

    ours.xero_ahead(0)
    change(ear.house, "Invoices", second, Status="AUTHORISED")
    await ear.tick()
    assert await ear.reported() == ["invoice_approved"]
    await ear.tick()
    assert await ear.reported() == []


async def test_what_happens_after_a_trigger_is_turned_on_is_reported_whatever_the_clocks_say(ear: Ear) -> None:
    """Xero's clock may be hours behind ours; what happened before is still not reported."""
    Ours(ear).xero_ahead(-5)
    before, after = rows(ear.house, "Invoices", Type="ACCREC", Status="AUTHORISED")[:2]
    change(ear.house, "Invoices", before, Status="VOIDED")
    ear.pass_time(minutes=2)
    await ear.on("invoice_voided")
    ear.pass_time(minutes=2)
    change(ear.house, "Invoices", after, Status="VOIDED")

    await ear.tick()

    assert [each.body["resource"]["id"] for each in await ear.news()] == [after["InvoiceID"]]


async def test_a_trigger_that_fails_keeps_no_other_from_its_events(ear: Ear) -> None:
    """Nor does a subscription whose filters the trigger no longer has."""

    def broken(change: Change[Any], filters: Any) -> bool:
        raise RuntimeError(f"{change} {filters}")

    [on] = await ear.on("invoice_created")
    triggers = {trigger.name: trigger for trigger in ear.house.registry.triggers}
    triggers["broken"] = Trigger("broken", "Tell when …", "Invoices", NoFilters, None, {}, False, broken)
    subscriptions = ear.house.runtime.subscriptions
    await subscriptions.turn_on(WORKSPACE, triggers["broken"], {}, by="person:tester")
    await subscriptions.turn_on(WORKSPACE, triggers["invoice_created"], {"min_total": "1.00"}, by="person:tester")
    triggers["invoice_created"].filters, stored = NoFilters, triggers["invoice_created"].filters
    await done(ear.house, "create_invoice", contact="Karori Veterinary Clinic", lines=[LINE], due_in_days=5)
    ear.triggers = triggers
    try:
        poll_runs = await ear.tick()
    finally:
        triggers["invoice_created"].filters = stored

    assert [poll_run.error for poll_run in poll_runs if poll_run.error] == []
    [reported] = await ear.news()
    assert reported.body["subscriptions"] == [on.id]


class Ours:
    """The plugin's clock, kept where it is while Xero's is set."""

    def __init__(self, ear: Ear) -> None:
        self.ear = ear
        self.ahead = timedelta(0)
        clock = ear.house.runtime.clock
        now = clock.now
        clock.now = lambda: now() - self.ahead  # type: ignore[method-assign]

    def xero_ahead(self, hours: int) -> None:
        """Set Xero's clock so far before ours."""
        ahead = timedelta(hours=hours)
        self.ear.house.sandbox.clock.advance((ahead - self.ahead).total_seconds())
        self.ahead = ahead
