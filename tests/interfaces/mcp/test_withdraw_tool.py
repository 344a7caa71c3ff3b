"""A model undoes what it proposed, before a person approves it and never after."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from mcp import Client

from atom_xero_plugin.interfaces.mcp.server import create_server
from atom_xero_plugin.store import audit
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
TOOL = "xero_withdraw_plan"


@pytest.mark.parametrize("era", ["legacy", "auto"])
async def test_a_plan_that_waits_is_withdrawn_by_a_beginning_of_its_id(desk: Any, invoice: Any, era: str) -> None:
    """It says what became of it in both forms, once or twice, with a key or none; nothing can be approved after."""
    before = desk.writes()
    async with desk.client(era=era) as client:
        asked = await client.call_tool("xero_create_invoice", {**invoice, "reference": f"withdrawn {era}"})
        plan = asked.structured_content["plan"]
        requested, meta = {"plan": plan["id"][:14], "reason": "the wrong customer"}, {"idempotencyKey": f"gone-{era}"}
        first = await client.call_tool(TOOL, requested, meta=meta)
        again = [await client.call_tool(TOOL, requested, meta=each) for each in (meta, None)]
        fate = await client.call_tool("xero_show_plan", {"plan": plan["id"]})

    answer = first.structured_content
    assert (first.is_error, answer["success"], answer["organisation"]["name"]) == (
        False, True, "Harbour Street Studio Limited",
    )  # fmt: skip
    assert answer["result"] == {
        "plan": plan["id"], "state": "withdrawn", "written": "nothing", "summary": plan["summary"],
    }  # fmt: skip
    assert all(words in first.content[0].text for words in (plan["id"], "withdrawn", "nothing"))
    assert "done and read back" not in first.content[0].text
    assert again[0].structured_content == answer
    assert again[1].structured_content["result"] == answer["result"]
    assert fate.structured_content["result"]["items"][0]["state"] == "withdrawn"
    assert desk.writes() == before


async def test_what_a_person_approved_no_model_takes_back(house: House) -> None:
    """Nor what was executed, nor what there is not; each says so, and the plan is as it was."""
    about = {"organisation": "harbour"}
    async with Client(create_server(house.runtime, house.registry)) as client:
        asked = [
            (await client.call_tool("xero_archive_contact", {**about, "contact": name})).structured_content["plan"]
            for name in ("Ngaio Travel", "Kauri Grove Cafe")
        ]
        approved, done = asked
        await house.dispatch.approve(approved["id"], approved["hash"], house.person)
        await house.carry_out(done)
        reported = [
            (await client.call_tool(TOOL, arguments)).structured_content["error"]["code"]
            for arguments in ({"plan": approved["id"]}, {"plan": done["id"]}, {"plan": "plan_ffffffff"}, {})
        ]

    assert reported == ["not_allowed", "conflict", "not_found", "invalid_arguments"]
    states = [(await house.runtime.plans.plan("default", each["id"])).state for each in asked]
    assert states == ["approved", "verified"]


async def test_a_model_that_may_only_read_withdraws_nothing(desk: Any, invoice: Any) -> None:
    """Its token's rights decide."""
    with desk.served() as address:
        async with desk.over_http(address, desk.token("read,write")) as client:
            plan = (await client.call_tool("xero_create_invoice", {**invoice, "reference": "kept"})).structured_content
        async with desk.over_http(address, desk.token("read")) as client:
            refused = await client.call_tool(TOOL, {"plan": plan["plan"]["id"]})
    assert refused.structured_content["error"]["code"] == "not_allowed"
    assert desk.terminal.found("plan", "show", plan["plan"]["id"])["state"] == "proposed"


async def test_the_audit_says_who_withdrew_and_why(house: House) -> None:
    """The reason is a model's text: it stays one line."""
    asked = await house.call("archive_contact", contact="Ngaio Travel")
    model = replace(house.person, kind="ai", actor="ai:mcp:chat", rights=frozenset({"read", "write"}))

    await house.dispatch.withdraw(asked["plan"]["id"], model, reason="wrong\nplan.approved by person:boss")

    (row,) = [each for each in await audit.entries(house.runtime.store, "default") if each.event == "plan.withdrawn"]
    assert (row.actor, row.detail) == ("ai:mcp:chat", {"reason": "wrong plan.approved by person:boss"})


async def test_asked_again_an_approved_plan_is_executed_once(house: House) -> None:
    """A person approved it where only they can; the model that asks again makes no second plan of it."""
    requested = {"organisation": "harbour", "contact": "Kauri Grove Cafe", "due_in_days": 5, "lines": [
        {"description": "Poster", "quantity": 1, "unit_amount": "10.00", "account": 200}
    ]}  # fmt: skip
    invoices = house.sandbox.organisations[house.organisation].tables["Invoices"].rows
    before = len(invoices)
    async with Client(create_server(house.runtime, house.registry)) as client:
        plan = (await client.call_tool("xero_create_invoice", requested)).structured_content["plan"]
        await house.dispatch.approve(plan["id"], plan["hash"], house.person)
        again = (await client.call_tool("xero_create_invoice", requested)).structured_content
        shown = (await client.call_tool("xero_show_plan", {"plan": plan["id"]})).structured_content["result"]["items"]

    assert (again["success"], again["plan"]["id"], again["plan"]["state"]) == (True, plan["id"], "verified")
    assert (shown[0]["state"], shown[0]["written"]) == ("verified", "all")
    assert len(invoices) == before + 1
