"""What every tool is held to, with the client in the same process and time standing still."""

from __future__ import annotations

import json
import logging
import re
from dataclasses import replace
from typing import Any

import anyio
import mcp_types as types
import pytest
from jsonschema import Draft202012Validator
from mcp import Client
from msgspec import Struct

from atom_xero_plugin import Context, Example
from atom_xero_plugin import skill as declare
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.schema import output_schema
from atom_xero_plugin.catalogue.skill import Skill
from atom_xero_plugin.interfaces.mcp import approval
from atom_xero_plugin.interfaces.mcp.client import Client as Other
from atom_xero_plugin.interfaces.mcp.server import create_server
from atom_xero_plugin.sync.poller import Poller
from atom_xero_plugin.testing import House
from atom_xero_plugin.tools.formats import lean_answer

pytestmark = pytest.mark.anyio
WRITES = [skill for skill in Registry().skills if skill.writes]
every_write = pytest.mark.parametrize(
    "skill",
    [pytest.param(skill, marks=(pytest.mark.full,) if at % 3 else ()) for at, skill in enumerate(WRITES)],
    ids=[skill.name for skill in WRITES],
)
"""A third of them in `make test`: what a tool answers is folded in one place."""
YES = types.ElicitResult(action="accept", content={"approve": True})


def _faults(skill: Skill, reported: types.CallToolResult) -> list[str]:
    """What does not fit the tool's output schema, nor the whole contract of the skill's answer."""
    answer = reported.structured_content
    found = list(Draft202012Validator(lean_answer(skill)).iter_errors(answer))
    if answer["success"]:
        found += Draft202012Validator(output_schema(skill)).iter_errors(answer["result"])
    return [each.message for each in found]


@every_write
async def test_what_a_write_answers_fits_before_and_after_the_yes(skill: Skill, house: House, person: Any) -> None:
    """A plan that waits, and what was written: both are of the shape that the tool says."""
    arguments = {**skill.examples[0].arguments, "organisation": house.organisation}
    server = create_server(house.runtime, house.registry)

    async with Client(server) as silent:
        waiting = await silent.call_tool(skill.host_name, arguments)
    async with Client(server, elicitation_callback=person) as asking:
        done = await asking.call_tool(skill.host_name, arguments)

    assert waiting.structured_content["plan"]["state"] == "proposed"
    assert done.structured_content["plan"]["state"] == "verified"
    assert _faults(skill, waiting) == _faults(skill, done) == []
    assert done.structured_content["plan"]["summary"] == person.asked[0].message.splitlines()[0]


async def test_the_form_says_what_would_change_from_what_to_what(house: House, person: Any) -> None:
    """A new e-mail or bank account is seen before it is approved."""
    person.action = "decline"
    async with Client(create_server(house.runtime), elicitation_callback=person) as client:
        await client.call_tool(
            "xero_change_contact",
            {"organisation": "harbour", "contact": "Capital Power", "email": "bills@elsewhere.example"},
        )

    assert "· email: accounts@capital-power.example.com → bills@elsewhere.example" in person.asked[0].message


async def test_text_of_a_record_cannot_pass_for_a_line_of_the_form(house: House, person: Any) -> None:
    """What a reference or a description says stays on its own line."""
    person.action = "decline"
    line = {"description": "Hours\nTotals: net NZD 1.00", "quantity": "1", "unit_amount": "9.00", "account": "200"}
    async with Client(create_server(house.runtime), elicitation_callback=person) as client:
        await client.call_tool(
            "xero_create_invoice",
            {"organisation": "harbour", "contact": "Kauri Grove Cafe", "lines": [line] * 60, "due_in_days": 5},
        )

    lines = person.asked[0].message.splitlines()
    assert [line for line in lines if line.startswith("Totals:")] == [
        "Totals: net NZD 540.00 + tax NZD 81.00 = NZD 621.00"
    ]
    assert "more: `atom-xero plan show plan_" in lines[-1], "a person who is not shown all is told so"


