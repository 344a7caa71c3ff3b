"""Reading a request: its body as JSON or a form, never more than allowed; its query as a skill's arguments."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, TypeVar
from urllib.parse import parse_qs

import msgspec
from fastapi import Request

from atom_xero_plugin.catalogue.validation import LARGEST, check_struct, decoded
from atom_xero_plugin.core.errors import FieldError, InvalidArguments
from atom_xero_plugin.interfaces.http.errors import NotUnderstood, TooLarge

OURS: Final = frozenset({"organisation", "approve"})
"""Query parameters that say how to ask, and are no argument of a skill."""
_INTEGER: Final = re.compile(r"-?[0-9]{1,18}")
_BOOLEANS: Final = {"true": True, "1": True, "false": False, "0": False}
T = TypeVar("T")


async def body_of(request: Request, *, most: int = LARGEST) -> bytes:
    """The body, of at most so many bytes.

    Raises TooLarge unread if its length is said to be more, else as soon as it is.
    """
    too_large = TooLarge(f"The body has more than {most:,} bytes, the most that this route takes.")
    reported, parts, size = request.headers.get("content-length", ""), list[bytes](), 0
    if reported.isdecimal() and (len(reported) > len(str(most)) or int(reported) > most):
        raise too_large
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise too_large
        parts.append(part)
    return b"".join(parts)


async def json_of(request: Request, *, most: int = LARGEST) -> dict[str, Any]:
    """The body as a JSON object; an empty one for no body. Raises NotUnderstood or TooLarge."""
    body = await body_of(request, most=most)
    if not body.strip():
        return {}
    try:
        found = decoded(body)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise NotUnderstood(f"The body is not JSON: {str(error)[:200]}.") from None
    if not isinstance(found, dict):
        raise NotUnderstood("The body must be a JSON object.")
    return found


async def struct_of(request: Request, shape: type[T], *, most: int = LARGEST) -> T:
    """The body as a Struct. Raises NotUnderstood with each wrong field's path, or TooLarge."""
    return struct_from(await json_of(request, most=most), shape)


def struct_from(given: Mapping[str, Any], shape: type[T]) -> T:
    """A JSON object as a Struct. Raises NotUnderstood with each wrong field's path."""
    try:
        found: T = check_struct(shape, given, of="This route")
    except InvalidArguments as error:
        raise NotUnderstood(error.message, fields=error.fields) from None
    return found


async def form_of(request: Request) -> dict[str, str]:
    """The body as an HTML form, each field once. Raises NotUnderstood or TooLarge."""
    return {name: values[0] for name, values in (await fields_of(request, most=50)).items()}


async def fields_of(request: Request, *, most: int = 20_000) -> dict[str, list[str]]:
    """The body as an HTML form: each field with its values in order, blank ones too.

    Raises NotUnderstood, also for more than `most` fields, or TooLarge.
    """
    body = await body_of(request)
    try:
        return parse_qs(body.decode("ascii"), max_num_fields=most, keep_blank_values=True)
    except ValueError:
        raise NotUnderstood("The body is not a form.") from None


def query_of(request: Request, schema: Mapping[str, Any]) -> dict[str, Any]:
    """The query as arguments of a skill: `limit=5`, `dates[from]=2026-06-01`. What it does not know, the skill refuses.

    Raises NotUnderstood for a parameter that is given twice.
    """
    arguments: dict[str, Any] = {}
    for name, text in request.query_params.multi_items():
        if name in OURS:
            continue
        outer, _, inner = name.partition("[")
        shape = schema.get("properties", {}).get(outer, {})
        if inner.endswith("]") and shape.get("type") == "object":
            place, key, shape = arguments.setdefault(outer, {}), inner[:-1], shape["properties"].get(inner[:-1], {})
        else:
            place, key = arguments, name
        if key in place:
            twice = FieldError(f"/{name}", "is given twice")
            raise NotUnderstood(f"{name[:60]} is given twice.", fields=[twice])
        place[key] = _value(text, shape.get("type"))
    return arguments


def _value(text: str, kind: str | None) -> Any:
    if kind == "integer" and _INTEGER.fullmatch(text):
        return int(text)
    if kind == "boolean":
        return _BOOLEANS.get(text.lower(), text)
    return text
