"""The catalogue in every format: valid there, and what a model sends under it is understood here."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import mcp_types as types
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from interfaces.cli.conftest import Terminal
from jsonschema import Draft202012Validator
from support.long_run import LONG
from support.wrong_arguments import wrong_arguments
from tools.shapes import values, with_nulls

from atom_xero_plugin.catalogue.field_extras import marked
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.schema import input_schema
from atom_xero_plugin.catalogue.skill import OBVIOUS, PARTS_LATER, Skill
from atom_xero_plugin.catalogue.validation import check
from atom_xero_plugin.core.errors import InvalidArguments
from atom_xero_plugin.testing import House
from atom_xero_plugin.tools.formats import (
    FORMATS,
    MOST_OF_A_TOOL,
    ORGANISATION,
    arguments_schema,
    lean_arguments,
    strict_arguments,
    takes_organisation,
)
from atom_xero_plugin.tools.lean import length, shortened

SKILLS = Registry().skills
every_skill = pytest.mark.parametrize("skill", SKILLS, ids=lambda skill: skill.name)
STRICT_WORDS = {
    "type", "description", "properties", "required", "additionalProperties", "items", "enum", "anyOf", "pattern",
    "format", "minimum", "maximum", "minItems", "maxItems",
}  # fmt: skip
"""All that OpenAI's strict mode takes of what we say."""
LONGEST_DESCRIPTION = 1024
few = settings(
    max_examples=20 if LONG else 6, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


def nodes(schema: dict[str, Any], depth: int = 1) -> Iterator[tuple[int, dict[str, Any]]]:
    """Every schema within a schema, with how deep it lies."""
    yield depth, schema
    for each in [
        *schema.get("properties", {}).values(),
        *schema.get("anyOf", []),
        *filter(None, [schema.get("items")]),
    ]:
        yield from nodes(each, depth + 1)


def plain(value: Any) -> Any:
    """Without what is null."""
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items() if each is not None}
    return [plain(each) for each in value] if isinstance(value, list) else value


@cache
def strict_validator(skill: Skill) -> Any:
    """Costs much to build."""
    return Draft202012Validator(strict_arguments(skill))


@cache
def lean_validator(skill: Skill) -> Any:
    """Costs much to build."""
    return Draft202012Validator(lean_arguments(skill))


@every_skill
def test_openai_takes_it_under_its_strict_rules(skill: Skill) -> None:
    """Every property required, none as well, no default, no word it does not know, within its limits."""
    tool = FORMATS["openai"](skill)
    schema = tool["parameters"]
    found = list(nodes(schema))
    objects = [node for _, node in found if node.get("type") == "object"]

    assert (tool["type"], tool["strict"], schema["type"]) == ("function", True, "object")
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", tool["name"])
    assert 0 < len(tool["description"]) <= LONGEST_DESCRIPTION
    assert all(set(node) <= STRICT_WORDS for _, node in found)
    assert all("type" in node or "anyOf" in node for _, node in found)
    assert all(sorted(node["required"]) == sorted(node["properties"]) for node in objects)
    assert all(node["additionalProperties"] is False for node in objects)
    assert {node["format"] for _, node in found if "format" in node} <= {"date"}
    assert not [node for _, node in found if "(?" in node.get("pattern", "")]
    assert max(depth for depth, _ in found) <= 10
    assert sum(len(node["properties"]) for node in objects) <= 5_000
    assert sum(len(node.get("enum", ())) for _, node in found) <= 1_000
    assert sum(len(name) for node in objects for name in node["properties"]) <= 120_000
    Draft202012Validator.check_schema(schema)


@every_skill
def test_every_format_names_and_describes_the_same_tool(skill: Skill) -> None:
    """One catalogue: formats differ in the envelope alone."""
    chat = FORMATS["openai-chat"](skill)
    tools = [FORMATS[name](skill) for name in ("openai", "anthropic", "mcp", "json-schema")] + [chat["function"]]

    assert set(FORMATS) == {"openai", "openai-chat", "anthropic", "mcp", "json-schema", "atom"}
    assert {(tool["name"], tool["description"]) for tool in tools} == {
        (skill.host_name, " ".join(skill.description.split()))
    }
    assert chat == {"type": "function", "function": {k: v for k, v in FORMATS["openai"](skill).items() if k != "type"}}
    names = [
        set(tool[key]["properties"])
        for tool, key in zip(tools, ("parameters", "input_schema", "inputSchema", "input"), strict=False)
    ]
    assert names == [set(arguments_schema(skill)["properties"])] * 4


