"""A write is a plan: shown, approved by a person, executed once, read back, and reported as it is."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select, update
from support.lost import lose

from atom_xero_plugin.app import App
from atom_xero_plugin.catalogue.context import Caller
from atom_xero_plugin.core.errors import DatabaseAway, NotFound
from atom_xero_plugin.dispatch.dispatcher import Dispatch
from atom_xero_plugin.plans.run_journal import RunJournal
from atom_xero_plugin.rate_limits import shared
from atom_xero_plugin.store import audit
from atom_xero_plugin.store.tables import plan_steps, plans
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
INVOICE = {
    "contact": "Kauri Grove Cafe",
    "lines": [{"description": "Consulting", "quantity": "2", "unit_amount": "150.00", "account": "200"}],
    "due_date": "2026-07-20",
    "reference": "plan test",
}


async def proposed(house: House, **changed: Any) -> dict[str, Any]:
    contact = (await house.call("find_contacts", customers_only=True, limit=1))["result"]["items"][0]
    answer = await house.call("create_invoice", **{**INVOICE, "contact": contact["id"], **changed})
    assert answer["error"]["code"] == "approval_needed", answer
    plan: dict[str, Any] = answer["plan"]
    return plan


def invoices(house: House) -> int:
    return len(house.sandbox.organisations[house.organisation].tables["Invoices"].rows)


async def test_a_plan_shows_what_a_person_must_know(house: House) -> None:
    """Totals, tax, who gets an e-mail, how to undo, when it expires; and nothing is written."""
    before = invoices(house)

    plan = await proposed(house)

    assert plan["totals"] == {
        "net": {"amount": "300.00", "currency": "NZD"},
        "tax": {"amount": "45.00", "currency": "NZD"},
        "total": {"amount": "345.00", "currency": "NZD"},
    }
    assert (plan["state"], plan["emails"]) == ("proposed", [])
    assert plan["undo"]
    assert plan["expires_at"] > plan["created_at"]
    assert len(plan["hash"]) == 64
    assert invoices(house) == before


async def test_carrying_it_out_reads_it_back(house: House) -> None:
    """The answer is distinguished from Xero's record."""
    answer = await house.carry_out(await proposed(house))

    assert answer["success"] is True
    assert answer["plan"]["state"] == "verified"
    assert answer["result"]["invoice"]["total"] == {"amount": "345.00", "currency": "NZD"}


async def test_executing_again_answers_the_same_and_writes_nothing(house: House) -> None:
    """Twenty clicks are one invoice."""
    plan = await proposed(house)
    first = await house.carry_out(plan)
    count = invoices(house)

    again = [(await house.dispatch.execute(plan["id"], house.person)).plain() for _ in range(20)]

    assert all(each["result"] == first["result"] for each in again)
    assert invoices(house) == count


async def test_twenty_at_once_write_one_invoice(house: House) -> None:
    """The others learn that it is being executed, or what came of it."""
    plan = await proposed(house)
    await house.dispatch.approve(plan["id"], plan["hash"], house.person)
    count = invoices(house)

    answers = await asyncio.gather(*(house.dispatch.execute(plan["id"], house.person) for _ in range(20)))

    codes = [answer.plain().get("error", {}).get("code", "done") for answer in answers]
    assert codes.count("done") >= 1
    assert set(codes) <= {"done", "busy", "conflict"}
    assert invoices(house) == count + 1


async def test_only_a_person_approves(house: House) -> None:
    """An AI or a workflow cannot, whatever rights it was given."""
    plan = await proposed(house)

    for kind in ("ai", "workflow"):
        caller = replace(house.person, kind=kind)
        answer = await house.dispatch.approve(plan["id"], plan["hash"], caller)
        assert answer.plain()["error"]["code"] == "not_allowed"


@pytest.mark.parametrize("shown", ["0" * 64, "", "häsh", "\x00"])
async def test_an_approval_is_bound_to_the_hash(shown: str, house: House) -> None:
    """One cannot approve what one has not seen."""
    plan = await proposed(house)

    answer = await house.dispatch.approve(plan["id"], shown, house.person)

    assert answer.plain()["error"]["code"] == "plan_stale"


