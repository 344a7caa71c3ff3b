"""Skills as tools of AI models: their arguments and answers in the formats that clients and makers of models take.

A tool takes the skill's own arguments and, where the skill is about one organisation, `organisation`. A list of tools
is read by a model at every turn, so what it gains nothing from is left out: the dispatcher checks the whole all the
same, and says as text what would be right. Of a field's words the first sentence is for models; what follows is for
people. The whole contract is printed to schemas/.

Facts: MCP 2026-07-28 (tools), OpenAI's strict schemas (every property required, what is optional nullable, no default,
no other property), Anthropic's tool use.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from atom_xero_plugin.catalogue.listing import SkillEntry
from atom_xero_plugin.catalogue.schema import input_schema, output_schema
from atom_xero_plugin.catalogue.skill import Skill
from atom_xero_plugin.tools.lean import lean, length, shortened

ORGANISATION: Final = "organisation"
"""The argument that every skill about one organisation takes apart from its own."""
_NAMED: Final = {
    "type": "string",
    "minLength": 1,
    "maxLength": 150,
    "description": "Name or id, where several are connected.",
}
_NULL: Final = {"type": "null"}
_NOT_STRICT: Final = frozenset({"title", "minLength", "maxLength", "default", "required"})
_LOOKAHEAD: Final = re.compile(r"\(\?[=!][^()]*\)")
"""What OpenAI's dialect of patterns lacks; without it a pattern takes more, never less."""


def described(skill: Skill) -> str:
    """What the tool does, as one paragraph: line breaks are for people, and a model pays for each."""
    return " ".join(skill.description.split())


def takes_organisation(skill: Skill) -> bool:
    """Whether the tool has the argument `organisation` apart from the skill's own."""
    return skill.needs_organisation and ORGANISATION not in input_schema(skill).get("properties", {})


def arguments_schema(skill: Skill) -> dict[str, Any]:
    """All that the tool takes, as the dispatcher checks it."""
    schema = input_schema(skill)
    if not takes_organisation(skill):
        return schema
    return {**schema, "properties": {**schema.get("properties", {}), ORGANISATION: _NAMED}}


def lean_arguments(skill: Skill) -> dict[str, Any]:
    """The same, as short as a model can use it; it takes whatever the whole one takes."""
    short = lean(skill.input_type)
    if takes_organisation(skill):
        short["properties"] = {**short["properties"], ORGANISATION: {"type": "string"}}
    return short


def strict_arguments(skill: Skill) -> dict[str, Any]:
    """The same under OpenAI's strict rules: null is how nothing is said, and the dispatcher leaves nulls out again."""
    return {key: value for key, value in _strict(arguments_schema(skill)).items() if key != "description"}


def lean_answer(skill: Skill) -> dict[str, Any]:
    """What every answer of a tool that reads has: success, and in its result the names that are always there.

    Of a write only that it is an object, since it first answers its plan; and no deeper: clients check it, and models
    rarely see it. It holds no `format`, since validators of some clients refuse a schema with one they do not know.
    """
    if skill.writes:
        return {"type": "object"}
    names = list(output_schema(skill).get("required", ()))
    return {"type": "object", "required": ["success"], "properties": {"result": {"required": names}}}


def _strict(node: Mapping[str, Any]) -> dict[str, Any]:
    stored = {key: value for key, value in node.items() if key not in _NOT_STRICT}
    if stored.get("format") == "decimal":
        del stored["format"]
    if "pattern" in stored:
        stored["pattern"] = _LOOKAHEAD.sub("", stored["pattern"])
    if node.get("default") not in (None, [], ""):
        stored["description"] = f"{stored.get('description', '')} Default: {_shown(node['default'])}.".strip()
    if "enum" in stored:
        stored["type"] = "string"
    if "items" in stored:
        stored["items"] = _strict(stored["items"])
    if "anyOf" in stored:
        stored["anyOf"] = [_strict(each) for each in stored["anyOf"]]
    if stored.get("type") == "object":
        requested = node.get("required", ())
        properties = {name: (_strict(each), name in requested) for name, each in node.get("properties", {}).items()}
        stored["properties"] = {name: each if needed else _or_null(each) for name, (each, needed) in properties.items()}
        stored |= {"required": list(properties), "additionalProperties": False}
    return stored


