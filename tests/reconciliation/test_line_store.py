"""Lines seen before: each once, held by one plan at a time, on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from support.clock import StillClock

from atom_xero_plugin.catalogue.context import Caller
from atom_xero_plugin.core.errors import Conflict, PlanStale
from atom_xero_plugin.plans.claims import Claim
from atom_xero_plugin.plans.plan import Plan
from atom_xero_plugin.plans.proposal import Proposal, Step
from atom_xero_plugin.plans.repository import Plans
from atom_xero_plugin.reconciliation import line_store
from atom_xero_plugin.reconciliation.line_store import StatementLines
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.xero.write import Write

pytestmark = pytest.mark.anyio
TENANT, ACCOUNT = "tenant", "account"
PERSON = Caller("default", "person:tester")
WHICH = {"workspace_id": "default", "tenant_id": TENANT}


def claim(line_id: str, *steps: int, anew: bool = False) -> Claim:
    return Claim(ACCOUNT, line_id, "2026-06-15", "10.00", "NZD", '{"payee":"x"}', list(steps) or [0], anew)


def proposal(*claims: Claim) -> Proposal:
    steps = [Step(Write.of("PUT", "Payments", {}), "payment", {}) for _ in range(4)]
    return Proposal("Record lines.", steps, {}, independent=True, lines=list(claims))


async def proposed(store: Store, clock: StillClock, *claims: Claim, workspace: str = "default") -> Plan:
    plans = Plans(store, clock, expires_after=timedelta(minutes=30), reservations=line_store)
    caller = Caller(workspace, "person:tester")
    return await plans.propose(caller, TENANT, "reconcile_statement", {}, proposal(*claims))


async def states(store: Store, clock: StillClock, *line_ids: str, workspace: str = "default") -> dict[str, str]:
    known = await StatementLines(store, clock, workspace).states(TENANT, ACCOUNT, line_ids)
    return {line_id: each.state for line_id, each in known.items()}


async def test_a_plan_takes_its_lines_in_the_transaction_that_makes_it(store: Store, clock: StillClock) -> None:
    """Lines that were never seen are known from then on."""
    await proposed(store, clock, claim("a"), claim("b"))

    assert await states(store, clock, "a", "b", "c") == {"a": "planned", "b": "planned"}


async def test_lines_of_an_approved_plan_are_refused_whole(store: Store, clock: StillClock) -> None:
    """Neither plan nor line of the second is kept."""
    plans = Plans(store, clock, expires_after=timedelta(minutes=30), reservations=line_store)
    first = await proposed(store, clock, claim("a"))
    await plans.approve(PERSON, first.id, first.hash)

    with pytest.raises(Conflict):
        await proposed(store, clock, claim("a"), claim("b"))

    assert [each.id for each in await plans.recent("default")] == [first.id]
    assert await states(store, clock, "a", "b") == {"a": "planned"}


async def test_a_plan_that_expired_holds_nothing(store: Store, clock: StillClock) -> None:
    """No job has to clean up after it."""
    plans = Plans(store, clock, expires_after=timedelta(minutes=30), reservations=line_store)
    first = await proposed(store, clock, claim("a"))
    await plans.approve(PERSON, first.id, first.hash)
    clock.advance(minutes=31)

    assert await states(store, clock, "a") == {"a": "open"}
    second = await proposed(store, clock, claim("a"))
    assert (await plans.plan("default", first.id)).state == "expired"
    async with store.write("default") as tx:
        with pytest.raises(PlanStale):
            await line_store.check_claimed(tx, plan_id=first.id, claims=[claim("a")], **WHICH)
        await line_store.check_claimed(tx, plan_id=second.id, claims=[claim("a")], **WHICH)


async def test_many_at_once_end_with_one_holder(store: Store, clock: StillClock) -> None:
    """Each proposes the same lines in another order; nobody deadlocks, and one plan is left standing."""
    lines = [claim(f"l{number}") for number in range(12)]

    async def attempt(turn: int) -> str:
        order = lines[turn:] + lines[:turn]
        try:
            return (await proposed(store, clock, *order)).id
        except Conflict:
            return ""

    made = [each for each in await asyncio.gather(*(attempt(turn) for turn in range(6))) if each]
    plans = Plans(store, clock, expires_after=timedelta(minutes=30), reservations=line_store)
    standing = [each for each in made if (await plans.plan("default", each)).state == "proposed"]
    held = await StatementLines(store, clock, "default").states(TENANT, ACCOUNT, [each.line_id for each in lines])

    assert len(standing) == 1
    assert {each.plan_id for each in held.values()} == set(standing)


async def test_a_line_is_applied_when_all_of_it_is(store: Store, clock: StillClock) -> None:
    """One of two payments is a part; both are the whole."""
    plan = await proposed(store, clock, claim("a", 0, 1))
    seen = []
    for records in ({0: "r0"}, {0: "r0", 1: "r1"}):
        async with store.write("default") as tx:
            await line_store.recorded(tx, plan_id=plan.id, claim=claim("a", 0, 1), records=records, **WHICH)
        seen.append((await states(store, clock, "a"))["a"])

    assert seen == ["planned", "applied"]
    with pytest.raises(Conflict):
        await proposed(store, clock, claim("a"))


async def test_what_was_recorded_is_known_by_its_records_and_open_once_they_are_gone(
    store: Store, clock: StillClock
) -> None:
    """All of them, not some."""
    plan = await proposed(store, clock, claim("a", 0, 1))
    async with store.write("default") as tx:
        await line_store.recorded(tx, plan_id=plan.id, claim=claim("a", 0, 1), records={0: "r0", 1: "r1"}, **WHICH)
    seen: list[Any] = [(await StatementLines(store, clock, "default").states(TENANT, ACCOUNT, ["a"]))["a"].records]
    for gone in (["r0"], ["r0", "r1"]):
        async with store.write("default") as tx:
            await line_store.undone(tx, plan_id=plan.id, gone=gone, **WHICH)
        seen.append((await states(store, clock, "a"))["a"])

    assert seen == [("r0", "r1"), "applied", "open"]


async def test_a_line_whose_record_vanished_can_be_taken_again(store: Store, clock: StillClock) -> None:
    """Only if the plan says that it knows."""
    plan = await proposed(store, clock, claim("a"))
    async with store.write("default") as tx:
        await line_store.recorded(tx, plan_id=plan.id, claim=claim("a"), records={0: "r0"}, **WHICH)

    second = await proposed(store, clock, claim("a", anew=True))

    held = await StatementLines(store, clock, "default").states(TENANT, ACCOUNT, ["a"])
    assert held["a"].plan_id == second.id


async def test_another_workspace_knows_nothing_of_it(store: Store, clock: StillClock) -> None:
    """Its lines are its own, of the same organisation and account too."""
    await proposed(store, clock, claim("a"))

    assert await states(store, clock, "a", workspace="other") == {}
    await proposed(store, clock, claim("a"), workspace="other")
    assert await states(store, clock, "a") == {"a": "planned"}


async def test_many_lines_are_looked_up_and_taken_in_pieces(store: Store, clock: StillClock) -> None:
    """More than a database takes in one statement."""
    ids = [f"l{number:04}" for number in range(1_000)]
    await proposed(store, clock, *(claim(each) for each in ids))

    assert set((await states(store, clock, *ids)).values()) == {"planned"}
