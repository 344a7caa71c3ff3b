"""Arguments made from a schema: every value that it allows, in the corners too."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st


def values(node: dict[str, Any]) -> st.SearchStrategy[Any]:
    """What a model may send for one schema of ours. Text without a pattern is short and not empty."""
    if "anyOf" in node:
        return st.one_of([values(each) for each in node["anyOf"]])
    if "enum" in node:
        return st.sampled_from(node["enum"])
    kinds = node["type"] if isinstance(node["type"], list) else [node["type"]]
    return st.one_of([_of_kind(kind, node) for kind in kinds])


def _of_kind(kind: str, node: dict[str, Any]) -> st.SearchStrategy[Any]:
    if kind == "null":
        return st.none()
    if kind == "boolean":
        return st.booleans()
    if kind == "integer":
        return st.integers(node.get("minimum", -9), node.get("maximum", 9_999))
    if kind == "array":
        return st.lists(
            values(node["items"]), min_size=node.get("minItems", 0), max_size=min(node.get("maxItems", 3), 3)
        )
    if kind == "object":
        return _object(node)
    if "pattern" in node:
        return st.from_regex(node["pattern"], fullmatch=True).filter(
            lambda text: len(text) <= node.get("maxLength", 50)
        )
    if node.get("format") == "date":
        return st.dates().map(str)
    return st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)


def _object(node: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    requested = node.get("required", ())
    needed = {name: values(each) for name, each in node["properties"].items() if name in requested}
    others = {name: values(each) for name, each in node["properties"].items() if name not in requested}
    return st.fixed_dictionaries(needed, optional=others)


def with_nulls(node: dict[str, Any], value: Any) -> Any:
    """The same arguments as a strict client sends them: null for everything that was left out."""
    if isinstance(value, list):
        return [with_nulls(node["items"], each) for each in value]
    if isinstance(value, dict):
        shapes = node["properties"]
        return {name: with_nulls(shapes[name], value[name]) if name in value else None for name in shapes}
    return value
