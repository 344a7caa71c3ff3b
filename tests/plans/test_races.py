"""Many at one plan: one executes it and all learn what came of it; who was overtaken ends nothing."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text, update
from support.asking import plan as proposed
from support.asking import row, rows, writes
from support.houses import another_program, house_on
from support.statements import TO_FEES, arguments

from atom_xero_plugin.core.errors import Conflict, DatabaseAway, DatabaseBusy
from atom_xero_plugin.plans import run_journal
from atom_xero_plugin.store import audit
from atom_xero_plugin.store.tables import plan_steps, plans, statement_lines
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def approved(house: House, skill: str = "create_contact", **given: Any) -> dict[str, Any]:
    made = await proposed(house, skill, **(given or {"name": "Ngaio Florist"}))
    assert (await house.dispatch.approve(made["id"], made["hash"], house.person)).success
    return made


async def test_fifty_at_once_get_one_answer(database_url: str, tmp_path: Path) -> None:
    """In two programs: one contact, and nobody has to ask again for what is done."""
    async with house_on(tmp_path, database_url) as (house, wire), another_program(house) as other:
        made = await approved(house)
        doors = [house.dispatch, other] * 25

        answers = await asyncio.gather(*(dispatcher.execute(made["id"], house.person) for dispatcher in doors))

        assert [answer.plain()["error"] for answer in answers if not answer.success] == []
        assert len({answer.plain()["result"]["contact"]["id"] for answer in answers}) == 1
        assert wire.writes == 1


async def test_twenty_approvals_at_once_are_one(database_url: str, tmp_path: Path) -> None:
    """By the same person, of the same hash: each learns that it is approved."""
    async with house_on(tmp_path, database_url) as (house, _), another_program(house) as other:
        made = await proposed(house, "create_contact", name="Ngaio Florist")
        doors = [house.dispatch, other] * 10

        answers = await asyncio.gather(
            *(dispatcher.approve(made["id"], made["hash"], house.person) for dispatcher in doors)
        )

        assert [answer.error for answer in answers if not answer.success] == []
        entries = await audit.entries(house.runtime.store, "default", 50)
        assert [each.event for each in entries].count("plan.approved") == 1


async def test_a_caller_without_the_right_to_write_carries_nothing_out(house: House) -> None:
    """Whoever approved it."""
    made, before = await approved(house), writes(house)
    reader = replace(house.person, rights=frozenset({"read", "approve"}))

    answer = (await house.dispatch.execute(made["id"], reader)).plain()

    assert answer["error"]["code"] == "not_allowed"
    assert writes(house) == before


@pytest.mark.parametrize(("ahead", "busy"), [(timedelta(seconds=90), True), (timedelta(days=365), False)])
async def test_a_lease_is_kept_unless_no_clock_that_is_right_can_have_written_it(
    house: House, ahead: timedelta, busy: bool
) -> None:
    """A clock that went back frees no plan, and holds none for ever."""
    made, before = await approved(house), writes(house)
    until = house.runtime.clock.now() + ahead
    async with house.runtime.store.write("default") as tx:
        await tx.execute(update(plans).where(plans.c.id == made["id"]).values(state="executing", lease_until=until))

    answer = (await house.dispatch.execute(made["id"], house.person)).plain()

    assert answer["success"] is not busy
    if busy:
        assert (answer["error"]["code"], answer["error"]["may_have_written"]) == ("busy", True)
        assert writes(house) == before


async def test_who_was_overtaken_neither_ends_the_plan_nor_lets_its_lines_go(tmp_path: Path) -> None:
    """It was refused by Xero; meanwhile another process had the plan."""
    async with house_on(tmp_path) as (house, wire):
        made = await approved(house, "reconcile_statement", **arguments(choices=TO_FEES))
        house.sandbox.faults.add(kind="status", status=403, times=9, match="/Payments|/BankTransactions")
        loop = asyncio.get_running_loop()
        overtake = update(plans).where(plans.c.id == made["id"]).values(fence=plans.c.fence + 1)
        pending: list[asyncio.Task[None]] = []

        async def claim() -> None:
            async with house.runtime.store.write("default") as tx:
                await tx.execute(overtake)

        wire.after_write = lambda: pending.append(loop.create_task(claim()))
        real = run_journal.RunJournal.mark

        async def after_the_claim(self: Any, *args: Any, **values: Any) -> None:
            await asyncio.gather(*pending)
            await real(self, *args, **values)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(run_journal.RunJournal, "mark", after_the_claim)
            answer = (await house.dispatch.execute(made["id"], house.person)).plain()
        async with house.runtime.store.read("default") as tx:
            state = (await tx.execute(select(plans.c.state).where(plans.c.id == made["id"]))).scalar_one()
            lines = (await tx.execute(select(statement_lines.c.state, statement_lines.c.plan_id))).all()

        assert (answer["error"]["code"], answer["error"]["may_have_written"]) == ("busy", True)
        assert state == "executing"
        assert {tuple(line) for line in lines} == {("planned", made["id"])}


async def test_nobody_claims_a_plan_while_another_writes_its_end(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL, where two transactions run side by side: the fence is asked for by the statement that holds it."""
    async with house_on(tmp_path, postgres_url) as (house, _), another_program(house) as other:
        made = await approved(house, "reconcile_statement", **arguments(choices=TO_FEES))
        house.sandbox.faults.add(kind="status", status=403, times=9, match="/Payments|/BankTransactions")
        real, tried = run_journal.rows_of, list[str]()

        async def rows_of(tx: Any, plan_id: str) -> Any:
            found = await real(tx, plan_id)
            if {row["state"] for row in found.values()} >= {"failed"} and not tried:
                claim = update(plans).where(plans.c.id == plan_id).values(fence=plans.c.fence + 1)
                try:
                    async with other.runtime.store.write("default") as mine:
                        await mine.execute(text("SET LOCAL lock_timeout = '200ms'"))
                        await mine.execute(claim)
                        tried.append("claimed")
                except DatabaseBusy:
                    tried.append("refused")
            return found

        stop = run_journal.RunJournal.stop

        async def stopping(self: Any, *args: Any) -> Any:
            monkeypatch.setattr(run_journal, "rows_of", rows_of)
            return await stop(self, *args)

        monkeypatch.setattr(run_journal.RunJournal, "stop", stopping)
        answer = await house.dispatch.execute(made["id"], house.person)

        assert tried == ["refused"], answer.plain()["error"]


