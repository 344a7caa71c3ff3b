"""A schema of arguments, as short as a model can use it: it takes whatever the whole one takes.

A model reads it at every turn. What is left out is checked all the same, and the error says what would be right. Of a
field's description the first sentence is for models; what follows is for people. A field says of itself, by the `extra`
of its Meta, that its name is enough, or that its parts are needed only where an error asks for one.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from atom_xero_plugin.catalogue.field_extras import Path, marked
from atom_xero_plugin.catalogue.schema import schema_of
from atom_xero_plugin.catalogue.skill import MANY_VALUES, OBVIOUS, PARTS_LATER

_CHECKED_ONLY: Final = frozenset(
    {
        "title", "minLength", "maxLength", "pattern", "format", "minimum", "maximum", "minItems", "maxItems",
        "additionalProperties",
    }
)  # fmt: skip
"""What a model need not count or match: left to the check of arguments, whose errors say what would be right."""


def lean(shape: type) -> dict[str, Any]:
    """The short schema of a Struct: closed, with the name and type of every field.

    Left out are descriptions that add nothing: of a field that is OBVIOUS, of one whose description is its name or was
    given for that name before, and of a list's records, whose list has a description of its own.
    """
    short = _Shortener(shape).node(schema_of(shape), ())
    short.pop("description", None)
    return {"properties": {}, **short, "additionalProperties": False}


def shortened(schema: dict[str, Any], most: int) -> dict[str, Any]:
    """A schema within `most` characters of JSON, as far as its descriptions allow; what does not fit loses them.

    Those of optional fields go first, the deepest and last before others. If that is not enough, optional objects lose
    their parts, of which an error names what is needed. What finds a skill shows the whole.
    """
    made: dict[str, Any] = copy.deepcopy(schema)
    last_first = list(_described(made, 0, True))[::-1]
    removable = sorted(last_first, key=lambda each: (each[0], each[1]), reverse=True)
    for _, _, node in removable:
        if length(made) <= most:
            break
        del node["description"]
    for part in list(_optional_parts(made))[::-1]:
        if length(made) <= most:
            break
        part.pop("properties")
        part.pop("required", None)
    return made


def _optional_parts(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The objects of optional arguments, and those that optional lists hold."""
    needed = schema.get("required", ())
    for name, each in schema.get("properties", {}).items():
        inner = each.get("items", each)
        if name not in needed and "properties" in inner:
            yield inner


def length(value: Any) -> int:
    """Characters of a value as compact JSON."""
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _described(node: dict[str, Any], depth: int, optional: bool) -> Iterator[tuple[bool, int, dict[str, Any]]]:
    """Every node with a description: whether it is optional, how deep it stands; in order."""
    if depth and "description" in node:
        yield optional, depth, node
    needed = node.get("required", ())
    for name, each in node.get("properties", {}).items():
        yield from _described(each, depth + 1, name not in needed)
    if "items" in node:
        yield from _described(node["items"], depth + 1, optional)


class _Shortener:
    """Shortens one schema; knows what was said in it before."""

    def __init__(self, shape: type) -> None:
        self._obvious = marked(shape, OBVIOUS)
        self._parts_later = marked(shape, PARTS_LATER)
        self._said: set[tuple[str, str]] = set()

    def node(self, node: Mapping[str, Any], path: Path) -> dict[str, Any]:
        """A schema within the schema, at a path."""
        short: dict[str, Any] = {}
        for key, value in node.items():
            if key in _CHECKED_ONLY or (key in {"required", "default"} and not value):
                continue
            if key == "properties":
                if path not in self._parts_later:
                    short[key] = {name: self.node(each, (*path, name)) for name, each in value.items()}
            elif key == "items":
                items = self.node(value, (*path, "*"))
                short[key] = {part: each for part, each in items.items() if part != "description"}
            elif key == "description":
                if first := self._first_sentence(value, path):
                    short[key] = first
            elif key != "enum" or len(value) <= MANY_VALUES:
                short[key] = value
        if "enum" in node:
            short["type"] = "string"
        return short

    def _first_sentence(self, description: str, path: Path) -> str | None:
        """The first sentence of a field's description; None where it adds nothing for a model."""
        name = path[-1] if path and path[-1] != "*" else ""
        first = f"{description.partition('. ')[0].rstrip('.')}."
        if path in self._obvious or (name, first) in self._said or _plain(first) == _plain(name):
            return None
        self._said.add((name, first))
        return first


def _plain(text: str) -> str:
    return text.rstrip(".").replace("_", " ").casefold().removeprefix("the ")
