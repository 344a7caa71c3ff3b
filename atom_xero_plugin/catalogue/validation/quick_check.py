"""A quick yes to arguments that fit their schema, as nearly all do: for those no validator is loaded, built or run.

It says yes only where it is sure. Of what it does not know, a keyword, a format or a type, it is never sure: then the
whole validator of JSON Schema looks, which alone says what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any, Final

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TYPES: Final[Mapping[str, type]] = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict}
"""The type that a value of each kind has; a subclass, or a number of another type, is left to the whole validator."""


def fits(value: Any, schema: Mapping[str, Any]) -> bool:
    """Whether a value surely is as its schema says."""
    kind = schema.get("type", "string" if "enum" in schema else None)
    if not isinstance(kind, str) or type(value) is not _TYPES.get(kind):
        return False
    for keyword, bound in schema.items():
        rule = _RULES.get(keyword)
        if rule is None or not rule(value, bound):
            return False
    return type(value) is not dict or _object_fits(value, schema)


def matches(pattern: str, text: str) -> bool:
    """Whether a text has a pattern of JSON Schema in it: its `$` is the very end, where Python lets a line follow."""
    return _compiled(pattern).search(text) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    ends = pattern.endswith("$") and not pattern.endswith("\\$")
    return re.compile(f"{pattern[:-1]}\\Z" if ends else pattern)


def _object_fits(value: dict[str, Any], schema: Mapping[str, Any]) -> bool:
    """Whether an object that takes no other fields has those it needs, each as it should be."""
    if schema.get("additionalProperties") is not False or any(name not in value for name in schema.get("required", ())):
        return False
    known = schema.get("properties", {})
    return all(name in known and fits(each, known[name]) for name, each in value.items())


def _is_day(value: Any, form: Any) -> bool:
    """Whether it is a day that exists; of an amount the pattern says all."""
    if form == "decimal":
        return True
    if form != "date" or not _DAY.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _always(_value: Any, _bound: Any) -> bool:
    return True


_RULES: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    **dict.fromkeys(("type", "title", "description", "default"), _always),
    **dict.fromkeys(("properties", "required", "additionalProperties"), lambda value, _bound: type(value) is dict),
    "items": lambda value, bound: type(value) is list and all(fits(each, bound) for each in value),
    "minItems": lambda value, bound: type(value) is list and len(value) >= bound,
    "maxItems": lambda value, bound: type(value) is list and len(value) <= bound,
    "minLength": lambda value, bound: type(value) is str and len(value) >= bound,
    "maxLength": lambda value, bound: type(value) is str and len(value) <= bound,
    "pattern": lambda value, bound: type(value) is str and matches(bound, value),
    "format": lambda value, bound: type(value) is str and _is_day(value, bound),
    "enum": lambda value, bound: type(value) is str and value in bound,
    "minimum": lambda value, bound: type(value) is int and value >= bound,
    "maximum": lambda value, bound: type(value) is int and value <= bound,
}
"""Whether a value keeps each keyword; one that is not meant for its type is left to the whole validator."""