async def test_a_plan_that_takes_long_stays_with_who_is_at_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each step keeps it for longer: another program finds it held, although it was begun minutes ago."""
    async with house_on(tmp_path) as (house, wire), another_program(house) as other:
        made = await approved(house, "reconcile_statement", **arguments(choices=TO_FEES))
        wire.after_write = lambda: house.sandbox.clock.advance(70)
        real, reported = run_journal.RunJournal.mark, list[Any]()

        async def marked(self: Any, *args: Any, **values: Any) -> None:
            await real(self, *args, **values)
            if wire.writes == 2 and not reported:
                reported.append(None)
                reported[0] = (await other.execute(made["id"], house.person)).plain()["error"]["code"]

        monkeypatch.setattr(run_journal.RunJournal, "mark", marked)
        answer = (await house.dispatch.execute(made["id"], house.person)).plain()

        assert reported == ["busy"]
        assert answer["success"], answer["error"]


async def test_a_plan_moves_only_from_the_state_that_was_seen(house: House) -> None:
    """Another wrote its state in between: this one changes nothing."""
    made = await proposed(house, "create_contact", name="Ngaio Florist")
    mine = house.runtime.plans
    async with house.runtime.store.read("default") as tx:
        seen = await mine._row(tx, "default", made["id"])
    await house.dispatch.approve(made["id"], made["hash"], house.person)

    async with house.runtime.store.write("default") as tx:
        with pytest.raises(Conflict):
            await mine._move(tx, seen, "expired")

    assert (await mine.plan("default", made["id"])).state == "approved"


async def test_two_plans_that_would_do_the_same_are_never_both_under_way(house: House) -> None:
    """The second waits for what comes of the first, also where both were approved before."""
    first, second = await approved(house), await approved(house, name="Ngaio Florist", email="n@ngaio.example")
    async with house.runtime.store.write("default") as tx:
        effect = select(plan_steps.c.effect_hash).where(plan_steps.c.plan_id == first["id"]).scalar_subquery()
        await tx.execute(update(plan_steps).where(plan_steps.c.plan_id == second["id"]).values(effect_hash=effect))
        await tx.execute(update(plans).where(plans.c.id == first["id"]).values(state="unknown"))
        await tx.execute(
            update(plan_steps).where(plan_steps.c.plan_id == first["id"]).values(state="unknown", attempts=1)
        )
    before = writes(house)

    again = await house.call("create_contact", name="Ngaio Florist")

    assert (again["error"]["code"], again["error"]["may_have_written"]) == ("conflict", True)
    assert again["error"]["reference"] == first["id"]
    assert f"atom-xero plan execute {first['id']}" in again["error"]["hint"]
    assert writes(house) == before
    assert rows(house, "Contacts", Name="Ngaio Florist") == []


async def test_of_two_approved_plans_of_one_effect_the_second_waits_for_the_first(tmp_path: Path) -> None:
    """Two callers had asked for the same before either was executed; of the first no answer came."""
    async with house_on(tmp_path) as (house, wire):
        first = await approved(house)
        asked = replace(house.person, actor="person:other")
        second = (await house.ask("create_contact", {"name": "Ngaio Florist"}, caller=asked))["plan"]
        assert (await house.dispatch.approve(second["id"], second["hash"], house.person)).success
        wire.lost = 1
        wire.after_write = lambda: house.sandbox.faults.add(kind="status", status=503, match="/api.xro/", times=99)
        await house.dispatch.execute(first["id"], house.person)
        house.sandbox.faults.clear()
        wire.after_write = None

        error = (await house.dispatch.execute(second["id"], house.person)).plain()["error"]

        assert second["id"] != first["id"]
        assert (error["code"], error["reference"], error["may_have_written"]) == ("conflict", first["id"], True)
        assert f"atom-xero plan execute {first['id']}" in error["hint"]
        assert wire.writes == 1


async def test_what_was_done_is_never_called_undone_because_the_database_went_away(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The undo of a plan was written and noted; that the plan is undone could not be."""
    done = await house.do("create_contact", name="Ngaio Florist")
    undo = (await house.dispatch.undo(done["plan"]["id"], house.person)).plain()["plan"]
    await house.dispatch.approve(undo["id"], undo["hash"], house.person)

    async def away(*_: object) -> None:
        raise DatabaseAway("The database cannot be reached.")

    monkeypatch.setattr(house.runtime.plans, "undone", away)
    answer = (await house.dispatch.execute(undo["id"], house.person)).plain()

    assert row(house, "Contacts", Name="Ngaio Florist")["ContactStatus"] == "ARCHIVED"
    assert (answer["error"]["code"], answer["error"]["may_have_written"]) == ("database_unavailable", True)
