"""`/api/agents`: who writes in the workspace, what became of their plans, and how a person ends one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx2
import pytest
from support.service import HARBOUR, Served, error_of, result_of

from atom_xero_plugin.catalogue.context import Caller

pytestmark = pytest.mark.anyio
DESK = Caller("default", "ai:mcp:Desk Chat", kind="ai", rights=frozenset({"read", "write"}))
"""An AI program at standard input and output: known by its name alone."""


async def agents(program: httpx2.AsyncClient) -> dict[str, dict[str, Any]]:
    """The agents by id."""
    return {each["id"]: each for each in result_of(await program.get("/api/agents"))["items"]}


async def contact(program: httpx2.AsyncClient, name: str) -> dict[str, Any]:
    """The plan of a contact that a program asks for."""
    body = {"arguments": {"name": name}, "organisation": "harbour"}
    plan: dict[str, Any] = (await program.post("/api/skills/create_contact", json=body)).json()["plan"]
    return plan


async def test_each_agent_is_listed_with_its_rights_and_what_became_of_its_plans(on_each: Served) -> None:
    """On both databases: made, approved, refused; who approved; who only looks on."""
    await on_each.connect("default", HARBOUR)
    text = await on_each.token("read", "write")
    async with await on_each.program() as boss, on_each.client(text) as flow:
        first, second, _ = [await contact(flow, name) for name in ("Pukeko Press", "Weka Works", "Kea Kites")]
        approved = await boss.post(f"/api/plans/{first['id']}/approve", json={"hash": first["hash"]})
        await boss.post(f"/api/plans/{second['id']}/refuse", json={})
        found = await agents(boss)
    boss_id, flow_id = (on_each.tokens[each] for each in (next(t for t in on_each.tokens if t != text), text))
    made, gave = found[flow_id], next(each for each in found.values() if each["approvals_given"])

    assert approved.status_code == 200
    assert (made["name"], made["kind"], made["rights"], made["works"]) == (
        "tester",
        "workflow",
        ["read", "write"],
        True,
    )
    assert [made[each] for each in ("plans_made", "plans_approved", "plans_allowed", "plans_refused")] == [3, 1, 0, 1]
    assert [each["name"] for each in made["wrote_in"]] == [HARBOUR]
    assert made["organisations"] is made["skills"] is None
    assert made["last_used_at"] is not None
    assert (gave["approvals_given"], gave["plans_made"], gave["kind"]) == (1, 0, "person")
    assert boss_id in found


async def test_a_token_that_is_limited_shows_to_what(served: Served) -> None:
    """By the names of its organisations and skills."""
    limits = {"organisations": [served.house.organisation], "skills": ["create_contact"]}
    await served.token("read", "write", **limits)
    async with await served.program() as boss:
        (found,) = [each for each in (await agents(boss)).values() if each["skills"]]

    assert [each["name"] for each in found["organisations"]] == [HARBOUR]
    assert found["skills"] == ["create_contact"]


async def test_a_token_is_ended_at_once(served: Served) -> None:
    """Its next request is not answered; it stays in the list, as one that no longer works."""
    text = await served.token("read", "write")
    async with await served.program() as boss, served.client(text) as flow:
        ended = result_of(await boss.post("/api/agents/end", json={"agent": served.tokens[text]}))
        refused = await flow.get("/api/plans")
        again = await boss.post("/api/agents/end", json={"agent": served.tokens[text]})

    assert (ended["id"], ended["works"]) == (served.tokens[text], False)
    assert refused.status_code == 401
    assert (again.status_code, error_of(again)["code"]) == (409, "conflict")


async def test_an_ai_program_without_a_token_is_ended_by_its_name(served: Served) -> None:
    """It makes no plan any more, none that waits is approved, and others go on; the policy can be ended again."""
    ask = served.service.dispatcher.call
    waits = (await ask("create_contact", {"name": "Tui Tea"}, DESK, organisation="harbour")).plain()["plan"]
    other = replace(DESK, actor="ai:mcp:Desk Chatter")
    async with await served.program() as boss:
        ended = result_of(await boss.post("/api/agents/end", json={"agent": "desk chat"}))
        refused = await ask("create_contact", {"name": "Kea Kites"}, DESK, organisation="harbour")
        late = await boss.post(f"/api/plans/{waits['id']}/approve", json={"hash": waits["hash"]})
        goes_on = await ask("create_contact", {"name": "Kea Kites"}, other, organisation="harbour")
        await boss.delete(f"/api/policies/{ended['ended_by'][0]}")
        after = (await agents(boss))[DESK.actor]

    assert (ended["id"], ended["works"], ended["kind"], ended["plans_made"]) == (DESK.actor, False, "ai", 1)
    assert refused.plain()["error"]["code"] == error_of(late)["code"] == "not_allowed"
    assert goes_on.plain()["error"]["code"] == "approval_needed"
    assert (after["works"], after["ended_by"]) == (True, [])


async def test_only_a_person_who_approves_and_administers_ends_an_agent(served: Served) -> None:
    """And only one who administers sees them."""
    async with await served.program("read", "write", "approve") as person, await served.program("admin") as program:
        seen = await person.get("/api/agents")
        tried = [await each.post("/api/agents/end", json={"agent": "tester"}) for each in (person, program)]

    assert [each.status_code for each in (seen, *tried)] == [403, 403, 403]


async def test_a_name_that_nobody_or_several_have_ends_none(served: Served) -> None:
    """The answer says what to give instead."""
    async with await served.program() as boss, await served.program("read"):
        nobody = await boss.post("/api/agents/end", json={"agent": "nobody"})
        several = await boss.post("/api/agents/end", json={"agent": "tester"})
        left = await agents(boss)

    assert (nobody.status_code, several.status_code) == (404, 409)
    assert error_of(several)["code"] == "ambiguous"
    assert all(each["works"] for each in left.values())


async def test_people_at_a_terminal_are_no_agents(served: Served) -> None:
    """They stand in the audit trail."""
    await served.house.call("create_contact", name="Tui Tea")
    async with await served.program() as boss:
        found = await agents(boss)

    assert all(each["id"].startswith("tok_") for each in found.values())
