"""Arguments that went wrong in the ways people, models and attackers make them wrong, made from a skill's schema."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import strategies as st

from atom_xero_plugin.catalogue.schema import input_schema
from atom_xero_plugin.catalogue.skill import Skill

INJECTIONS = (
    '" OR Name!="',
    'x" || Name.Contains("a',
    "'; DROP TABLE grants; --",
    "../../Connections",
    '\\"\\',
    "a\nX-Injected: 1",
    "{{7*7}}",
    "a\x00b",
    "%22%20OR%201==1",
    "1,2,3",
)
UNKNOWN_IDS = (
    "00000000-0000-0000-0000-000000000000",
    "INV-999999",
    "not-a-guid",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
)
BAD_DATES = ("2026-02-30", "2026-13-01", "31/12/2026", "0000-00-00", "tomorrow", "99999-01-01")
BAD_NUMBERS = (float("nan"), float("inf"), -1, -(10**30), 10**30, 1e308, "-5.00", "NaN", "1e9", "0.00001", "")
WRONG_TYPES: tuple[Any, ...] = (None, True, 0, 1.5, [], {}, [[]], {"a": 1}, "", [None], [1, 2])
HUGE = ("A" * 5_000, "é" * 300_000)


def wrong_arguments(skill: Skill) -> st.SearchStrategy[dict[str, Any]]:
    """One of the skill's examples with one to three things wrong in it."""
    schema = input_schema(skill)
    examples = st.sampled_from([dict(example.arguments) for example in skill.examples])
    mutations = st.lists(_mutation(schema), min_size=1, max_size=3)
    return st.builds(_apply, examples, mutations)


def _apply(example: dict[str, Any], mutations: list[Callable[[dict[str, Any]], None]]) -> dict[str, Any]:
    invalid = copy.deepcopy(example)
    for mutate in mutations:
        mutate(invalid)
    return invalid


def _mutation(schema: dict[str, Any]) -> st.SearchStrategy[Callable[[dict[str, Any]], None]]:
    fields = list(_fields(schema, ()))
    values = st.sampled_from((*INJECTIONS, *UNKNOWN_IDS, *BAD_DATES, *BAD_NUMBERS, *WRONG_TYPES, *HUGE)) | st.text(
        max_size=30
    )
    unknown = st.text(min_size=1, max_size=12).map(lambda name: lambda args: args.__setitem__(f"x{name}", 1))
    required = schema.get("required", [])
    choices: list[st.SearchStrategy[Any]] = [unknown]
    if required:
        choices.append(st.sampled_from(required).map(lambda name: lambda args: args.pop(name, None)))
    if fields:
        choices += [st.builds(_setter, st.sampled_from(fields), values)] * 4
    return st.one_of(choices)


def _fields(schema: dict[str, Any], path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for name, node in schema.get("properties", {}).items():
        yield (*path, name)
        yield from _fields(node, (*path, name))
        if isinstance(node.get("items"), dict):
            yield from _fields(node["items"], (*path, name, "0"))


def _setter(path: tuple[str, ...], value: Any) -> Callable[[dict[str, Any]], None]:
    def put(arguments: dict[str, Any]) -> None:
        node: Any = arguments
        for part in path[:-1]:
            node = _inner(node, part)
        if isinstance(node, dict):
            node[path[-1]] = copy.deepcopy(value)

    return put


def _inner(node: Any, part: str) -> Any:
    if isinstance(node, list):
        return node[0] if node else None
    return node.get(part) if isinstance(node, dict) else None
