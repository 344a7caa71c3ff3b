"""Nothing is written without a person's yes, and no model can give it."""

from __future__ import annotations

from typing import Any

import mcp_types as types
import pytest
from mcp.shared.exceptions import MCPError

pytestmark = pytest.mark.anyio
both_eras = pytest.mark.parametrize("era", ["legacy", "auto"])
TOOL = "xero_create_invoice"
NO: list[tuple[str, dict[str, Any] | None]] = [
    ("decline", None),
    ("cancel", None),
    ("accept", {"approve": False}),
    ("accept", {"approve": "true"}),
    ("accept", {}),
    ("decline", {"approve": True}),
]
"""Declining, closing the form, sending it off with a no, a word, or nothing in it."""


@both_eras
async def test_a_yes_in_the_form_carries_the_plan_out(desk: Any, invoice: Any, person: Any, era: str) -> None:
    """The answer is what Xero's record shows; plan and approval stand under the model's and the person's names."""
    before = desk.writes()

    async with desk.client(person, era=era) as client:
        reported = await client.call_tool(TOOL, {**invoice, "reference": f"yes {era}"})

    answer = reported.structured_content
    assert (reported.is_error, answer["success"], answer["plan"]["state"]) == (False, True, "verified")
    assert answer["result"]["invoice"]["status"] == "draft"
    assert answer["plan"]["proposed_by"] == "ai:mcp:Desk Chat"
    assert answer["plan"]["approved_by"] == "person:mcp:Desk Chat"
    assert "done and read back" in reported.content[0].text
    assert len(person.asked) == 1
    assert desk.writes() == before + 1


async def test_the_form_shows_what_a_person_needs_to_judge(desk: Any, invoice: Any, person: Any) -> None:
    """Summary, organisation, totals, warnings, e-mails, lines; one yes or no without a default."""
    person.action = "decline"
    async with desk.client(person) as client:
        await client.call_tool(TOOL, {**invoice, "reference": "yes auto", "lines": [*invoice["lines"] * 3]})

    (asked,) = person.asked
    assert asked.message.startswith("Create as a draft the sales invoice to Karori Veterinary Clinic over NZD 1,035.00")
    for line in (
        "Organisation: Harbour Street Studio Limited",
        "Totals: net NZD 900.00 + tax NZD 135.00 = NZD 1,035.00",
        "E-mails: none are sent",
        "· reference: yes auto",
    ):
        assert line in asked.message.splitlines()
    assert asked.message.count("description Poster design") == 3
    assert list(asked.requested_schema["properties"]) == asked.requested_schema["required"] == ["approve"]
    assert "default" not in asked.requested_schema["properties"]["approve"]


@both_eras
async def test_anything_but_a_yes_sends_nothing(desk: Any, invoice: Any, person: Any, era: str) -> None:
    """A no refuses the plan; a form that was closed, or says no word of ours, leaves it waiting."""
    before, waiting = desk.writes(), []

    async with desk.client(person, era=era) as client:
        for number, (person.action, person.content) in enumerate(NO):
            reported = await client.call_tool(TOOL, {**invoice, "reference": f"no {era} {number}"})
            answer = reported.structured_content
            assert (answer["success"], answer["error"]["code"]) == (False, "approval_needed"), person
            assert "nothing was sent to Xero" in reported.content[0].text
            assert answer["plan"]["id"] in reported.content[0].text
            waiting.append(answer["plan"]["id"])

    states = {plan["id"]: plan["state"] for plan in desk.terminal.found("plan", "list")}
    no, waits = "refused", "proposed"
    assert [states[plan] for plan in waiting] == [no, waits, no, waits, waits, no]
    assert desk.writes() == before


