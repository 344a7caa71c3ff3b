"""A plan that a person approved and a limit of Xero's put back: asking again never makes it be done twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

import pytest

from atom_xero_plugin.store import audit
from atom_xero_plugin.testing import TODAY, House

pytestmark = pytest.mark.anyio
LINE = {"description": "Poster", "quantity": "1", "unit_amount": "10.00", "account": "200"}
INVOICE = {"contact": "Kauri Grove Cafe", "lines": [LINE], "due_in_days": 5}


async def put_back(house: House, **fault: Any) -> dict[str, Any]:
    """A plan that was approved, and whose write Xero refuses for now."""
    plan: dict[str, Any] = (await house.call("create_invoice", **INVOICE))["plan"]
    fault = fault or {"kind": "status", "status": 429, "headers": {"Retry-After": "30"}}
    house.sandbox.faults.add(match="/Invoices", method="PUT", times=99, **fault)
    await house.dispatch.approve(plan["id"], plan["hash"], house.person)
    answer = (await house.dispatch.execute(plan["id"], house.person)).plain()
    assert (answer["error"]["code"], answer["error"]["may_have_written"]) == ("rate_limited", False)
    assert f"atom-xero plan execute {plan['id']}" in answer["error"]["hint"]
    house.sandbox.faults.clear()
    house.sandbox.clock.advance(60)
    return plan


def invoices(house: House) -> int:
    return len(house.sandbox.organisations[house.organisation].tables["Invoices"].rows)


async def test_asking_again_is_the_plan_that_was_approved(house: House) -> None:
    """Executed by either, it is done once, and each is answered the same invoice."""
    before, plan = invoices(house), await put_back(house)

    again = await house.call("create_invoice", **INVOICE)
    done = await house.carry_out(again["plan"])
    old = (await house.dispatch.execute(plan["id"], house.person)).plain()

    assert (again["plan"]["id"], again["plan"]["state"]) == (plan["id"], "approved")
    assert again["error"]["code"] == "approval_needed"
    assert "A person approved it" in again["error"]["message"]
    assert old["result"] == done["result"]
    assert invoices(house) == before + 1


async def test_asked_again_for_what_has_become_another_the_old_plan_ends(house: House) -> None:
    """The due day that was left out is another one by now: the old plan gives way, and says so."""
    midnight = datetime.combine(TODAY, time(12), UTC)  # of New Zealand, in winter
    house.sandbox.clock.advance((midnight - house.sandbox.clock.now()).total_seconds() - 300)
    before, plan = invoices(house), await put_back(house)
    house.sandbox.clock.advance(600)

    again = await house.call("create_invoice", **INVOICE)
    done = await house.carry_out(again["plan"])
    old = (await house.dispatch.execute(plan["id"], house.person)).plain()

    assert again["plan"]["id"] != plan["id"]
    assert done["success"], done
    assert old["error"]["code"] == "conflict"
    assert invoices(house) == before + 1
    rows = await audit.entries(house.runtime.store, "default")
    assert [each.detail for each in rows if (each.event, each.subject) == ("plan.expired", plan["id"])] == [
        {"gave_way_to": again["plan"]["id"]}
    ]


async def test_what_others_ask_for_ends_nothing(house: House) -> None:
    """Another caller's plan of the same words stands by itself."""
    plan = await put_back(house)
    other = replace(house.person, actor="person:other")

    again = await house.ask("create_invoice", INVOICE, caller=other)

    assert again["plan"]["id"] != plan["id"]
    assert (await house.runtime.plans.plan("default", plan["id"])).state == "approved"


async def test_a_pause_longer_than_a_minute_names_how_it_is_ended(house: House) -> None:
    """Not `when the minute is over`, whatever Xero calls its limit."""
    hints = []
    for seconds in ("30", "9999999"):
        house.sandbox.faults.add(
            kind="status", status=429, match="/Contacts", times=9,
            headers={"Retry-After": seconds, "X-Rate-Limit-Problem": "minute"},
        )  # fmt: skip
        await house.call("find_contacts", text="Kauri")
        house.sandbox.faults.clear()
        hints.append((await house.call("find_contacts", text="Kauri")).get("error", {}).get("hint", ""))

    assert "usage" not in hints[0]
    assert "`atom-xero usage`" in hints[1]
    assert "--lift" in hints[1]


@pytest.mark.parametrize("ending", ["execute", "withdraw"])
async def test_lines_of_an_approved_plan_that_was_put_back_name_it(house: House, ending: str) -> None:
    """Obeyed, either command of the hint leaves each line recorded once."""
    file = "Date,Description,Amount\n2026-06-10,MONTHLY FEE ZED,-5.00\n2026-06-11,MONTHLY FEE ZED,-5.00\n"
    chosen = [{"row": row, "account": "404", "contact": "Kauri Grove Cafe"} for row in (2, 3)]
    asked = {"account": "090", "statement": file, "choices": chosen}
    books = house.sandbox.organisations[house.organisation].tables["BankTransactions"].rows
    before = len(books)
    plan = (await house.call("reconcile_statement", **asked))["plan"]
    limit = {"kind": "status", "status": 429, "headers": {"Retry-After": "30"}}
    house.sandbox.faults.add(match="/BankTransactions", method="PUT", times=99, **limit)
    await house.carry_out(plan)
    house.sandbox.faults.clear()
    house.sandbox.clock.advance(60)

    error = (await house.call("reconcile_statement", **asked))["error"]
    assert (error["code"], error["reference"], error["may_have_written"]) == ("conflict", plan["id"], False)
    assert f"`atom-xero plan {ending} {plan['id']}`" in error["hint"]
    await getattr(house.dispatch, ending)(plan["id"], house.person)
    if ending == "withdraw":
        await house.do("reconcile_statement", **asked)

    assert len(books) == before + 2