@every_skill
def test_anthropic_takes_it(skill: Skill) -> None:
    """A name, a description and a closed object schema, with nothing else next to them."""
    tool = FORMATS["anthropic"](skill)

    assert set(tool) == {"name", "description", "input_schema"}
    assert re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", tool["name"])
    assert (tool["input_schema"]["type"], tool["input_schema"]["additionalProperties"]) == ("object", False)
    Draft202012Validator.check_schema(tool["input_schema"])


@every_skill
def test_atom_takes_it_flat(skill: Skill) -> None:
    """Every argument as text of its type, which ATOM's guess by words reads as the same type again; rules in words."""
    tool = FORMATS["atom"](skill)
    arguments = lean_arguments(skill)

    assert set(tool) == {"name", "description", "parameters"}
    assert list(tool["parameters"]) == list(arguments["properties"])
    assert tool["description"].startswith(" ".join(skill.description.split()))
    for name, flat in tool["parameters"].items():
        node = arguments["properties"][name]
        assert _guessed(flat) == {"integer": "number"}.get(node.get("type", "object"), node.get("type", "object"))
        assert flat.endswith("(optional)") is (name not in arguments.get("required", ()))
        assert node.get("description", "") in tool["description"]
        assert all(str(value) in tool["description"] for value in node.get("enum", ()))


def _guessed(text: str) -> str:
    """As ATOM's converter guesses a type, in its order."""
    words = {"integer": "number", "number": "number", "array": "array", "list": "array", "object": "object"}
    for word, kind in {**words, "dict": "object", "boolean": "boolean"}.items():
        if word in text:
            return kind
    return "string"


@every_skill
def test_an_mcp_client_takes_it(skill: Skill) -> None:
    """The SDK's own model reads it; its schemas know no format that a client's validator may not know."""
    tool = types.Tool.model_validate(FORMATS["mcp"](skill))

    for schema in (tool.input_schema, tool.output_schema):
        Draft202012Validator.check_schema(schema)
    assert not [
        node for schema in (tool.input_schema, tool.output_schema) for _, node in nodes(schema) if "format" in node
    ]


@every_skill
def test_a_long_tool_loses_descriptions_and_nothing_else(skill: Skill) -> None:
    """Every argument, type and value stays, and each description that stays is the same; last, optional objects
    lose their parts."""
    tool = FORMATS["mcp"](skill)
    short, lean = dict(fields(tool["inputSchema"])), dict(fields(lean_arguments(skill)))
    stayed = {path: node["description"] for path, node in short.items() if "description" in node}

    needed = lean_arguments(skill).get("required", ())
    for path in lean.keys() - short.keys():
        assert not stayed, path
        assert path.count("/") > 1, path
        assert path.split("/")[1] not in needed, path
    for path, node in short.items():
        parts = {"properties": None, "items": None, "required": None} if path.count("/") else {"properties": None}
        assert {**_undescribed(node), **parts} == {**_undescribed(lean[path]), **parts}, path
    assert stayed == {path: lean[path]["description"] for path in stayed}
    assert length(tool) <= MOST_OF_A_TOOL or not stayed


def _undescribed(node: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in node.items() if key != "description"}


def test_what_is_needed_keeps_its_description_longest() -> None:
    """Of a schema that is a little too long, the deepest optional field loses its own first."""
    deep = {"type": "object", "properties": {"b": {"type": "string", "description": "Deep."}}}
    schema = {
        "type": "object",
        "properties": {"a": {"type": "string", "description": "Needed."}, "o": {**deep, "description": "Optional."}},
        "required": ["a"],
    }
    first = shortened(schema, length(schema) - 1)
    last = shortened(schema, 0)

    assert "description" not in first["properties"]["o"]["properties"]["b"]
    assert first["properties"]["o"]["description"] == "Optional."
    assert shortened(schema, length(schema)) == schema
    assert last["properties"]["a"] == {"type": "string"}
    assert "description" in schema["properties"]["a"]


