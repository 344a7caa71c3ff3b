"""Skills as tools over stdio, from the side of the SDK's own client."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.tools.folding import fold
from atom_xero_plugin.tools.formats import hints

pytestmark = pytest.mark.anyio
ERAS = ("legacy", "auto")
"""How a client opens: with the handshake of 2025, or as of 2026-07-28 without."""
OTHERS = ("xero_find_skill", "xero_run_read", "xero_run_write", "xero_withdraw_plan", "search", "fetch")


READS = (True, False)
ADDS = (False, False)
DESTROYS = (False, True)
HINTS = {
    "xero_approve_invoice": (*DESTROYS, True),  # a draft becomes a claim in the books
    "xero_archive_contact": (*DESTROYS, True),  # nobody can choose it any more
    "xero_change_contact": (*DESTROYS, True),  # what stood there is overwritten
    "xero_create_bill": (*ADDS, True),
    "xero_create_contact": (*ADDS, True),
    "xero_create_invoice": (*ADDS, True),
    "xero_find_accounts": (*READS, True),
    "xero_find_contacts": (*READS, True),
    "xero_find_invoices": (*READS, True),
    "xero_list_organisations": (*READS, False),  # kept here: Xero is not asked
    "xero_reconcile_statement": (*DESTROYS, True),  # payments change what is due
    "xero_record_payment": (*DESTROYS, True),  # what was due is due no more
    "xero_reverse_payment": (*DESTROYS, True),
    "xero_reverse_reconciliation": (*DESTROYS, True),
    "xero_show_invoice": (*READS, True),
    "xero_show_report": (*READS, True),
    "xero_suggest_matches": (*READS, True),
    "xero_void_invoice": (*DESTROYS, True),
    "xero_find_skill": (*READS, False),  # a list of what there is
    "xero_run_read": (*READS, True),
    "xero_run_write": (*DESTROYS, True),  # archives and reversals are behind it
    "xero_withdraw_plan": (False, False, False),  # nothing in the books changes
    "search": (*READS, False),  # what was synced is kept here
    "fetch": (*READS, False),
}
"""Of each: whether it only reads, does more than add, asks Xero."""


@pytest.mark.parametrize("era", ERAS)
async def test_every_tool_has_hints_that_are_true(desk: Any, era: str) -> None:
    """Name, title, description and four hints, in the catalogue's order; no write is idempotent, as MCP takes it."""
    own = {entry.host_name: Registry().skill(entry.name) for entry in fold(Registry().entries).own}

    async with desk.client(era=era) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}

    assert list(tools) == [*own, *OTHERS]
    for name, skill in own.items():
        assert (tools[name].title, tools[name].description) == (skill.title, " ".join(skill.description.split()))
    for name, tool in tools.items():
        given = tool.annotations
        reported = (given.read_only_hint, given.destructive_hint, given.open_world_hint)
        assert reported == HINTS.get(name, reported), name
        if name in own:
            assert given.model_dump(by_alias=True, exclude_none=True) == hints(own[name]), name
        assert given.idempotent_hint is (given.read_only_hint or name == "xero_withdraw_plan"), name


def test_the_hints_of_every_skill_are_true() -> None:
    """Of those that are folded too: a runner's hints are made from them."""
    for skill in Registry().skills:
        each = hints(skill)
        reported = (each["readOnlyHint"], each["destructiveHint"], each["openWorldHint"])
        assert reported == HINTS.get(skill.host_name, reported), skill.name
        assert reported[0] is (skill.effect == "read"), skill.name
        assert reported[1] is True or skill.effect != "destructive", skill.name


async def test_shapes_are_valid_and_name_the_organisation(desk: Any) -> None:
    """JSON Schema 2020-12 of objects, sent as they are: closed, without references."""
    async with desk.client() as client:
        tools = (await client.list_tools()).tools

    for tool in tools:
        for schema in (tool.input_schema, tool.output_schema):
            Draft202012Validator.check_schema(schema)
            assert schema["type"] == "object"
            assert "$ref" not in json.dumps(schema)
        assert tool.input_schema["additionalProperties"] is False
    alone = {tool.name for tool in tools if "organisation" not in tool.input_schema["properties"]}
    assert alone == {"xero_list_organisations", "xero_show_plan", *OTHERS}
    assert not any("organisation" in tool.input_schema.get("required", []) for tool in tools)


async def test_the_instructions_say_what_a_model_must_know(desk: Any) -> None:
    """Organisation, approval, amounts; and the organisations can be read as a resource."""
    async with desk.client() as client:
        said = client.instructions
        resource, _ = (await client.list_resources()).resources
        (organisations,) = (await client.read_resource(resource.uri)).contents

    assert all(word in said for word in ("organisation", "approve", "decimal text", "xero_list_organisations"))
    names = [each["name"] for each in json.loads(organisations.text)["result"]["items"]]
    assert "Harbour Street Studio Limited" in names