@pytest.mark.parametrize("approved", [True, False])
async def test_a_plan_that_was_changed_in_the_database_is_neither_approved_nor_executed(
    approved: bool, house: House
) -> None:
    """What is sent is what was hashed, whoever can write to the table."""
    plan, before = await proposed(house), invoices(house)
    if approved:
        await house.dispatch.approve(plan["id"], plan["hash"], house.person)
    async with house.runtime.store.write("default") as tx:
        other = func.replace(plans.c.proposal, "150.00", "950.00")
        await tx.execute(update(plans).where(plans.c.id == plan["id"]).values(proposal=other))

    answers = [
        (await house.dispatch.approve(plan["id"], plan["hash"], house.person)).plain(),
        (await house.dispatch.execute(plan["id"], house.person)).plain(),
    ]

    assert [each["error"]["code"] for each in answers] == ["conflict", "conflict"]
    assert all("changed" in each["error"]["message"] for each in answers)
    assert invoices(house) == before


async def test_what_cannot_be_executed_is_not_approved(house: House) -> None:
    """A connection that broke is reported before the person's yes is taken, not after."""
    plan = await proposed(house)
    connection = await house.runtime.organisations.choose("default", house.organisation)
    await lose(house.runtime, house.sandbox, connection)

    answer = (await house.dispatch.approve(plan["id"], plan["hash"], house.person)).plain()

    assert answer["error"]["code"] == "reconnect_needed"
    assert (await house.runtime.plans.plan("default", plan["id"])).state == "proposed"