@every_skill
def test_a_lean_schema_leaves_out_no_field(skill: Skill) -> None:
    """At every depth the same names, types, needed fields and values; a long list of values may stand as text."""
    whole, short = dict(shown_fields(skill)), dict(fields(lean_arguments(skill)))

    assert list(short) == list(whole)
    for path, node in short.items():
        assert node["type"] == whole[path].get("type", "string"), path
        assert node.get("required", []) == whole[path].get("required", []), path
        assert node.get("default") == (whole[path].get("default") or None), path
        assert sorted(node.get("enum") or expanded(node, whole[path])) == whole[path].get("enum", []), path
    assert lean_arguments(skill)["additionalProperties"] is False


@every_skill
def test_a_field_has_words_unless_it_says_that_its_name_is_enough(skill: Skill) -> None:
    """The first sentence of the whole; none where it is the name, or was said in this tool of that name before."""
    short, said, obvious = dict(fields(lean_arguments(skill))), set(), _marked(skill, OBVIOUS)
    for path, node in shown_fields(skill):
        name, first = path.rpartition("/")[2], node.get("description", "").partition(". ")[0].rstrip(".")
        if not path or name == "[]" or (name, first) in said:
            continue
        silent = path in obvious or first.casefold() in {_spaced(name), f"the {_spaced(name)}"}
        if not silent:
            said.add((name, first))
        assert short[path].get("description") == (None if silent else f"{first}."), path


@every_skill
def test_a_field_whose_name_is_enough_has_words_for_people(skill: Skill) -> None:
    """A mark is not dead: without it the words would be shown."""
    whole = dict(fields(arguments_schema(skill)))
    dead = [
        path
        for path in _marked(skill, OBVIOUS)
        if path in whole
        and whole[path].get("description", "").rstrip(".").casefold() in {"", _spaced(path.rpartition("/")[2])}
    ]

    assert dead == []


def _marked(skill: Skill, mark: dict[str, Any]) -> set[str]:
    """The paths of its fields that bear a mark; of `organisation`, which every tool has, the name is enough."""
    own = {"/" + "/".join(part.replace("*", "[]") for part in path) for path in marked(skill.input_type, mark)}
    return own | {f"/{ORGANISATION}"} if mark == OBVIOUS and takes_organisation(skill) else own


@every_skill
@pytest.mark.parametrize(("form", "said"), [("decimal", "decimal text"), ("date", "yyyy-mm-dd")])
def test_how_amounts_and_days_are_written_is_reported_once_at_least(skill: Skill, form: str, said: str) -> None:
    """The first field of either kind in a tool has it in its words, for a model too."""
    short = dict(fields(lean_arguments(skill)))
    of_kind = [path for path, node in fields(arguments_schema(skill)) if node.get("format") == form]

    assert not of_kind or said in short[of_kind[0]].get("description", "").casefold()


def _spaced(name: str) -> str:
    return name.replace("_", " ")


