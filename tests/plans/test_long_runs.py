"""Plans of hundreds of steps under Xero's limit of 60 calls a minute, on a clock that no test waits for."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any, Final

import pytest
from support.asking import LINE, change, done, plan, result, row

from atom_xero_plugin.app import App
from atom_xero_plugin.dispatch.dispatcher import Dispatch
from atom_xero_plugin.jobs.resume_plans import resume_plans
from atom_xero_plugin.plans import execution
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
CLINIC: Final = "Karori Veterinary Clinic"
MOST_MINUTES: Final = 60
"""Of a run of 500, which takes 25 at the least."""
SIZES = pytest.mark.parametrize("count", [60, pytest.param(500, marks=pytest.mark.full)])
STOPPED: Final = {("rate_limited", "executing"), ("outcome_unknown", "unknown")}
EMAIL: Final = "email_invoices"
BECOMES: Final = {"approve_invoices": {"Status": "AUTHORISED"}, EMAIL: {"SentToContact": True}}


@pytest.fixture
async def hasty(house: House) -> AsyncIterator[House]:
    """One that waits for a limit as long as it does by default, and no longer: the service resumes what stops."""
    await house.runtime.close()
    settings = replace(house.runtime.settings, patience_s=10.0)
    house.runtime = App(settings, clock=house.runtime.clock, transport=house.transport)
    house.dispatch = Dispatch(house.runtime, house.registry)
    yield house
    await house.runtime.close()


async def copies(house: House, skill: str, count: int) -> list[str]:
    """So many invoices that the skill has something to do with, put into the books at once."""
    lines = [LINE]
    about = {"contact": CLINIC, "lines": lines, "due_in_days": 14, "approve": skill == EMAIL}
    first = (await done(house, "create_invoice", **about))["invoice"]
    books = house.sandbox.organisations[house.organisation]
    stored = row(house, "Invoices", InvoiceID=first["id"])
    found = []
    for number in range(count):
        name = f"RUN-{number:04}"
        books["Invoices"].put({**stored, "InvoiceID": books.new_id(), "InvoiceNumber": name, "Reference": name})
        found.append(name)
    change(house, "Contacts", row(house, "Contacts", Name=CLINIC), EmailAddress="clinic@example.com")
    return found


def sent(house: House) -> Counter[str]:
    """How often each address under Invoices was written to."""
    counts = house.sandbox.requests.counts
    return Counter({call: many for call, many in counts.items() if call.startswith("POST") and "/Invoices/" in call})


async def progress(house: House, proposed: dict[str, Any]) -> dict[str, int]:
    """How many steps are in each state, as show_plan says it."""
    [shown] = (await result(house, "show_plan", plan=proposed["id"]))["items"]
    found: dict[str, int] = shown["progress"]
    return found


def dies_once(patch: pytest.MonkeyPatch, after: int) -> None:
    """The process ends right after so many answers, before any of the last one is noted."""
    answers = 0

    def reached(point: str) -> None:
        nonlocal answers
        answers += point == "plan.after_call"
        if point == "plan.after_call" and answers == after:
            raise SystemExit

    patch.setattr(execution, "crashpoint", reached)


@SIZES
@pytest.mark.parametrize("skill", list(BECOMES))
async def test_each_is_done_once_within_the_limit_whatever_stops_the_run(
    hasty: House, skill: str, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit stops it every minute and the process dies in the middle; the service goes on, and shows how far."""
    numbers = await copies(hasty, skill, count)
    hasty.sandbox.clock.advance(60)
    proposed = await plan(hasty, skill, invoices=numbers)
    before = sent(hasty)
    dies_once(monkeypatch, count // 2)
    first = await hasty.carry_out(proposed)
    seen = [(await progress(hasty, proposed)).get("verified", 0)]
    deaths, minutes, last = 0, 0, first
    while not last["success"]:
        minutes += 1
        assert minutes <= MOST_MINUTES
        hasty.sandbox.clock.advance(61)
        try:
            answers = await resume_plans(hasty.dispatch)
        except SystemExit:
            deaths += 1
            hasty.sandbox.clock.advance(61)
            continue
        last = answers[0].plain() if answers else last
        seen.append((await progress(hasty, proposed)).get("verified", 0))

    # Where the limit falls between a write and its read-back, that one step is not known yet; it is read later.
    assert (first["error"]["code"], first["plan"]["state"]) in STOPPED
    assert first["error"]["hint"].startswith(f"{seen[0]} of {count} are done.")
    assert deaths == 1
    assert seen == sorted(seen)
    assert len(set(seen)) > count // 30
    assert await progress(hasty, proposed) == {"verified": count}
    assert last["result"]["count"] == count
    assert set((sent(hasty) - before).values()) == {1}
    assert len(sent(hasty) - before) == count
    assert hasty.sandbox.limits.refused == 0
    for number in numbers:
        stored = row(hasty, "Invoices", InvoiceNumber=number)
        assert {name: stored[name] for name in BECOMES[skill]} == BECOMES[skill]
