"""What may be sent to Xero: a body is checked against the TypedDict of its kind before it becomes a write.

A record just read cannot be sent back: Xero refuses or ignores its read-only fields, and a contact sent whole inside an
invoice would change that contact. `checked` lets only what stands in the shape through.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any, get_args, get_type_hints, is_typeddict

from atom_xero_plugin.core.errors import FieldError, InvalidArguments
from atom_xero_plugin.core.money import unsigned


def checked(body: Mapping[str, Any], shape: Any, at: str = "") -> dict[str, Any]:
    """A copy of a body that holds only what its shape allows; what is None is left out.

    Raises InvalidArguments with the path of a field that cannot be sent, of a float where money is exact, or of an
    instant where a day is meant.
    """
    allowed = _fields(shape)
    sent = {}
    for name, value in body.items():
        if name not in allowed:
            raise _refused(f"{at}/{name}", "cannot be sent to Xero here")
        if value is not None:
            sent[name] = _value(value, allowed[name], f"{at}/{name}")
    return sent


@cache
def _fields(shape: Any) -> dict[str, Any]:
    return get_type_hints(shape)


def _value(value: Any, requested: Any, at: str) -> Any:
    if isinstance(value, (float, datetime)):
        raise _refused(at, "must be exact: a Decimal for an amount, a date for a day")
    if isinstance(value, Decimal):
        return unsigned(value)
    if is_typeddict(requested):
        if not isinstance(value, Mapping):
            raise _refused(at, "must be an object")
        return checked(value, requested, at)
    if get_args(requested):
        if not isinstance(value, (list, tuple)):
            raise _refused(at, "must be a list")
        return [_value(each, get_args(requested)[0], f"{at}/{number}") for number, each in enumerate(value)]
    return value


def _refused(at: str, message: str) -> InvalidArguments:
    return InvalidArguments(f"{at.removeprefix('/')} {message}.", fields=[FieldError(at, message)])
