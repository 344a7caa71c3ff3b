"""Plans that end before anything was sent, how plans are listed, and how they are named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, update

from atom_xero_plugin.core.errors import Ambiguous, NotFound
from atom_xero_plugin.plans.claims import Claim
from atom_xero_plugin.store import audit
from atom_xero_plugin.store.tables import plan_steps, plans, statement_lines
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
ARCHIVE = {"contact": "Ngaio Travel"}


async def proposed(house: House, name: str = "Ngaio Travel") -> dict[str, Any]:
    answer: dict[str, Any] = (await house.call("archive_contact", contact=name))["plan"]
    return answer


@pytest.mark.parametrize(("end", "state"), [("refuse", "refused"), ("withdraw", "withdrawn")])
@pytest.mark.parametrize("approved", [False, True])
async def test_an_ended_plan_is_never_executed(house: House, end: str, state: str, approved: bool) -> None:
    """Also one that was approved and not begun; saying it twice is saying it once; both stand in the audit trail."""
    plan = await proposed(house)
    if approved:
        await house.dispatch.approve(plan["id"], plan["hash"], house.person)
    ending = getattr(house.dispatch, end)

    answers = [(await ending(plan["id"][:12], house.person, reason="not ours")).plain() for _ in range(2)]
    tried = [
        (await house.dispatch.approve(plan["id"], plan["hash"], house.person)).plain(),
        (await house.dispatch.execute(plan["id"], house.person)).plain(),
    ]

    assert [each["plan"]["state"] for each in answers] == [state, state]
    assert answers[0]["organisation"]["name"] == "Harbour Street Studio Limited"
    assert [each["error"]["code"] for each in tried] == ["conflict", "conflict"]
    rows = await audit.entries(house.runtime.store, "default")
    assert [(each.event, each.detail) for each in rows if each.event == f"plan.{state}"] == [
        (f"plan.{state}", {"reason": "not ours"})
    ]


async def test_only_a_person_refuses_and_whoever_may_write_withdraws(house: House) -> None:
    """A model withdraws what it proposed; who may only read does neither."""
    plan = await proposed(house)
    model = replace(house.person, kind="ai", actor="ai:mcp:chat", rights=frozenset({"read", "write"}))
    reader = replace(model, rights=frozenset({"read"}))

    refused = [(await house.dispatch.refuse(plan["id"], each)).plain() for each in (model, reader)]
    stored = (await house.dispatch.withdraw(plan["id"], reader)).plain()
    gone = (await house.dispatch.withdraw(plan["id"], model)).plain()

    assert [each["error"]["code"] for each in (*refused, stored)] == ["not_allowed"] * 3
    assert gone["result"]["state"] == "withdrawn"


@pytest.mark.parametrize("end", ["refuse", "withdraw"])
async def test_what_was_sent_or_ended_is_not_ended_again(house: House, end: str) -> None:
    """Nothing that may be in the books is reported as refused."""
    plan, begun = await proposed(house), await proposed(house, "Karori Veterinary Clinic")
    await house.carry_out(plan)
    await house.dispatch.approve(begun["id"], begun["hash"], house.person)
    async with house.runtime.store.write("default") as tx:  # a call of it went out, and its process died
        sent = update(plan_steps).where(plan_steps.c.plan_id == begun["id"])
        await tx.execute(sent.values(sent_at=house.runtime.clock.now()))

    answers = [(await getattr(house.dispatch, end)(each["id"], house.person)).plain() for each in (plan, begun)]

    assert [each["error"]["code"] for each in answers] == ["conflict", "conflict"]


async def test_what_was_not_executed_cannot_be_undone(house: House) -> None:
    """Nor what may have been: first it is to be known."""
    plan = (await house.call("create_contact", name="Ngaio Florist"))["plan"]

    waits = (await house.dispatch.undo(plan["id"], house.person)).plain()
    async with house.runtime.store.write("default") as tx:
        await tx.execute(update(plans).where(plans.c.id == plan["id"]).values(state="unknown"))
    unknown = (await house.dispatch.undo(plan["id"], house.person)).plain()

    assert plan["undo"] is not None
    assert [each["error"]["message"] for each in (waits, unknown)] == [
        "This plan cannot be undone: it is proposed.",
        "This plan cannot be undone: it is unknown.",
    ]


async def test_bank_lines_of_a_refused_plan_are_free_again(house: House) -> None:
    """Another plan may take them at once."""
    plan = await proposed(house)
    claim = Claim(
        account_id="a", line_id="l", day="2026-06-01", amount="1.00", currency="NZD", words="{}", steps=[0]
    )  # fmt: skip
    stored = await house.runtime.plans.plan("default", plan["id"])
    held = msgspec_replace(stored, claim)
    async with house.runtime.store.write("default") as tx:
        await tx.execute(
            statement_lines.insert().values(
                workspace_id="default", tenant_id=house.organisation, account_id="a", line_id="l", day="2026-06-01",
                amount="1.00", currency="NZD", words="{}", state="planned", plan_id=plan["id"],
                imported_at=house.runtime.clock.now(),
            )
        )  # fmt: skip

    await house.runtime.plan_endings.refuse(house.person, held)

    async with house.runtime.store.read("default") as tx:
        row = (await tx.execute(select(statement_lines.c.state, statement_lines.c.plan_id))).one()
    assert tuple(row) == ("open", None)


def msgspec_replace(plan: Any, claim: Claim) -> Any:
    """The plan as if it had reserved that line."""
    import msgspec

    proposal = msgspec.structs.replace(plan.proposal, lines=[claim])
    return msgspec.structs.replace(plan, proposal=proposal)


async def test_plans_are_listed_by_state_and_organisation_page_by_page(house: House) -> None:
    """Each once, the newest first, also those of one instant."""
    names = ["Ngaio Travel", "Karori Veterinary Clinic", "Kauri Grove Cafe"]
    made = [(await proposed(house, name))["id"] for name in names]
    await house.dispatch.refuse(made[0], house.person)
    lists = house.runtime.plan_lists
    seen: list[str] = []
    cursor = None
    while True:
        page = await lists.page("default", limit=1, cursor=cursor)
        seen += [plan.id for plan in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break

    assert sorted(seen) == sorted(made)
    refused = await lists.page("default", states=["refused"])
    assert [(plan.id, plan.view().organisation.name) for plan in refused.items] == [
        (made[0], "Harbour Street Studio Limited")
    ]
    other = next(tenant for tenant in house.sandbox.organisations if tenant != house.organisation)
    assert (await lists.page("default", tenant_id=other)).items == []


async def test_a_beginning_that_no_other_plan_has_names_a_plan(house: House) -> None:
    """With or without `plan_`; one that several have is answered with those; too short a one names none."""
    plan = await proposed(house)
    duplicate = f"{plan['id'][:12]}{'0' * 13}"
    find = house.runtime.plan_lists.find

    assert [await find("default", plan["id"][:length]) for length in (25, 12, 9)] == [plan["id"]] * 3
    assert await find("default", plan["id"].removeprefix("plan_")[:6]) == plan["id"]
    for invalid in ("plan_", "pla", "", "%", plan["id"][:8], f"{plan['id']}0", "plan_' OR 1=1"):
        with pytest.raises(NotFound):
            await find("default", invalid)
    with pytest.raises(NotFound):
        await find("other", plan["id"])
    async with house.runtime.store.write("default") as tx:
        row = dict((await tx.execute(select(plans).where(plans.c.id == plan["id"]))).mappings().one())
        await tx.execute(plans.insert().values({**row, "id": duplicate}))
    with pytest.raises(Ambiguous) as reported:
        await find("default", plan["id"][:12])
    assert duplicate in reported.value.fields[0].message