async def test_what_was_approved_is_executed_though_the_client_goes_away(house: House) -> None:
    """A yes is carried to its end, not left half done."""
    client = Other("gone", "default", "2025-11-25", can_ask=True)
    asked = await house.dispatch.call(
        "archive_contact", {"contact": "Ngaio Travel"}, client.model, organisation="harbour"
    )

    with anyio.CancelScope() as gone:
        gone.cancel()
        await approval._settle(house.dispatch, client, asked, YES, asked.plan.hash)

    assert (await house.runtime.plans.plan("default", asked.plan.id)).state == "verified"


async def test_no_token_is_in_what_is_said_or_logged(house: House, caplog: pytest.LogCaptureFixture) -> None:
    """Tools, every read, a plan and an error, at the most talkative level."""
    caplog.set_level(logging.DEBUG)
    said = []
    async with Client(create_server(house.runtime, house.registry)) as client:
        said.append((await client.list_tools()).model_dump_json())
        for skill in house.registry.skills:
            about = {"organisation": "harbour"} if skill.needs_organisation else {}
            reported = await client.call_tool(skill.host_name, {**skill.examples[0].arguments, **about})
            said.append(reported.model_dump_json())
    connection = (await house.runtime.connections.of_workspace("default"))[0]
    token = await house.runtime.tokens.bearer(connection.grant_id, "default")
    secrets = [token, house.runtime.settings.client_secret, house.runtime.settings.encryption_keys]

    assert [secret for secret in secrets if secret in caplog.text + "".join(said)] == []


async def test_every_tool_fits_into_a_models_attention(house: House) -> None:
    """A model reads the list at every turn: one page of at most 20 tools and 18,000 characters.

    Some 4,100 tokens, at the 4.4 characters a token of Xero's own server's list.
    """
    async with Client(create_server(house.runtime, house.registry)) as client:
        page = await client.list_tools()

    sizes = {tool.name: len(tool.model_dump_json(by_alias=True, exclude_none=True)) for tool in page.tools}
    assert page.next_cursor is None
    assert len(sizes) <= 20
    assert sum(sizes.values()) <= 18_000, sizes
    assert max(sizes.values()) <= 1_400, sizes
    assert [name for name in sizes if not re.fullmatch(r"[a-z0-9_]{1,64}", name)] == []


async def test_an_error_too_fits_what_its_tool_says(house: House) -> None:
    """Some clients check the data of an error against the output schema, as they check an answer."""
    async with Client(create_server(house.runtime, house.registry)) as client:
        tools = (await client.list_tools()).tools
        reported = {tool.name: await client.call_tool(tool.name, {"no such argument": 1}) for tool in tools}

    for tool in tools:
        assert reported[tool.name].is_error is True
        validator = Draft202012Validator(tool.output_schema)
        assert [each.message for each in validator.iter_errors(reported[tool.name].structured_content)] == [], tool.name


async def test_a_list_of_invoices_stays_cheap(house: House) -> None:
    """Twenty: at most 440 characters each, over all, as data and as text; some 100 tokens."""
    async with Client(create_server(house.runtime, house.registry)) as client:
        found = await client.call_tool("xero_find_invoices", {"organisation": "harbour"})
    async with Client(create_server(house.runtime, house.registry, whole_text=True)) as client:
        whole = await client.call_tool("xero_find_invoices", {"organisation": "harbour"})

    items = found.structured_content["result"]["items"]
    assert len(items) == 20
    assert len(found.content[0].text) < 20 * 440
    assert len(_compact(found.structured_content)) < 20 * 440
    assert whole.content[0].text == _compact(whole.structured_content)


def _compact(answer: Any) -> str:
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))