def _or_null(node: dict[str, Any]) -> dict[str, Any]:
    if "anyOf" in node:
        return {**node, "anyOf": [*node["anyOf"], _NULL]}
    if node["type"] in {"object", "array"}:
        siblings = {key: node.pop(key) for key in ("description",) if key in node}
        return {"anyOf": [node, _NULL], **siblings}
    nullable = {**node, "type": [node["type"], "null"]}
    if "enum" in node:
        nullable["enum"] = [*node["enum"], None]
    return nullable


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _json_schema(skill: Skill) -> dict[str, Any]:
    return {
        "name": skill.host_name,
        "title": skill.title,
        "description": described(skill),
        "effect": skill.effect,
        "input": arguments_schema(skill),
        "output": output_schema(skill),
    }


def _openai(skill: Skill) -> dict[str, Any]:
    return {
        "type": "function",
        "name": skill.host_name,
        "description": described(skill),
        "parameters": strict_arguments(skill),
        "strict": True,
    }


def _openai_chat(skill: Skill) -> dict[str, Any]:
    inner = _openai(skill)
    return {"type": inner.pop("type"), "function": inner}


def _anthropic(skill: Skill) -> dict[str, Any]:
    return {"name": skill.host_name, "description": described(skill), "input_schema": lean_arguments(skill)}


def _atom(skill: Skill) -> dict[str, Any]:
    """ATOM's flat form: each argument is its type and whether it may be left out; what more it needs stands in words.

    ATOM guesses a type by the words integer, number, array, list, object and dict, and drops what else is said of an
    argument.
    """
    arguments = lean_arguments(skill)
    needed = arguments.get("required", ())
    properties = arguments["properties"]
    flat = {name: _flat_type(node, name in needed) for name, node in properties.items()}
    rules = [f"{name}: {words}" for name, node in properties.items() if (words := _rule(node))]
    words = f"{described(skill)} Arguments: {' '.join(rules)}" if rules else described(skill)
    return {"name": skill.host_name, "description": words, "parameters": flat}


def _flat_type(node: Mapping[str, Any], needed: bool) -> str:
    kind = str(node.get("type", "object"))
    return kind if needed else f"{kind} (optional)"


def _rule(node: Mapping[str, Any]) -> str:
    """What its description says, and the values that it may have; for a list or an object its parts."""
    values = f"one of {', '.join(map(str, node['enum']))}." if "enum" in node else ""
    inner = node.get("items", node)
    parts = f"of {', '.join(inner['properties'])}." if inner.get("properties") else ""
    return " ".join(filter(None, [node.get("description", ""), values, parts]))


def _mcp(skill: Skill) -> dict[str, Any]:
    tool: dict[str, Any] = {
        "name": skill.host_name,
        "title": skill.title,
        "description": described(skill),
        "inputSchema": lean_arguments(skill),
        "outputSchema": lean_answer(skill),
        "annotations": hints(skill),
    }
    over = length(tool) - MOST_OF_A_TOOL
    if over > 0:
        tool["inputSchema"] = shortened(tool["inputSchema"], length(tool["inputSchema"]) - over)
    return tool


MOST_OF_A_TOOL: Final = 1_340
"""Characters of one tool in the list that a chat reads at every turn; some more are its card's address."""
ADDS_ONLY: Final = frozenset({"add", "attach", "copy", "create", "import", "upload"})
"""Verbs whose acts only add to the books. All other writes change, end or move what is there, or reach other people."""


def hints(skill: Skill | SkillEntry) -> dict[str, bool]:
    """MCP's four hints, always said. A write is not idempotent: what was carried out is made anew when asked again.

    Destructive is what does more than add: to approve, to change and to record a payment too. The world is open where
    Xero is asked, and closed for what is only kept here.
    """
    return {
        "readOnlyHint": not skill.writes,
        "destructiveHint": skill.writes and skill.name.partition("_")[0] not in ADDS_ONLY,
        "idempotentHint": not skill.writes,
        "openWorldHint": skill.needs_organisation,
    }


FORMATS: Final[Mapping[str, Callable[[Skill], dict[str, Any]]]] = {
    "openai": _openai,
    "openai-chat": _openai_chat,
    "anthropic": _anthropic,
    "mcp": _mcp,
    "json-schema": _json_schema,
    "atom": _atom,
}
"""openai is the shape of the Responses API, openai-chat that of Chat Completions."""
