"""Arguments as flags, next to JSON: `status=overdue`, `dates.from=2026-01-01`, `lines.0.unit_amount=150.00`.

A value is the text behind the first `=`, exactly; what it means is decided by the field's type, as everywhere. A list
of plain values takes commas (a backslash before one within a value) or the key again; a part of a list its place, from
0 on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from atom_xero_plugin.catalogue.validation import decoded
from atom_xero_plugin.core.errors import FieldError, InvalidArguments

_COMMA: Final = re.compile(r"(?<!\\),")
_LARGEST_PLACE: Final = 999
_DEEPEST: Final = 6


def with_flags(given: Mapping[str, Any], flags: Sequence[str], schema: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments with each KEY=VALUE put into its place. Raises InvalidArguments that names the flag.

    Args:
        given: arguments that were said otherwise.
        flags: KEY=VALUE each.
        schema: of all arguments, which distinguishes lists and parts from plain values.
    """
    arguments: dict[str, Any] = {}
    for flag in flags:
        key, separator, value = flag.partition("=")
        parts = key.strip().split(".")
        if not separator or not all(parts) or len(parts) > _DEEPEST:
            raise InvalidArguments(
                f"{flag[:80]!r} is not KEY=VALUE, for example status=overdue or dates.from=2026-01-01.",
                hint="Quote a value that has blanks: 'contact=Kauri Grove Cafe'. JSON goes to --input.",
            )
        _put(arguments, parts, value, schema, key)
    if twice := sorted(set(arguments) & set(given)):
        raise _invalid(twice[0], "is given twice; give it once, as KEY=VALUE, by --file or in --input")
    return {**given, **arguments}


def object_of(text: str) -> dict[str, Any]:
    """JSON text as the arguments that it holds. Raises InvalidArguments."""
    try:
        found = decoded(text)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise InvalidArguments(f"The arguments are not a JSON object: {str(error)[:200]}.") from None
    if not isinstance(found, dict):
        raise InvalidArguments(f"The arguments are not a JSON object, but {type(found).__name__}.")
    return found


def _put(into: Any, parts: Sequence[str], value: str, schema: Mapping[str, Any], key: str) -> None:
    """Put a value where its key says, making the parts on the way."""
    first, *rest = parts
    name, shape = (
        (_place(into, first, key), schema.get("items", {})) if isinstance(into, list) else _named(first, schema)
    )
    if rest:
        there = _there(into, name)
        if there is None:
            there = [] if shape.get("type") == "array" else {}
            _set(into, name, there)
        if not isinstance(there, (dict, list)):
            raise _invalid(key, "is given as a whole and in parts")
        _put(there, rest, value, shape, key)
        return
    there, typed = _there(into, name), _typed(value, shape)
    if there is None:
        _set(into, name, typed)
    elif isinstance(there, list) and isinstance(typed, list):
        there += typed
    else:
        raise _invalid(key, "is given twice")


def _named(first: str, schema: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """A field's name, also with dashes; and its shape, if there is such a field."""
    fields = schema.get("properties", {})
    name = first if first in fields else first.replace("-", "_")
    return (name if name in fields else first), fields.get(name, {})


def _place(into: list[Any], part: str, key: str) -> int:
    if not part.isdecimal() or int(part) > _LARGEST_PLACE or int(part) > len(into):
        raise _invalid(key, f"must name a place in the list from 0 on, one after the other; {len(into)} comes next")
    return int(part)


def _there(into: Any, name: Any) -> Any:
    if isinstance(into, list):
        return into[name] if name < len(into) else None
    return into.get(name)


def _set(into: Any, name: Any, value: Any) -> None:
    if isinstance(into, list):
        into.append(value)
    else:
        into[name] = value


def _typed(value: str, shape: Mapping[str, Any]) -> Any:
    """Text; for a list of plain values its parts. JSON for a list or an object is read where arguments are."""
    if shape.get("type") != "array" or value.lstrip().startswith(("[", "{")):
        return value
    return [each.replace("\\,", ",").strip() for each in _COMMA.split(value)] if value.strip() else []


def _invalid(key: str, words: str) -> InvalidArguments:
    return InvalidArguments(f"{key[:80]}: {words}.", fields=[FieldError(f"/{key.replace('.', '/')}", words)])