async def test_a_fault_of_ours_after_the_write_says_that_something_may_be_written(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is to take it for a failure and write it again; executed again, it answers and writes nothing."""
    plan, before = await proposed(house), invoices(house)
    skill = house.registry.skill("create_invoice")

    def broken(*_: object) -> None:
        raise RuntimeError("a fault of ours")

    with monkeypatch.context() as patched:
        patched.setattr(skill, "presenter", broken)
        answer = await house.carry_out(plan)
    house.sandbox.clock.advance(121)
    again = (await house.dispatch.execute(plan["id"], house.person)).plain()

    assert (answer["error"]["code"], answer["error"]["may_have_written"]) == ("internal", True)
    assert (again["success"], again["plan"]["state"]) == (True, "verified")
    assert invoices(house) == before + 1


@pytest.fixture
def held_slots(monkeypatch: pytest.MonkeyPatch) -> None:
    """No slot of the limits is given back: a loop that stands still just then would keep the database locked."""
    monkeypatch.setattr(shared, "IDLE_S", 3_600)


@pytest.mark.parametrize("undoes", [False, True], ids=["a write", "its undo"])
async def test_a_pass_that_was_overtaken_changes_nothing(
    held_slots: None, house: House, monkeypatch: pytest.MonkeyPatch, undoes: bool
) -> None:
    """Its process stood still past its lease, just before the end; another one wrote the end meanwhile."""
    plan = await proposed(house)
    if undoes:
        await house.carry_out(plan)
        plan = (await house.dispatch.undo(plan["id"], house.person)).plain()["plan"]
    skill = house.registry.skill(plan["skill"])
    presenter, seen = skill.presenter, list[Any]()

    async def other() -> None:
        async with App(house.runtime.settings, clock=house.runtime.clock, transport=house.transport) as runtime:
            done = await Dispatch(runtime, house.registry).execute(plan["id"], Caller("default", "person:other"))
            seen.extend([done.plain(), await _stored(runtime)])

    def slow(*reported: Any) -> Any:
        skill.presenter = presenter
        house.sandbox.clock.advance(121)
        with ThreadPoolExecutor() as elsewhere:
            elsewhere.submit(asyncio.run, other()).result()
        house.sandbox.clock.advance(1)
        assert presenter is not None
        return presenter(*reported)

    monkeypatch.setattr(skill, "presenter", slow)
    answer = await house.carry_out(plan)

    in_time, left = seen
    assert (in_time["success"], in_time["plan"]["state"]) == (True, "verified")
    assert (answer["error"]["code"], answer["error"]["retryable"]) == ("busy", True)
    assert await _stored(house.runtime) == left
    again = (await house.dispatch.execute(plan["id"], house.person)).plain()
    assert again["result"] == in_time["result"]


async def _stored(runtime: App) -> list[Any]:
    """All that stands of plans, and in the audit."""
    async with runtime.store.read("default") as tx:
        rows = [(await tx.execute(select(table))).all() for table in (plans, plan_steps)]
    return [*rows, await audit.entries(runtime.store, "default")]


async def test_without_approval_nothing_is_executed(house: House) -> None:
    """A proposed plan is only words."""
    plan = await proposed(house)
    before = invoices(house)

    answer = (await house.dispatch.execute(plan["id"], house.person)).plain()

    assert answer["error"]["code"] == "conflict"
    assert invoices(house) == before


async def test_a_expired_plan_can_neither_be_approved_nor_executed(house: House) -> None:
    """The books may have moved on."""
    early, late = await proposed(house), await proposed(house, reference="other")
    await house.dispatch.approve(late["id"], late["hash"], house.person)
    house.sandbox.clock.advance(31 * 60)

    not_approved = (await house.dispatch.approve(early["id"], early["hash"], house.person)).plain()
    not_executed = (await house.dispatch.execute(late["id"], house.person)).plain()

    assert (not_approved["error"]["code"], not_executed["error"]["code"]) == ("plan_stale", "plan_stale")
    assert not_executed["plan"]["state"] == "expired"


async def test_another_workspaces_plan_is_not_found(house: House) -> None:
    """Not even that it exists is reported."""
    plan = await proposed(house)
    stranger = Caller("elsewhere", "person:stranger")

    answers = [
        await house.dispatch.approve(plan["id"], plan["hash"], stranger),
        await house.dispatch.execute(plan["id"], stranger),
        await house.dispatch.undo(plan["id"], stranger),
    ]

    assert {answer.plain()["error"]["code"] for answer in answers} == {"not_found"}
    with pytest.raises(NotFound):
        await house.runtime.plans.plan("elsewhere", plan["id"])
    with pytest.raises(NotFound):
        await house.runtime.plan_lists.find("elsewhere", plan["id"][:12])


async def test_a_record_that_moved_makes_the_plan_stale(house: House) -> None:
    """Someone edited the invoice between the plan and its execution."""
    created = await house.carry_out(await proposed(house))
    invoice_id = created["result"]["invoice"]["id"]
    plan = (await house.call("approve_invoice", invoice=invoice_id))["plan"]
    house.sandbox.clock.advance(5)
    await house.do("change_invoice", invoice=invoice_id, reference="moved")

    answer = await house.carry_out(plan)

    assert answer["error"]["code"] == "plan_stale"


async def test_an_answer_lost_after_the_write_is_not_written_twice(house: House) -> None:
    """The same key and bytes go out again and Xero replays its answer."""
    plan = await proposed(house)
    before = invoices(house)
    house.sandbox.faults.add(kind="drop_after_write", match="/api.xro/2.0/Invoices", method="PUT", times=1)

    answer = await house.carry_out(plan)

    assert answer["success"] is True
    assert invoices(house) == before + 1


async def test_what_xero_refuses_is_reported_in_xeros_words(house: House) -> None:
    """Its validation messages, with their element."""
    plan = await proposed(house)
    contact = plan["after"]["contact"]["id"] if isinstance(plan["after"].get("contact"), dict) else None
    table = house.sandbox.organisations[house.organisation].tables["Contacts"]
    for row in table.rows.values():
        if contact is None or row["ContactID"] == contact:
            table.put({**row, "ContactStatus": "ARCHIVED"})

    answer = await house.carry_out(plan)

    assert answer["error"]["code"] == "xero_refused"
    assert answer["plan"]["state"] == "failed"
    assert "archived" in str(answer["error"]).lower()


async def test_undo_is_a_plan_of_its_own(house: House) -> None:
    """Approved like any other; afterwards the first plan is undone."""
    plan = await proposed(house)
    await house.carry_out(plan)

    undo = (await house.dispatch.undo(plan["id"], house.person)).plain()
    answer = await house.carry_out(undo["plan"])

    assert answer["success"] is True
    assert (await house.runtime.plans.plan("default", plan["id"])).state == "undone"


async def test_a_plan_knows_from_its_making_which_plan_it_takes_back(house: House) -> None:
    """In one transaction, in the audit too: a process that dies leaves no undo that undoes nothing."""
    plan = await proposed(house)
    await house.carry_out(plan)

    undo = (await house.dispatch.undo(plan["id"], house.person)).plain()["plan"]

    rows = await audit.entries(house.runtime.store, "default", 50)
    reported = [row.detail for row in rows if row.subject == undo["id"]]
    assert (await house.runtime.plans.plan("default", undo["id"])).undo_of == plan["id"]
    assert [each["undo_of"] for each in reported] == [plan["id"]]


async def test_every_step_of_a_plan_stands_in_the_audit(house: House) -> None:
    """Who proposed, who approved, what was sent, what came of it; and the chain holds."""
    plan = await proposed(house)
    await house.carry_out(plan)

    rows = await audit.entries(house.runtime.store, "default", 50)
    events = [row.event for row in reversed(rows) if row.subject == plan["id"]]
    report = await audit.verify(house.runtime.store, "default")

    assert events == [
        "plan.proposed", "plan.approved", "plan.executing", "step.sending", "step.answered", "step.verified",
        "plan.verified",
    ]  # fmt: skip
    assert report.ok


@pytest.mark.parametrize("kind", ["garbage", "half_answer"])
async def test_an_answer_to_a_write_that_cannot_be_read_is_looked_up_and_not_called_a_failure(
    kind: str, house: House
) -> None:
    """Xero wrote it, whatever came back."""
    plan = await proposed(house)
    before = invoices(house)
    house.sandbox.faults.add(kind=kind, match="/Invoices", method="PUT", times=3)  # type: ignore[arg-type]

    answer = await house.carry_out(plan)

    assert answer["success"] is True
    assert answer["plan"]["state"] == "verified"
    assert invoices(house) == before + 1


@pytest.mark.parametrize("fault", [{"kind": "garbage"}, {"kind": "status", "status": 403}])
async def test_a_write_that_cannot_be_read_back_is_unknown_until_it_can(fault: dict[str, Any], house: House) -> None:
    """Never failed: it is in the books. Executing again reads it and sends nothing."""
    plan = await proposed(house)
    before = invoices(house)
    house.sandbox.faults.add(**fault, match="/Invoices", method="GET", times=1)

    unread = await house.carry_out(plan)
    again = (await house.dispatch.execute(plan["id"], house.person)).plain()

    assert (unread["error"]["code"], unread["plan"]["state"]) == ("outcome_unknown", "unknown")
    assert unread["error"]["may_have_written"] is True
    assert (again["success"], again["plan"]["state"]) == (True, "verified")
    assert invoices(house) == before + 1


async def test_a_database_that_goes_away_in_the_middle_leaves_the_plan_to_be_taken_up(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Xero wrote the invoice, and that could not be noted: the plan has not failed, and nothing is written twice."""
    before, plan = invoices(house), await proposed(house)
    mark = RunJournal.mark

    async def away(self: Any, run: Any, number: int, event: str, **values: Any) -> None:
        if event == "step.answered":
            raise DatabaseAway("The database cannot be reached.")
        await mark(self, run, number, event, **values)

    with monkeypatch.context() as patched:
        patched.setattr(RunJournal, "mark", away)
        answer = await house.carry_out(plan)
    house.sandbox.clock.advance(121)
    again = (await house.dispatch.execute(plan["id"], house.person)).plain()

    assert (answer["error"]["code"], answer["error"]["may_have_written"]) == ("database_unavailable", True)
    assert answer["plan"]["state"] == "executing"
    assert (again["success"], again["plan"]["state"]) == (True, "verified")
    assert invoices(house) == before + 1
