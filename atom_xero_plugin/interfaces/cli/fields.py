"""What a skill takes, for people: each field with its type, what is allowed, its default, and its parts."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

_KINDS: Final = {"string": "text", "integer": "whole number", "boolean": "yes or no", "object": "parts"}
_FORMS: Final = {"decimal": "exact amount", "date": "day"}
_WIDTH: Final = 100


def fields_of(schema: Mapping[str, Any], indent: str = "  ") -> Iterator[str]:
    """A line a field, with lines for what it allows and for the parts of lists and objects, deeper and deeper."""
    required = schema.get("required", ())
    for name, node in schema.get("properties", {}).items():
        needed = " (required)" if name in required else ""
        deeper = f"{indent}    "
        yield from textwrap.wrap(
            f"{name}{needed}: {_kind(node)}", _WIDTH, initial_indent=indent, subsequent_indent=deeper
        )
        words = [node.get("description", ""), _default(node)]
        reported = " ".join(each for each in words if each)
        yield from textwrap.wrap(reported, _WIDTH, initial_indent=deeper, subsequent_indent=deeper)
        yield from fields_of(node, deeper)
        yield from fields_of(node.get("items") or {}, deeper)


def _kind(node: Mapping[str, Any]) -> str:
    if "enum" in node:
        return f"one of {', '.join(map(str, node['enum']))}"
    if node.get("type") == "array":
        return f"list of {_kind(node.get('items') or {})}{_bounds(node, 'minItems', 'maxItems')}"
    form = _FORMS.get(str(node.get("format")))
    kind = form or _KINDS.get(str(node.get("type")), str(node.get("type", "anything")))
    return kind + _bounds(node, "minimum", "maximum")


def _bounds(node: Mapping[str, Any], low: str, high: str) -> str:
    least, most = node.get(low), node.get(high)
    if least is not None and most is not None:
        return f", {least} to {most}"
    return f", at most {most}" if most is not None else ""


def _default(node: Mapping[str, Any]) -> str:
    if node.get("default") in (None, [], "", False):
        return ""
    default = node["default"]
    return f"Left out: {default if isinstance(default, str) else msgspec.json.encode(default).decode()}."
