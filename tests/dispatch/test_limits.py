"""A caller that is limited to organisations and skills is refused all others, before anything is asked of Xero."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from atom_xero_plugin.catalogue.context import Caller, Limits
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
STUDIO, OTHER = "Harbour Street Studio Limited", "Bright Wattle Supplies Pty Ltd"
LINE = {"description": "Poster design", "quantity": "2", "unit_amount": "150.00", "account": "200"}
DRAFT = {"contact": "Karori Veterinary Clinic", "lines": [LINE], "due_in_days": 14}


def limited(house: House, *, organisations: bool = True, skills: tuple[str, ...] | None = None) -> Caller:
    """A person's token for the studio alone, or for some skills."""
    held = Limits(
        frozenset({house.organisation}) if organisations else None, None if skills is None else frozenset(skills)
    )
    return replace(house.person, actor="person:office (tok_1)", limits=held)


async def refused(house: House, answer: dict[str, Any], before: int) -> str:
    """What was said to a caller that was refused, and that Xero was asked nothing for it."""
    assert (answer["success"], answer["error"]["code"]) == (False, "not_allowed"), answer
    assert answer["error"]["may_have_written"] is False
    assert house.sandbox.requests.total == before
    return str(answer["error"]["message"])


async def test_another_organisation_is_refused_and_nothing_asked_of_xero(house: House) -> None:
    """By its name, a part of it, and its id; for reads and writes."""
    caller, before = limited(house), house.sandbox.requests.total
    other = next(each for each in house.sandbox.organisations if each != house.organisation)
    for named in (OTHER, "wattle", other):
        for skill, arguments in (("find_accounts", {}), ("create_invoice", DRAFT)):
            answer = await house.dispatch.call(skill, arguments, caller, organisation=named)
            assert "limited to other organisations" in await refused(house, answer.plain(), before)
    assert await house.runtime.plans.counts(caller.workspace_id) == {}


async def test_the_only_organisation_that_is_allowed_need_not_be_named(house: House) -> None:
    """The other is never meant; what the workspace has besides is not shown."""
    caller = limited(house)
    found = (await house.dispatch.call("find_accounts", {}, caller)).plain()
    listed = (await house.dispatch.call("list_organisations", {}, caller)).plain()
    typo = (await house.dispatch.call("find_accounts", {}, caller, organisation="nobody here")).plain()

    assert found["organisation"]["name"] == STUDIO
    assert [each["name"] for each in listed["result"]["items"]] == [STUDIO]
    assert typo["error"]["code"] == "not_found"
    assert OTHER not in str(typo)


async def test_another_skill_is_refused_and_nothing_asked_of_xero(house: House) -> None:
    """Also with the rights to everything; the answer lists what it may run."""
    caller, before = limited(house, organisations=False, skills=("find_accounts",)), house.sandbox.requests.total
    answer = await house.dispatch.call("create_invoice", DRAFT, caller, organisation="harbour")

    assert "create_invoice" in await refused(house, answer.plain(), before)
    assert "find_accounts" in answer.plain()["error"]["hint"]
    assert (await house.dispatch.call("find_accounts", {}, caller, organisation="harbour")).success


@pytest.mark.parametrize("act", ["approve", "execute", "refuse", "withdraw", "undo"])
async def test_plans_of_others_are_out_of_reach(house: House, act: str) -> None:
    """Of another organisation, and of another skill: neither approved, executed, refused, withdrawn nor undone."""
    plan = (await house.call("create_invoice", **DRAFT))["plan"]
    elsewhere = replace(limited(house), limits=Limits(frozenset({"another"})))
    reader = limited(house, skills=("find_accounts",))
    before = house.sandbox.requests.total
    for caller in (elsewhere, reader):
        arguments = (plan["id"], plan["hash"], caller) if act == "approve" else (plan["id"], caller)
        answer = await getattr(house.dispatch, act)(*arguments)
        await refused(house, answer.plain(), before)
    assert await house.runtime.plans.counts(house.person.workspace_id) == {"proposed": 1}


async def test_plans_within_the_limits_go_their_way(house: House) -> None:
    """Made, approved and executed by one token."""
    caller = limited(house, skills=("create_invoice",))
    made = (await house.dispatch.call("create_invoice", DRAFT, caller)).plain()
    done = await house.dispatch.approve_and_execute(
        (await house.dispatch.plan(caller.workspace_id, made["plan"]["id"])).view(), made["plan"]["hash"], caller
    )

    assert done.success, done.plain()


async def test_plans_of_others_are_not_shown(house: House) -> None:
    """Neither in the list nor by id."""
    plan = (await house.call("create_invoice", **DRAFT))["plan"]
    caller = replace(limited(house), limits=Limits(frozenset({"another"})))
    listed = (await house.dispatch.call("show_plan", {}, caller)).plain()
    named = (await house.dispatch.call("show_plan", {"plan": plan["id"]}, caller)).plain()

    assert plan["id"] not in str(listed)
    assert named["error"]["code"] == "not_found"
