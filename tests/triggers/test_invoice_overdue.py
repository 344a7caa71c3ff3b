"""What the trigger `invoice_overdue` promises."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update
from support.asking import LINE, done
from sync.conftest import Ear

from atom_xero_plugin.store.tables import records

pytestmark = pytest.mark.anyio


OPEN = {"contact": "Karori Veterinary Clinic", "lines": [LINE], "due_in_days": 2, "approve": True}


async def days(ear: Ear, count: int) -> list[tuple[str, int]]:
    """Invoice and days overdue of each event in so many days."""
    reported = []
    for _ in range(count):
        ear.pass_time(hours=24)
        await ear.tick()
        reported += [(each.body["resource"]["id"], each.body["new"]["days_overdue"]) for each in await ear.news()]
    return reported


async def test_it_is_reported_on_the_day_it_happens_once(ear: Ear) -> None:
    """What was overdue when it was turned on is not reported; an amount that filters it away is not either."""
    await ear.on("invoice_overdue", min_total="9999999.00")
    await ear.on("invoice_overdue", days=1, contact="karori")
    made = await done(ear.house, "create_invoice", **OPEN)

    reported = await days(ear, 6)

    assert [each for each in reported if each[0] == made["invoice"]["id"]] == [(made["invoice"]["id"], 1)]
    assert {count for _, count in reported} == {1}


async def test_what_is_paid_in_time_is_not_reported(ear: Ear) -> None:
    """The day's look waits until the invoices are synced."""
    await ear.on("invoice_overdue")
    made = await done(ear.house, "create_invoice", **OPEN)
    await ear.tick()
    await done(ear.house, "record_payment", invoice=made["invoice"]["id"], account="090")

    assert made["invoice"]["id"] not in {each for each, _ in await days(ear, 5)}


async def test_a_poller_that_slept_for_days_says_of_each_day_it_missed(ear: Ear) -> None:
    """Once for each invoice."""
    await ear.on("invoice_overdue", contact="karori")
    made = await done(ear.house, "create_invoice", **OPEN)
    await ear.tick()
    ear.pass_time(hours=24 * 9)
    await ear.tick()
    await ear.tick()

    reported = [each.body["resource"]["id"] for each in await ear.news()]
    assert reported.count(made["invoice"]["id"]) == 1


@pytest.mark.parametrize("other", [{"snippet": "", "title": "", "words": ""}, {"status": None}])
async def test_no_word_for_people_decides_what_is_open(ear: Ear, other: dict[str, Any]) -> None:
    """Nor is an invoice missed whose status is not known yet: the trigger checks the record itself."""
    await ear.on("invoice_overdue", contact="karori")
    made = await done(ear.house, "create_invoice", **OPEN)
    paid = await done(ear.house, "create_invoice", **OPEN)
    await done(ear.house, "record_payment", invoice=paid["invoice"]["id"], account="090")
    await ear.tick()
    reported: set[str] = set()
    for _ in range(4):  # each day anew: what was read a moment ago is read again, and heals by it
        async with ear.house.runtime.store.write("default") as tx:
            await tx.execute(update(records).values(**other))
        reported |= {each for each, _ in await days(ear, 1)}

    assert made["invoice"]["id"] in reported
    assert paid["invoice"]["id"] not in reported
