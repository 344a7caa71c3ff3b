"""The quick check says yes to nothing that the whole validator refuses, and to whatever skills are commonly given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.schema import input_schema
from atom_xero_plugin.catalogue.validation import Customs
from atom_xero_plugin.catalogue.validation.coercion import Reader
from atom_xero_plugin.catalogue.validation.quick_check import fits

SCHEMAS: list[dict[str, Any]] = [
    {"type": "string"},
    {"type": "string", "minLength": 1, "maxLength": 2},
    {"enum": ["a", "b"]},
    {"type": "string", "pattern": "^[0-9]{1,3}$"},
    {"type": "string", "format": "date"},
    {"type": "string", "format": "decimal", "pattern": "^[0-9]+$"},
    {"type": "integer", "minimum": 0, "maximum": 3},
    {"type": "boolean", "default": False},
    {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 2},
    {
        "type": "object",
        "properties": {"a": {"type": "string"}, "b": {"type": "array", "items": {"type": "string"}}},
        "required": ["a"],
        "additionalProperties": False,
    },
]
VALUES: list[Any] = [
    "", "a", "b", "ab", "abc", "7", "7\n", "1234", "2026-06-16", "2026-02-30", "2026-6-1", "\u0662026-06-16",
    "20260616",
    -1, 0, 3, 4, True, False, None, 2.0, 2.5, float("nan"), Decimal(2),
    [], [1], [1, 2], [1, 2, 3], [True], ["1"], [1.0],
    {}, {"a": "x"}, {"a": 1}, {"a": "x", "b": ["y"]}, {"a": "x", "b": [1]}, {"a": "x", "c": 1}, {"b": []},
]  # fmt: skip


@pytest.mark.parametrize("schema", SCHEMAS, ids=str)
def test_a_yes_is_always_the_validators_too(schema: dict[str, Any]) -> None:
    """And it is sure of everything that fits but numbers of an unusual type."""
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    for value in VALUES:
        line_follows = value == "7\n" and "pattern" in schema  # Python's `$`, which the validator of skills mends
        valid = validator.is_valid(value) and not line_follows
        unusual = isinstance(value, float | Decimal) or repr(value) == "[1.0]"
        assert fits(value, schema) == (valid and not unusual), value


@pytest.mark.parametrize(
    "schema",
    [
        {},
        {"type": ["string", "null"]},
        {"anyOf": [{"type": "string"}]},
        {"enum": [1, True, None]},
        {"type": "string", "not": {"const": "a"}},
        {"type": "string", "format": "email"},
        {"type": "string", "minimum": 1},
        {"type": "object", "properties": {}},
    ],
    ids=str,
)
def test_what_it_does_not_know_is_left_to_the_validator(schema: dict[str, Any]) -> None:
    """A keyword, a format or a type that no skill uses yet; and an object that takes any field."""
    assert not any(fits(value, schema) for value in VALUES)


def test_every_skill_is_called_without_the_validator() -> None:
    """The arguments of each example fit at once: no skill's schema has a keyword that the quick check leaves."""
    left = [
        skill.name
        for skill in Registry().skills
        for example in skill.examples
        if not fits(_as_read(example.arguments, input_schema(skill)), input_schema(skill))
    ]

    assert left == []


def _as_read(arguments: Mapping[str, Any], schema: Mapping[str, Any]) -> Any:
    reader = Reader(Customs(date(2026, 6, 16), "NZ", "NZD"), None)
    return reader.read(msgspec.json.decode(msgspec.json.encode(arguments)), schema)
