"""A record's JSON without its model: for what the model does not know, and for what does not fit it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec
from msgspec import Struct

from atom_xero_plugin.xero.decoding.fields import fields_of

_any = msgspec.json.Decoder(float_hook=Decimal)


def untyped(raw: bytes) -> Any:
    """The value that the JSON is, fractions as Decimal; None if it cannot be read at all."""
    try:
        return _any.decode(raw.decode("utf-8", "replace"))
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None


def unknown_fields(kind: type[Struct], data: Any, at: str = "") -> list[tuple[str, Any]]:
    """The fields of `data`, however deep, that its model does not have: dotted Xero name and value."""
    if not isinstance(data, Mapping):
        return []
    known = {field.key: field for field in fields_of(kind)}
    found = []
    for key, value in data.items():
        path = f"{at}{key}"
        if key not in known:
            found.append((path, value))
        elif known[key].many and isinstance(value, list):
            for number, each in enumerate(value):
                found += unknown_fields(known[key].leaf, each, f"{path}.{number}.")
        elif known[key].is_part:
            found += unknown_fields(known[key].leaf, value, f"{path}.")
    return found
