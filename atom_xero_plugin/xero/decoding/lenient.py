"""The slow way to read a record, for one that does not fit its model: what fits is kept, the rest is named.

Xero's spec is not what Xero sends: numbers as text, one object where a list is documented, empty text for anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from atom_xero_plugin.xero.decoding.fields import Field, fields_of, from_wire

S = TypeVar("S", bound=Struct)


class Problem(Struct, frozen=True, gc=False):
    """A field that could not be read and was left empty; what Xero sent is still in the record's `raw`."""

    path: str
    """Dotted Xero name, for example `LineItems.0.Quantity`."""
    message: str


def read_leniently(kind: type[S], data: Any, problems: list[Problem], at: str = "") -> S:
    """A record or part with every field of `data` that can be read; the others are added to `problems`."""
    if isinstance(data, list) and len(data) == 1:
        data = data[0]
    if not isinstance(data, Mapping):
        problems.append(Problem(at, f"Expected an object, got {_named(data)}"))
        return kind()
    values = {}
    for field in fields_of(kind):
        value = data.get(field.key)
        if value is not None:
            read = _read(field, value, problems, f"{at}.{field.key}" if at else field.key)
            if read is not None:
                values[field.attribute] = read
    return kind(**values)


def _read(field: Field, value: Any, problems: list[Problem], at: str) -> Any:
    if field.many:
        many = value if isinstance(value, list) else [value]
        return [read_leniently(field.leaf, each, problems, f"{at}.{number}") for number, each in enumerate(many)]
    if value == "" and field.leaf is not str:
        return None
    if field.is_part:
        return read_leniently(field.leaf, value, problems, at)
    try:
        return _leaf(field, value)
    except (msgspec.ValidationError, ArithmeticError) as error:
        problems.append(Problem(at, str(error)))
        return None


def _leaf(field: Field, value: Any) -> Any:
    if (field.leaf is str or field.is_word) and isinstance(value, (bool, int, Decimal)):
        return str(value).lower() if isinstance(value, bool) else str(value)
    return msgspec.convert(value, field.leaf, strict=False, dec_hook=from_wire)


def _named(value: Any) -> str:
    return {str: "text", list: "a list", bool: "true or false", type(None): "nothing"}.get(type(value), "a number")