@pytest.mark.parametrize("era", ERAS)
async def test_a_read_answers_data_and_the_same_as_text(desk: Any, era: str) -> None:
    """The whole as structured content; as text a table with all of its rows, and whether there are more."""
    async with desk.client(era=era) as client:
        found = await client.call_tool("xero_find_contacts", {"organisation": "harbour", "limit": 7})

    answer = found.structured_content
    assert found.is_error is False
    assert (answer["success"], answer["organisation"]["name"]) == (True, "Harbour Street Studio Limited")
    assert len(answer["result"]["items"]) == 7
    (words,) = found.content
    assert words.text.startswith("Harbour Street Studio Limited · as of ")
    assert [item["name"] for item in answer["result"]["items"] if item["name"] not in words.text] == []
    assert "has_more: yes" in words.text
    assert answer["result"]["next_cursor"] in words.text


@pytest.mark.parametrize(
    ("tool", "arguments", "code", "words"),
    [
        ("xero_find_contacts", {}, "ambiguous", "Harbour Street Studio Limited"),
        ("xero_find_contacts", {"organisation": "nobody"}, "not_found", "Connected: "),
        ("xero_find_contacts", {"organisation": 5}, "invalid_arguments", "/organisation"),
        ("xero_find_contacts", {"organisation": "harbour", "limit": "many"}, "invalid_arguments", "/limit"),
        ("xero_find_invoices", {"organisation": "harbour", "stat": "late"}, "invalid_arguments", "Did you mean status"),
        ("xero_show_invoice", {"organisation": "harbour", "invoice": "INV-9999"}, "not_found", "INV-9999"),
        ("xero_list_organisations", {"organisation": "harbour"}, "invalid_arguments", "/organisation"),
        ("xero_find_invoice", {}, "unknown_skill", "find_invoices"),
        ("search", {"query": [7]}, "invalid_arguments", "/query"),
        ("search", {}, "invalid_arguments", "/query"),
        ("fetch", {"id": "no such id"}, "not_found", "search"),
    ],
)
async def test_an_error_is_reported_as_text_to_act_on(
    desk: Any, tool: str, arguments: dict[str, Any], code: str, words: str
) -> None:
    """A result with isError, never an exception: which field, what would be right, what to do next."""
    async with desk.client() as client:
        reported = await client.call_tool(tool, arguments)

    assert reported.is_error is True
    assert reported.structured_content["error"]["code"] == code
    assert words in reported.content[0].text
    assert "Traceback" not in reported.content[0].text


async def test_the_answer_of_every_example_of_every_read_fits_what_its_tool_says(desk: Any) -> None:
    """The client checks what it is given against the output schema, and so do we."""
    checked, folding = 0, fold(Registry().entries)
    async with desk.client() as client:
        schemas = {tool.name: tool.output_schema for tool in (await client.list_tools()).tools}
        for skill in (skill for skill in Registry().skills if not skill.writes):
            about = {"organisation": "harbour"} if skill.needs_organisation else {}
            tool = folding.runner(skill)
            for example in skill.examples:
                own = {**example.arguments, **about}
                reported = await client.call_tool(
                    tool, own if tool == skill.host_name else {"skill": skill.name, "arguments": own}
                )
                assert reported.is_error is False, (skill.name, reported.content)
                validator = Draft202012Validator(schemas[tool])
                assert [each.message for each in validator.iter_errors(reported.structured_content)] == []
                checked += 1

    assert checked == sum(len(skill.examples) for skill in Registry().skills if not skill.writes)


async def test_no_secret_is_in_anything_said(desk: Any, invoice: dict[str, Any], person: Any) -> None:
    """Not in tools, answers or questions, nor among messages when everything is logged."""
    said = []
    async with desk.client(person, era="legacy", ATOM_XERO_LOG="debug") as client:
        said += [tool.model_dump_json() for tool in (await client.list_tools()).tools]
        for name, arguments in (
            ("xero_list_organisations", {}),
            ("xero_find_contacts", {"organisation": "harbour"}),
            ("xero_create_invoice", {**invoice, "reference": "no secret"}),
            ("xero_show_invoice", {"organisation": "harbour", "invoice": "INV-9999"}),
        ):
            said.append((await client.call_tool(name, arguments)).model_dump_json())
    said += [str(question) for question in person.asked]
    messages = desk.errors.read_text()

    assert "DEBUG" in messages
    everything = "\n".join([*said, messages])
    environment = desk.terminal.environment
    assert environment["XERO_CLIENT_SECRET"] not in everything
    assert (Path(environment["ATOM_XERO_HOME"]) / "encryption.key").read_text().strip() not in everything
    assert "Bearer" not in everything
    assert "eyJ" not in everything, "the sandbox's tokens are JSON Web Tokens"


@pytest.mark.parametrize("era", ERAS)
async def test_each_template_of_resources_can_be_read_and_is_of_an_organisation(desk: Any, era: str) -> None:
    """Clients ask for both lists. What is logged holds no record."""
    async with desk.client(era=era, ATOM_XERO_LOG="debug") as client:
        listed = (await client.list_resource_templates()).resource_templates
        addresses = [each.uri_template.replace("{organisation}", "harbour") for each in listed]
        contents = [(await client.read_resource(address)).contents for address in addresses]
        read = await client.call_tool("xero_find_contacts", {"organisation": "harbour", "text": "karori"})
    assert [each.name for each in listed] == ["card", "accounts", "tax_rates"]
    assert all("{organisation}" in each.uri_template for each in listed)
    for address, (content,) in zip(addresses, contents, strict=True):
        assert "error" not in json.loads(content.text), address
    assert "Karori" in json.dumps(read.structured_content)
    assert "arori" not in desk.errors.read_text()
