"""Skills as tools of AI models: their arguments and answers in the formats that clients and makers of models take.

A tool takes the skill's own arguments and, where the skill is about one organisation, `organisation`. A list of tools
is read by a model at every turn, so what it gains nothing from is left out there: the door checks the whole all the
same, and tells in words what would be right. The whole contract is printed to schemas/.

Facts: MCP 2026-07-28 (tools), OpenAI's strict schemas (every property required, what is optional nullable, no default,
no other property), Anthropic's tool use.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from atom_xero_plugin.context import Caller
from atom_xero_plugin.dispatch import Answer, Dispatch
from atom_xero_plugin.errors import FieldError, InvalidArguments, XeroPluginError
from atom_xero_plugin.schema import input_schema, output_schema
from atom_xero_plugin.skill import Skill

ORGANISATION: Final = "organisation"
"""The argument that every skill about one organisation takes besides its own."""
_NAMED: Final = {
    "type": "string",
    "minLength": 1,
    "maxLength": 150,
    "description": "Name or id, where several are connected.",
}
_LARGEST: Final = 1_000_000
_NULL: Final = {"type": "null"}
_AT_THE_DOOR: Final = frozenset(
    {"title", "minLength", "maxLength", "pattern", "minimum", "maximum", "minItems", "maxItems"}
)
"""What a model need not count or match: left to the check of arguments, whose errors say what would be right."""
_MANY: Final = 6
"""An object that may be left out and holds more than so many fields is for rare cases: only their names are shown."""
_NOT_STRICT: Final = frozenset({"title", "minLength", "maxLength", "default", "required"})
_LOOKAHEAD: Final = re.compile(r"\(\?[=!][^()]*\)")
"""What OpenAI's dialect of patterns lacks; without it a pattern takes more, never less."""


def takes_organisation(skill: Skill) -> bool:
    """Whether the tool has the argument `organisation` besides the skill's own."""
    return skill.needs_organisation and ORGANISATION not in input_schema(skill).get("properties", {})


def arguments_schema(skill: Skill) -> dict[str, Any]:
    """All that the tool takes, as the door checks it."""
    schema = input_schema(skill)
    if not takes_organisation(skill):
        return schema
    return {**schema, "properties": {**schema.get("properties", {}), ORGANISATION: _NAMED}}


def lean_arguments(skill: Skill) -> dict[str, Any]:
    """The same, as short as a model can use it; it takes whatever the whole one takes."""
    return lean(arguments_schema(skill))


