"""How a skill looks as a tool: its words, its hints told truthfully, its shapes."""

from __future__ import annotations

from typing import Any, Final

import mcp_types as types

from atom_xero_plugin.errors import ErrorBody
from atom_xero_plugin.plans import PlanView
from atom_xero_plugin.schema import input_schema, output_schema, schema_of
from atom_xero_plugin.skill import Skill

ORGANISATION: Final = "organisation"
"""The argument that every skill about one organisation takes besides its own."""
_NAMED: Final = {
    "type": "string",
    "minLength": 1,
    "maxLength": 150,
    "description": "Name, part of the name, or id of the organisation; left out, the only one that is connected.",
}
_ABOUT: Final = {
    "description": "Which organisation the answer is about.",
    "anyOf": [
        {
            "type": "object",
            "properties": {"id": {"type": "string"}, "name": {"type": "string"}},
            "required": ["id", "name"],
        },
        {"type": "null"},
    ],
}

_ERROR: Final = ("code", "message", "hint", "retryable", "may_have_written", "reference")
_PLAN: Final = ("id", "hash", "state", "summary", "emails", "expires_at")


def tool_of(skill: Skill) -> types.Tool:
    """The tool of a skill."""
    return types.Tool(
        name=skill.host_name,
        title=skill.title,
        description=skill.description,
        input_schema=arguments_schema(skill),
        output_schema=answer_schema(skill),
        annotations=hints(skill.title, reads=not skill.writes, destroys=skill.effect == "destructive"),
    )


def hints(title: str, *, reads: bool, destroys: bool = False) -> types.ToolAnnotations:
    """The four hints, all of them said. A write is not idempotent: asking twice makes two plans."""
    return types.ToolAnnotations(
        title=title, read_only_hint=reads, destructive_hint=destroys, idempotent_hint=reads, open_world_hint=True
    )


def takes_organisation(skill: Skill) -> bool:
    """Whether the tool has the argument `organisation` besides the skill's own."""
    return skill.needs_organisation and ORGANISATION not in input_schema(skill).get("properties", {})


def arguments_schema(skill: Skill) -> dict[str, Any]:
    """What the skill takes, and for one about an organisation which one."""
    schema = input_schema(skill)
    if not takes_organisation(skill):
        return schema
    return {**schema, "properties": {**schema.get("properties", {}), ORGANISATION: _NAMED}}


def answer_schema(skill: Skill) -> dict[str, Any]:
    """The shape of every answer around what this skill answers."""
    properties: dict[str, Any] = {
        "success": {"type": "boolean", "description": "False also while a plan waits for a person."},
        "organisation": _ABOUT,
        "as_of": {"type": "string", "format": "date-time", "description": "When this was so, in UTC."},
        "result": output_schema(skill),
        "error": _part(ErrorBody, _ERROR, "What went wrong and what to do next."),
    }
    if skill.writes:
        properties["plan"] = _part(PlanView, _PLAN, "What would be written once a person approves, or was.")
    return {"type": "object", "properties": properties, "required": ["success", "organisation", "as_of"]}


def _part(shape: type, names: tuple[str, ...], description: str) -> dict[str, Any]:
    """Some fields of what stands beside every result: a client reads it once for each tool, so it is kept short."""
    known = schema_of(shape, nulls=True)["properties"]
    chosen = {name: known[name] for name in names}
    return {"type": "object", "description": description, "properties": chosen, "required": list(names)}