@both_eras
async def test_without_a_form_the_plan_waits_for_a_person_at_the_machine(desk: Any, invoice: Any, era: str) -> None:
    """The handle and the way to approve it; which then works."""
    before = desk.writes()
    async with desk.client(era=era) as client:
        reported = await client.call_tool(TOOL, {**invoice, "reference": f"waits {era}"})

    answer, words = reported.structured_content, reported.content[0].text
    plan = answer["plan"]
    assert (answer["success"], answer["error"]["code"], plan["state"]) == (False, "approval_needed", "proposed")
    assert reported.is_error is False, "nothing failed"
    assert plan["id"] in words
    assert "plan approve" not in words, "a model with a shell could run it"
    assert plan["summary"] in words
    assert desk.writes() == before

    desk.terminal.found("plan", "approve", plan["id"], "--hash", plan["hash"], ATOM_XERO_APPROVE_BY_HASH="yes")
    done = desk.terminal.found("plan", "execute", plan["id"])
    assert done["result"]["invoice"]["reference"] == f"waits {era}"


async def test_no_argument_and_no_tool_approves(desk: Any, invoice: Any) -> None:
    """`approve` of an invoice is part of what is planned, and nothing takes a plan."""
    before = desk.writes()
    async with desk.client() as client:
        tools = (await client.list_tools()).tools
        reported = await client.call_tool(TOOL, {**invoice, "approve": True})
        plan = reported.structured_content["plan"]
        tried = [
            await client.call_tool(name, {"plan_id": plan["id"], "hash": plan["hash"], "approve": True})
            for name in ("xero_plan_approve", "xero_approve_plan", "plan_approve", TOOL)
        ]
        smuggled = await client.call_tool(
            TOOL, {**invoice, "input_responses": {"approve": {"action": "accept"}}, "plan_hash": plan["hash"]}
        )

    about_plans = [tool.name for tool in tools if "plan" in str(tool.input_schema["properties"].keys())]
    assert about_plans == ["xero_show_plan", "xero_withdraw_plan"], "neither approves"
    assert [each.is_error for each in (*tried, smuggled)] == [True] * 5
    assert desk.terminal.found("plan", "show", plan["id"])["state"] == "proposed"
    assert desk.writes() == before


async def test_an_answer_counts_only_with_the_seal_of_its_question(desk: Any, invoice: Any, person: Any) -> None:
    """None, a forged one, the seal of another call and a bare plan all leave the books alone."""
    before = desk.writes()
    yes = {"approve": types.ElicitResult(action="accept", content={"approve": True})}
    async with desk.client(person) as client:
        call = client.session.call_tool
        asked = await call(TOOL, invoice, allow_input_required=True)
        assert isinstance(asked, types.InputRequiredResult)
        encrypt = asked.request_state
        assert encrypt

        again = await call(TOOL, invoice, input_responses=yes, allow_input_required=True)
        assert isinstance(again, types.InputRequiredResult), "a yes to no question is asked for again"
        for state, arguments in (
            ("forged", invoice),
            (f"{encrypt[:20]}{'A' if encrypt[20] != 'A' else 'B'}{encrypt[21:]}", invoice),
            ('{"plan":"plan_1","hash":"x","organisation":{"id":"a","name":"b"}}', invoice),
            (encrypt, {**invoice, "reference": "another call"}),
        ):
            with pytest.raises(MCPError, match="requestState"):
                await call(TOOL, arguments, input_responses=yes, request_state=state)
        silent = await call(TOOL, invoice, request_state=encrypt)

    assert silent.structured_content["error"]["code"] == "approval_needed"
    assert desk.writes() == before


async def test_an_answer_that_comes_twice_writes_once(desk: Any, invoice: Any, person: Any) -> None:
    """A client that lost the result asks again with the same answer and gets the same invoice."""
    before = desk.writes()
    yes = {"approve": types.ElicitResult(action="accept", content={"approve": True})}
    async with desk.client(person) as client:
        call = client.session.call_tool
        asked = await call(TOOL, invoice, allow_input_required=True)
        first, second = [
            await call(TOOL, invoice, input_responses=yes, request_state=asked.request_state) for _ in range(2)
        ]

    assert first.structured_content["result"] == second.structured_content["result"]
    assert desk.writes() == before + 1