def lean(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A schema of arguments, as short as a model can use it."""
    kept = _lean(schema)
    return {"type": "object", "properties": {}, **{key: kept[key] for key in kept if key != "description"}}


def strict_arguments(skill: Skill) -> dict[str, Any]:
    """The same under OpenAI's strict rules: null is how nothing is said, and the door leaves nulls out again."""
    return {key: value for key, value in _strict(arguments_schema(skill)).items() if key != "description"}


def lean_answer(skill: Skill) -> dict[str, Any]:
    """The shape of the tool's answers: success, and a result or an error."""
    result = lean_result(output_schema(skill))
    properties = {"success": {"type": "boolean"}, "result": result, "error": {"type": "object"}}
    if skill.writes:
        properties["plan"] = {"type": "object"}
    return {"type": "object", "properties": properties, "required": ["success"]}


def lean_result(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The names that are always there in a result and in its records.

    It holds no `format`: validators of some clients refuse a schema with one that they do not know.
    """
    return _told(schema)


async def call_tool(
    door: Dispatch,
    name: str,
    arguments: Mapping[str, Any] | str | bytes,
    caller: Caller,
    *,
    organisation: str | None = None,
) -> Answer:
    """Call a skill with the arguments of its tool. An `organisation` given beside them binds: they name no other.

    Like the door it never raises for what a caller did.
    """
    try:
        skill = door.registry.skill(name)
        given, named = _parted(skill, arguments)
        if named is not None and organisation is not None and named.casefold() != organisation.casefold():
            raise _wrong_organisation(f"is set to {organisation!r} for this call; leave it out")
    except XeroPluginError as error:
        return Answer(False, None, door.runtime.clock.now(), error=error.body())
    return await door.call(name, given, caller, organisation=organisation or named)


def _parted(skill: Skill, arguments: Mapping[str, Any] | str | bytes) -> tuple[Any, str | None]:
    """The skill's own arguments, and the organisation. What is no JSON object is left for the door to refuse."""
    given: Any = arguments
    if isinstance(arguments, str | bytes) and len(arguments) <= _LARGEST:
        try:
            given = msgspec.json.decode(arguments)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return arguments, None
    if not isinstance(given, Mapping) or not takes_organisation(skill):
        return given, None
    own = {key: value for key, value in given.items() if key != ORGANISATION}
    named = given.get(ORGANISATION)
    if named is None or (isinstance(named, str) and named.strip()):
        return own, named
    raise _wrong_organisation("must be text: the name or id of an organisation")


def _wrong_organisation(words: str) -> InvalidArguments:
    return InvalidArguments(fields=[FieldError(f"/{ORGANISATION}", words)])


def _lean(node: Mapping[str, Any], name: str = "") -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for key, value in node.items():
        if (
            key in _AT_THE_DOOR
            or (key == "format" and value != "date")
            or (key in {"required", "default"} and not value)
        ):
            continue
        if key == "description" and _words(value) == _words(name):
            continue
        if key == "properties":
            needed = node.get("required", ())
            kept[key] = {
                each: _lean(shape, each)
                if each in needed or len(shape.get("properties", ())) <= _MANY
                else _named(shape)
                for each, shape in value.items()
            }
        else:
            kept[key] = _lean(value) if isinstance(value, Mapping) else value
    if "enum" in kept:
        kept["type"] = "string"
    return kept


def _named(node: Mapping[str, Any]) -> dict[str, Any]:
    """An object by the names of its fields; whoever gives a wrong one is told which there are."""
    names = ", ".join(node["properties"])
    return {"type": "object", "description": f"{node.get('description', '')} Fields: {names}.".strip()}


def _words(text: str) -> str:
    return text.rstrip(".").replace("_", " ").casefold()


def _strict(node: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in node.items() if key not in _NOT_STRICT}
    if kept.get("format") == "decimal":
        del kept["format"]
    if "pattern" in kept:
        kept["pattern"] = _LOOKAHEAD.sub("", kept["pattern"])
    if node.get("default") not in (None, [], ""):
        kept["description"] = f"{kept.get('description', '')} Default: {_shown(node['default'])}.".strip()
    if "enum" in kept:
        kept["type"] = "string"
    if "items" in kept:
        kept["items"] = _strict(kept["items"])
    if kept.get("type") == "object":
        wanted = node.get("required", ())
        properties = {name: (_strict(each), name in wanted) for name, each in node.get("properties", {}).items()}
        kept["properties"] = {name: each if needed else _or_null(each) for name, (each, needed) in properties.items()}
        kept |= {"required": list(properties), "additionalProperties": False}
    return kept


def _or_null(node: dict[str, Any]) -> dict[str, Any]:
    if node["type"] in {"object", "array"}:
        beside = {key: node.pop(key) for key in ("description",) if key in node}
        return {"anyOf": [node, _NULL], **beside}
    nullable = {**node, "type": [node["type"], "null"]}
    if "enum" in node:
        nullable["enum"] = [*node["enum"], None]
    return nullable


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _told(node: Mapping[str, Any], *, inside: bool = False) -> dict[str, Any]:
    """The names that are always there, and the same of the records one level deeper."""
    if "anyOf" in node:  # with one type a branch, as the narrower dialects of some clients want it
        return {"anyOf": [_told(each, inside=True) for each in node["anyOf"]]}
    told: dict[str, Any] = {"type": node.get("type", "string")}
    if node.get("required") and set(node["required"]) != {"amount", "currency"}:
        told["required"] = list(node["required"])
    if node.get("items", {}).get("type") == "object":
        told["items"] = _told(node["items"], inside=True)
    if not inside:
        deeper = {name: _told(each, inside=True) for name, each in node.get("properties", {}).items()}
        told["properties"] = {name: each for name, each in deeper.items() if "required" in each or "items" in each}
    return told


def _json_schema(skill: Skill) -> dict[str, Any]:
    return {
        "name": skill.host_name,
        "title": skill.title,
        "description": skill.description,
        "effect": skill.effect,
        "input": arguments_schema(skill),
        "output": output_schema(skill),
    }


def _openai(skill: Skill) -> dict[str, Any]:
    return {
        "type": "function",
        "name": skill.host_name,
        "description": skill.description,
        "parameters": strict_arguments(skill),
        "strict": True,
    }


def _openai_chat(skill: Skill) -> dict[str, Any]:
    inner = _openai(skill)
    return {"type": inner.pop("type"), "function": inner}


def _anthropic(skill: Skill) -> dict[str, Any]:
    return {"name": skill.host_name, "description": skill.description, "input_schema": lean_arguments(skill)}


def _mcp(skill: Skill) -> dict[str, Any]:
    return {
        "name": skill.host_name,
        "title": skill.title,
        "description": skill.description,
        "inputSchema": lean_arguments(skill),
        "outputSchema": lean_answer(skill),
        "annotations": hints(skill),
    }


ADDS_ONLY: Final = frozenset({"create", "attach", "import"})
"""Verbs whose acts only add to the books. All other writes change, end or move what is there, or reach other people."""


def hints(skill: Skill) -> dict[str, bool]:
    """MCP's four hints, all of them said. A write is not idempotent: asking twice makes two plans.

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
}
"""openai is the shape of the Responses API, openai-chat that of Chat Completions."""
