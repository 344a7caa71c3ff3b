"""The JSON Schemas (2020-12) of a skill, made from its Structs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, cast

import msgspec

from atom_xero_plugin.catalogue.skill import Skill

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NULL = {"type": "null"}


def input_schema(skill: Skill) -> dict[str, Any]:
    """What the skill takes, without references and without null: an absent field is how nothing is said."""
    return schema_of(skill.input_type)


def output_schema(skill: Skill) -> dict[str, Any]:
    """What the skill answers; here null stays, because answers do hold it."""
    return schema_of(skill.output_type, nulls=True)


@cache
def schema_of(shape: type, *, nulls: bool = False) -> dict[str, Any]:
    """The schema of a Struct, with every definition put where it is used: some AI clients follow no references."""
    schema = msgspec.json.schema(shape)
    definitions = schema.pop("$defs", {})
    inlined = _inline(schema, definitions, ())
    return cast("dict[str, Any]", inlined if nulls else _without_null(inlined))


def _inline(node: Any, definitions: Mapping[str, Any], inside: tuple[str, ...]) -> Any:
    if isinstance(node, list | tuple):  # a default may be a tuple
        return [_inline(item, definitions, inside) for item in node]
    if not isinstance(node, dict):
        return node
    reference = node.get("$ref")
    if reference is None:
        return {key: _inline(value, definitions, inside) for key, value in node.items()}
    name = reference.rpartition("/")[2]
    if name in inside:
        raise TypeError(f"{name} contains itself; a skill's shape must be a tree")
    siblings = {key: value for key, value in node.items() if key != "$ref"}
    return _inline({**definitions[name], **siblings}, definitions, (*inside, name))


def _without_null(node: Any) -> Any:
    if isinstance(node, list):
        return [_without_null(item) for item in node]
    if not isinstance(node, dict):
        return node
    stored = {key: _without_null(value) for key, value in node.items() if (key, value) != ("default", None)}
    if _NULL in node.get("anyOf", ()):
        rest = [item for item in stored.pop("anyOf") if item != _NULL]
        return {**rest[0], **stored} if len(rest) == 1 else {"anyOf": rest, **stored}
    if None in node.get("enum", ()):
        stored["enum"] = [item for item in stored["enum"] if item is not None]
    return stored