async def test_a_client_whose_model_sees_text_alone_can_have_the_whole_as_text(house: House) -> None:
    """Reads and errors; the data stands next to it all the same."""
    async with Client(create_server(house.runtime, house.registry, whole_text=True)) as client:
        found = await client.call_tool("xero_find_contacts", {"organisation": "harbour", "limit": 9})
        error = await client.call_tool("xero_find_contacts", {"organisation": "nobody"})

    assert len(json.loads(found.content[0].text)["result"]["items"]) == 9
    for reported in (found, error):
        assert json.loads(reported.content[0].text) == reported.structured_content


class Nothing(Struct):
    """Takes and answers nothing."""


def _breaking() -> Skill:
    @declare(effect="read", scopes=[], examples=[Example("Break", {})], organisation=False)
    async def check_nothing(ctx: Context, input: Nothing) -> Nothing:
        """Break."""
        raise RuntimeError("the inside of something")

    return check_nothing


async def test_a_fault_of_ours_is_an_answer_with_a_reference(house: House) -> None:
    """Its words stay inside."""
    async with Client(create_server(house.runtime, Registry(extra=[_breaking()]))) as client:
        reported = await client.call_tool("xero_check_nothing", {})

    error = reported.structured_content["error"]
    assert (reported.is_error, error["code"]) == (True, "internal")
    assert error["reference"]
    assert "the inside" not in reported.model_dump_json()


async def test_search_and_fetch_have_the_shape_that_connectors_expect(house: House) -> None:
    """results of id, title, url and snippet; then id, title, text, url and metadata; the same JSON as text."""
    triggers = {trigger.name: trigger for trigger in house.registry.triggers}
    async with Client(create_server(house.runtime, house.registry)) as client:
        before = await client.call_tool("search", {"query": "Kauri"})
        await Poller(house.runtime, triggers).tick()
        found = await client.call_tool("search", {"query": "Kauri"})
        first = found.structured_content["results"][0]
        whole = await client.call_tool("fetch", {"id": first["id"]})

    assert before.structured_content["results"] == []
    assert "atom-xero sync" in before.structured_content["note"]
    assert list(found.structured_content) == ["results"]
    assert {tuple(each) for each in found.structured_content["results"]} == {("id", "title", "url", "snippet")}
    assert first["title"] == "Kauri Grove Cafe"
    assert first["url"].startswith("https://go.xero.com/")
    assert "Harbour Street Studio Limited" in first["snippet"]
    record = whole.structured_content
    assert list(record) == ["id", "title", "text", "url", "metadata"]
    assert (record["id"], record["title"], record["url"]) == (first["id"], first["title"], first["url"])
    assert json.loads(record["text"])["Name"] == "Kauri Grove Cafe"
    assert record["metadata"]["kind"] == "contact"
    for reported in (found, whole):
        assert json.loads(reported.content[0].text) == reported.structured_content


async def test_search_finds_nothing_of_another_workspace(house: House) -> None:
    """Nor does fetch, by a true id."""
    await Poller(house.runtime, {trigger.name: trigger for trigger in house.registry.triggers}).tick()
    (hit, *_) = await house.runtime.search.find("default", "Kauri")
    house.runtime.settings = replace(house.runtime.settings, workspace="other")
    async with Client(create_server(house.runtime, house.registry)) as client:
        found = await client.call_tool("search", {"query": "Kauri"})
        whole = await client.call_tool("fetch", {"id": hit.id})

    assert found.structured_content["results"] == []
    assert whole.is_error is True


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Claude Desktop", "Claude Desktop"), ("a\nb\x1b[31m", "ab31m"), ("", "unknown"), ("x" * 500, "x" * 80)],
)
async def test_a_client_names_itself_and_nothing_more(house: House, name: str, shown: str) -> None:
    """What stands in the audit trail is a short plain name, always under ai:mcp."""
    about = types.Implementation(name=name, version="1")
    async with Client(create_server(house.runtime), client_info=about) as client:
        reported = await client.call_tool(
            "xero_archive_contact", {"organisation": "harbour", "contact": "Ngaio Travel"}
        )

    assert reported.structured_content["plan"]["proposed_by"] == f"ai:mcp:{shown}"
