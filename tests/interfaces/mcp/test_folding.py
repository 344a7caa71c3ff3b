"""Skills that are no tools of their own: found by words, run by one of two runners, answered as if they were."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import mcp_types as types
import pytest
from jsonschema import Draft202012Validator
from mcp import Client
from msgspec import Struct

from atom_xero_plugin import Context, Example
from atom_xero_plugin import skill as declare
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.skill import Skill
from atom_xero_plugin.core.errors import FixSetup
from atom_xero_plugin.interfaces.mcp.server import create_server
from atom_xero_plugin.testing import House
from atom_xero_plugin.tools.folding import FIND, OWN_TOOLS, RUN_READ, RUN_WRITE, fold
from atom_xero_plugin.tools.formats import arguments_schema, hints, lean_arguments
from atom_xero_plugin.tools.skill_search import lacks, ranked

pytestmark = pytest.mark.anyio
SKILLS = Registry().skills
FOLDING = fold(Registry().entries)
BEHIND = [skill for skill in SKILLS if skill.name in {each.name for each in FOLDING.behind}]
HARBOUR = {"organisation": "harbour"}


def _arguments(skill: Skill, at: int = 0) -> dict[str, Any]:
    about = HARBOUR if skill.needs_organisation else {}
    return {**json.loads(json.dumps(dict(skill.examples[at].arguments))), **about}


def _reported(result: types.CallToolResult) -> Any:
    """What was answered, without what is new in every answer."""
    answer = result.structured_content
    plan = answer.get("plan", {})
    return answer.get("result"), answer.get("error"), plan.get("hash"), plan.get("summary"), result.is_error


class Nothing(Struct):
    """Takes and answers nothing."""


def _one_more() -> Skill:
    @declare(effect="read", scopes=[], examples=[Example("Count the paper clips", {})], organisation=False)
    async def show_contact_clips(ctx: Context, input: Nothing) -> Nothing:
        """Show the paper clips of a Xero contact."""
        return input

    return show_contact_clips


async def _tools(house: House, registry: Registry, chosen: str = "default") -> list[types.Tool]:
    house.runtime.settings = replace(house.runtime.settings, mcp_tools=chosen)
    async with Client(create_server(house.runtime, registry)) as client:
        return list((await client.list_tools()).tools)


async def test_a_skill_more_costs_a_chat_no_tool(house: House) -> None:
    """A new file in skills/ is found and run, and the list that is read at every turn has not one tool more."""
    registry = Registry(extra=[_one_more()])
    before, after = await _tools(house, Registry()), await _tools(house, registry)
    async with Client(create_server(house.runtime, registry)) as client:
        found = await client.call_tool(FIND, {"words": "paper clips"})
        done = await client.call_tool(RUN_READ, {"skill": "show_contact_clips"})

    assert [tool.name for tool in after] == [tool.name for tool in before]
    assert found.structured_content["result"]["best"]["skill"] == "show_contact_clips"
    assert done.structured_content["success"] is True


async def test_a_runner_answers_as_the_skills_own_tool_does(house: House) -> None:
    """Each example of each skill that is folded, and wrong arguments: the same result, error and plan."""
    runners = set()
    async with Client(create_server(house.runtime, house.registry)) as client:
        for skill, arguments in _calls():
            runner = FOLDING.runner(skill)
            own = await client.call_tool(skill.host_name, arguments)
            ran = await client.call_tool(runner, {"skill": skill.name, "arguments": arguments})
            runners.add(runner)

            assert _reported(ran) == _reported(own), (skill.name, arguments)

    assert runners == {RUN_READ, RUN_WRITE}


def _calls() -> list[tuple[Skill, dict[str, Any]]]:
    """Of each folded skill its first example, and arguments that are wrong in each way that its own tool refuses."""
    calls: list[tuple[Skill, dict[str, Any]]] = []
    for skill in BEHIND:
        right = _arguments(skill)
        calls += [(skill, right), (skill, {**right, "no_field": 1}), (skill, {})]
        calls += [(skill, {**right, "organisation": invalid}) for invalid in (5, "nobody")]
    return calls


async def test_a_runner_takes_arguments_as_json_text_too(house: House) -> None:
    """As some models send an object within an object."""
    arguments = {**HARBOUR, "bank_only": True}
    async with Client(create_server(house.runtime, house.registry)) as client:
        plain = await client.call_tool(RUN_READ, {"skill": "find_accounts", "arguments": arguments})
        text = await client.call_tool(RUN_READ, {"skill": "xero_find_accounts", "arguments": json.dumps(arguments)})

    assert plain.structured_content["success"] is True
    assert _reported(text) == _reported(plain)


async def test_a_write_by_a_runner_is_a_plan_that_the_person_is_asked_about(house: House, person: Any) -> None:
    """With a form it is executed after a yes; without one it waits, and nothing was sent."""
    requested = {"skill": "archive_contact", "arguments": {**HARBOUR, "contact": "Ngaio Travel"}}
    async with Client(create_server(house.runtime, house.registry)) as silent:
        waits = await silent.call_tool(RUN_WRITE, requested)
    async with Client(create_server(house.runtime, house.registry), elicitation_callback=person) as client:
        done = await client.call_tool(RUN_WRITE, requested)

    assert waits.structured_content["error"]["code"] == "approval_needed"
    assert done.structured_content["plan"]["state"] == "verified"
    assert len(person.asked) == 1


REFUSED = (
    (RUN_READ, {"skill": "archive_contact"}, "invalid_arguments", f"call {RUN_WRITE}"),
    (RUN_WRITE, {"skill": "find_accounts"}, "invalid_arguments", f"call {RUN_READ}"),
    (RUN_WRITE, {"skill": "void_invoice"}, "invalid_arguments", "call xero_void_invoice"),
    (RUN_READ, {"skill": "find_invoices"}, "invalid_arguments", "call xero_find_invoices"),
    (RUN_READ, {"skill": "find_account"}, "unknown_skill", "find_accounts"),
    (RUN_READ, {}, "invalid_arguments", "/skill"),
    (RUN_READ, {"skill": "find_accounts", "organisation": "harbour"}, "invalid_arguments", "mean arguments"),
    (RUN_READ, {"skill": "find_accounts", "arguments": [1]}, "invalid_arguments", "/arguments"),
    (RUN_READ, {"skill": "find_accounts", "arguments": "no JSON"}, "invalid_arguments", "JSON"),
    (FIND, {}, "invalid_arguments", "/words"),
    (FIND, {"query": "accounts"}, "invalid_arguments", "mean words"),
)


async def test_a_runner_runs_what_is_behind_it_alone(house: House) -> None:
    """What a person allowed of one tool is not reached through another; the error names the right one."""
    async with Client(create_server(house.runtime, house.registry)) as client:
        for runner, given, code, words in REFUSED:
            reported = await client.call_tool(runner, given)

            assert (reported.is_error, reported.structured_content["error"]["code"]) == (True, code), given
            assert words in reported.content[0].text


async def test_the_hints_of_the_three_are_true_of_every_skill_behind_them(house: House) -> None:
    """The reader only reads; the writer is destructive if one skill behind it is."""
    tools = {tool.name: tool.annotations for tool in await _tools(house, Registry())}
    for name in (FIND, RUN_READ, RUN_WRITE):
        behind = [hints(skill) for skill in BEHIND if FOLDING.runner(skill) == name]
        reported = tools[name]
        assert all(reported.read_only_hint <= each["readOnlyHint"] for each in behind)
        assert all(reported.destructive_hint >= each["destructiveHint"] for each in behind)
        assert all(reported.open_world_hint >= each["openWorldHint"] for each in behind)
    assert (tools[FIND].read_only_hint, tools[RUN_READ].read_only_hint, tools[RUN_WRITE].read_only_hint) == (
        True, True, False,
    )  # fmt: skip


async def test_a_person_chooses_which_skills_are_tools(house: House) -> None:
    """By names, next to the default, all or none; where all are tools, nothing is left to find or run."""
    default = {f"xero_{name}" for name in OWN_TOOLS}
    more = {"search", "fetch", "xero_withdraw_plan"}
    folds = {FIND, RUN_READ, RUN_WRITE}
    for chosen, own in (
        ("default", default),
        ("default, archive_contact", default | {"xero_archive_contact"}),
        ("xero_find_accounts find_contacts", {"xero_find_accounts", "xero_find_contacts"}),
        ("none", set()),
    ):
        assert {tool.name for tool in await _tools(house, Registry(), chosen)} == own | folds | more
    everything = {skill.host_name for skill in SKILLS} | more
    assert {tool.name for tool in await _tools(house, Registry(), "all")} == everything
    with pytest.raises(FixSetup, match="'find_acounts', which is no skill"):
        await _tools(house, Registry(), "find_acounts")


async def test_what_is_found_is_enough_to_run_it(house: House) -> None:
    """Of the best: its tool, the schema that its own tool would show, and examples, as data and as the same text."""
    async with Client(create_server(house.runtime, house.registry)) as client:
        for skill in BEHIND:
            reported = await client.call_tool(FIND, {"words": skill.host_name})
            best = reported.structured_content["result"]["best"]

            assert json.loads(reported.content[0].text) == reported.structured_content
            assert (best["skill"], best["call"]) == (skill.name, FOLDING.runner(skill))
            assert best["arguments"] == lean_arguments(skill)
            assert [each["arguments"] for each in best["examples"]] == [dict(each.arguments) for each in skill.examples]
            for each in best["examples"]:
                assert list(Draft202012Validator(arguments_schema(skill)).iter_errors(each["arguments"])) == []


async def test_where_nothing_is_found_the_names_of_all_are_reported(house: House) -> None:
    """So that a model is never at an end."""
    async with Client(create_server(house.runtime, house.registry)) as client:
        reported = await client.call_tool(FIND, {"words": "xyzzy"})

    assert reported.structured_content["result"] == {"items": [], "names": [skill.name for skill in SKILLS]}


@pytest.mark.parametrize(
    ("words", "best"),
    [
        ("archive a bank account", "archive_bank_account"),
        ("close the savings account", "archive_bank_account"),
        ("rename a supplier", "change_contact"),
        ("update the e-mail of a customer", "change_contact"),
        ("undo a payment", "reverse_payment"),
        ("undo the reconciliation", "reverse_reconciliation"),
        ("which accounts can I book sales to?", "find_accounts"),
        ("new bank account", "create_bank_account"),
        ("restore an archived bank account", "change_bank_account"),
        ("overdue invoices", "find_invoices"),
        ("Profit and Loss", "show_report"),
        ("xero_find_accounts", "find_accounts"),
    ],
)
def test_plain_words_find_the_skill(words: str, best: str) -> None:
    """As people say it."""
    assert ranked(SKILLS, words)[0].name == best


def test_every_skill_is_found_by_what_people_ask_in_its_examples() -> None:
    """Among the first six, which are listed."""
    lost = [
        (example.ask, skill.name)
        for skill in SKILLS
        for example in skill.examples
        if skill not in ranked(SKILLS, example.ask)[:6]
    ]

    assert lost == []


def test_each_tool_of_its_own_is_a_skill_with_a_reason() -> None:
    """No dead names."""
    assert sorted(OWN_TOOLS) == sorted(skill.name for skill in FOLDING.own)
    assert all(OWN_TOOLS.values())


async def test_a_skill_that_no_connection_allows_is_marked(house: House) -> None:
    """With the scopes that are missing, and refused before Xero is asked; what is allowed has no mark."""
    async with Client(create_server(house.runtime, house.registry)) as client:
        found = await client.call_tool(FIND, {"words": "list_tax_forms"})
        allowed = await client.call_tool(FIND, {"words": "find_invoices"})

    rows = {each["skill"]: each for each in found.structured_content["result"]["items"]}
    granted = [each.scopes for each in await house.runtime.connections.of_workspace("default")]
    for name, row in rows.items():
        assert row.get("lacks", []) == lacks(house.registry.skill(name), granted)
    assert "lacks" not in allowed.structured_content["result"]["items"][0]


def test_what_a_skill_lacks_is_what_its_best_connection_lacks() -> None:
    """Of several connections that which allows the most; one that reads lacks what writes."""
    skill = Registry().skill("create_invoice")
    reads = ["accounting.invoices.read", "accounting.contacts.read", "accounting.settings.read"]

    assert lacks(skill, [reads]) == ["accounting.invoices"]
    assert lacks(skill, [[], [*reads, "accounting.invoices"]]) == []
    assert lacks(skill, []) == []