def fields(node: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema within a schema of arguments under its path, `[]` for what a list holds."""
    yield path, node
    for name, each in node.get("properties", {}).items():
        yield from fields(each, f"{path}/{name}")
    if "items" in node:
        yield from fields(node["items"], f"{path}/[]")


def shown_fields(skill: Skill) -> list[tuple[str, dict[str, Any]]]:
    """Those of the whole schema but for the parts of an object that an error asks for, and shows as they are typed."""
    later = tuple(f"{path}/" for path in _marked(skill, PARTS_LATER))
    return [(path, node) for path, node in fields(arguments_schema(skill)) if not path.startswith(later)]


def expanded(node: dict[str, Any], whole: dict[str, Any]) -> list[str]:
    """The values that words name, braces as in a shell: `last_{week,month}` is last_week and last_month."""
    if "enum" not in whole:
        return []
    listed = node["description"].partition(": ")[2]
    parts = [re.split(r"\{(.*?)\}", word) for word in re.findall(r"(?:\{[^}]*\}|[a-z0-9_])+", listed)]
    choices = [[part.split(",") if at % 2 else [part] for at, part in enumerate(word)] for word in parts]
    return ["".join(word) for each in choices for word in itertools.product(*each) if "".join(word) != "or"]


@every_skill
@few
@given(data=st.data())
def test_what_we_take_can_be_said_under_every_format(skill: Skill, data: st.DataObject) -> None:
    """Nulls for all that is left out is the same as leaving it out."""
    arguments = data.draw(values(input_schema(skill)))
    strict = with_nulls(arguments_schema(skill), arguments)

    assert list(strict_validator(skill).iter_errors(strict)) == []
    assert list(lean_validator(skill).iter_errors(arguments)) == []
    strict.pop(ORGANISATION, None)
    assert _outcome(skill, strict) == _outcome(skill, arguments)


@every_skill
@few
@given(data=st.data())
def test_what_a_strict_model_may_send_is_understood(skill: Skill, data: st.DataObject) -> None:
    """All of it but what strict schemas cannot say: an amount above zero, a text of several characters."""
    arguments = data.draw(values(strict_arguments(skill)))
    arguments.pop(ORGANISATION, None)

    refused = _outcome(skill, arguments)

    assert not isinstance(refused, list) or all(_cannot_be_said(skill, field.path) for field in refused)


@every_skill
@few
@given(data=st.data())
def test_what_a_lean_schema_refuses_the_dispatcher_refuses(skill: Skill, data: st.DataObject) -> None:
    """A short schema says less than the dispatcher checks. What only it refuses is a value typed in another form: said
    exactly, it is what both take."""
    invalid = plain(data.draw(wrong_arguments(skill)))

    if list(lean_validator(skill).iter_errors(invalid)):
        outcome = _outcome(skill, invalid)
        if not isinstance(outcome, list):
            exact = {name: value for name, value in msgspec.to_builtins(outcome).items() if value is not None}
            assert list(lean_validator(skill).iter_errors(plain(exact))) == []
            assert _outcome(skill, exact) == outcome


def _outcome(skill: Skill, arguments: dict[str, Any]) -> Any:
    try:
        return check(skill, arguments)
    except InvalidArguments as error:
        return error.fields


def _cannot_be_said(skill: Skill, path: str) -> bool:
    node: Any = input_schema(skill)
    for part in path.split("/")[1:]:
        node = node["items"] if part.isdigit() else node["properties"][part]
    return "(?=" in node.get("pattern", "") or node.get("minLength", 0) > 1


@pytest.mark.anyio
async def test_every_example_under_the_strict_rules_is_answered_as_it_is_without(house: House) -> None:
    """Through the one entry point, on the sandbox: nulls change no answer."""
    for skill in SKILLS:
        for example in skill.examples:
            arguments = json.loads(json.dumps(dict(example.arguments)))
            strict = with_nulls(arguments_schema(skill), arguments)
            strict.pop(ORGANISATION, None)

            reported, nulled = await house.ask(skill.name, arguments), await house.ask(skill.name, strict)

            assert _reported(nulled) == _reported(reported), (skill.name, example.ask)


def _reported(answer: dict[str, Any]) -> Any:
    """What was answered, without what is new in every answer."""
    plan = answer.get("plan", {})
    return answer.get("result"), answer.get("error", {}).get("code"), plan.get("after"), plan.get("hash")


def test_the_command_line_prints_every_format(bare: Terminal) -> None:
    """A JSON list for `tools`; only the skills that are named, if any are."""
    for form, make in FORMATS.items():
        said = bare("skill", "export", "--format", form)
        assert (said.code, said.data) == (0, [make(skill) for skill in SKILLS])
    some = bare("skill", "export", "find_contacts", "xero_show_invoice", "--format", "anthropic").data

    assert [tool["name"] for tool in some] == ["xero_find_contacts", "xero_show_invoice"]
    assert bare("skill", "export", "find_nothing").code == 4
    assert bare("skill", "export", "--format", "word").code == 2
