"""How routes are described in OpenAPI: parameters and bodies from the schemas that the skills have anyway."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from atom_xero_plugin.catalogue.schema import schema_of
from atom_xero_plugin.core.errors import ErrorBody
from atom_xero_plugin.plans.plan import PlanView

_ABOUT: Final = {
    "anyOf": [
        {
            "type": "object",
            "properties": {"id": {"type": "string"}, "name": {"type": "string"}},
            "required": ["id", "name"],
        },
        {"type": "null"},
    ]
}
_HEAD: Final[Mapping[str, Any]] = {
    "success": {"type": "boolean"},
    "organisation": _ABOUT,
    "as_of": {"type": "string", "format": "date-time"},
}


ERRORS: Final[Mapping[int, str]] = {
    400: "The arguments do not fit, or Xero refused them: `fields` and `message` say what to change.",
    401: "The token is missing, unknown, revoked or expired.",
    403: "The caller, or the Xero user behind the connection, lacks a right.",
    404: "There is no such thing.",
    408: "The request was not sent whole in time.",
    409: "The state of things does not allow this, more than one fits, or a person must check or connect again.",
    413: "The body is too large.",
    421: "The request was addressed to another host.",
    422: "The request is not shaped as this route takes it.",
    429: "Xero's rate limit is used up; `retry_after_s` says how long.",
    500: "A setting is missing or wrong, or something failed inside.",
    502: "Xero answered something that could not be understood.",
    503: "Xero or the database cannot be reached just now; try again.",
    507: "The disk of the database is full.",
}
"""What each status of a failure means, on every route; the body shows it by a code."""
_WAITS: Final = frozenset({429, 503, 507})


def answers(
    result: Mapping[str, Any] | None = None, *, status: int = 200, plans: bool = False, page: bool = False
) -> dict[Any, Any]:
    """The `responses` of a route: what success holds, the plan of a write, and every failure; a browser gets pages."""
    good = {"type": "object", "properties": {**_HEAD, "result": dict(result or {})}, "required": ["success", "result"]}
    bad = _failure()
    found: dict[Any, Any] = {status: _json("Done.", good), "default": _json("Not done; `error` says why.", bad)}
    found |= {code: _refusal(code, words) for code, words in ERRORS.items() if code != status}
    if plans:
        waiting = {**bad, "properties": {**bad["properties"], "plan": schema_of(PlanView, nulls=True)}}
        found[202] = _json("Nothing was sent to Xero yet: a person must approve this plan.", waiting)
    if page:
        for reported in found.values():
            reported["content"]["text/html"] = {"schema": {"type": "string"}}
    return found


def listing(item: Mapping[str, Any], **more: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of a list's `result`."""
    properties = {
        "items": {"type": "array", "items": dict(item)},
        "has_more": {"type": "boolean"},
        "next_cursor": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        **more,
    }
    return {"type": "object", "properties": properties, "required": list(properties)}


def open_to_all() -> dict[str, Any]:
    """The `openapi_extra` of a route that also answers without an API token."""
    return {"security": [{}]}


def takes(shape: Mapping[str, Any] | type, *, without: Iterable[str] = ()) -> dict[str, Any]:
    """The `openapi_extra` of a route that takes a JSON body."""
    schema = cut(schema_of(shape) if isinstance(shape, type) else shape, without)
    needed = bool(schema.get("required"))
    return {"requestBody": {"required": needed, "content": {"application/json": {"schema": schema}}}}


def asks(schema: Mapping[str, Any], *, without: Iterable[str] = ()) -> dict[str, Any]:
    """The `openapi_extra` of a route that takes a skill's arguments as its query."""
    properties = cut(schema, without)["properties"]
    return {"parameters": [_parameter(name, shape) for name, shape in properties.items()]}


def _parameter(name: str, shape: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"name": name, "in": "query", "required": False, "schema": shape}
    if "description" in shape:
        found["description"] = shape["description"]
    if shape.get("type") == "object":
        found |= {"style": "deepObject", "explode": True}
    return found


def cut(schema: Mapping[str, Any], without: Iterable[str]) -> dict[str, Any]:
    """A schema of arguments without some of them, which the address or the route gives."""
    left = set(without)
    properties = {name: shape for name, shape in schema.get("properties", {}).items() if name not in left}
    required = [name for name in schema.get("required", []) if name not in left]
    return {**schema, "properties": properties, "required": required} if left else dict(schema)


def _refusal(status: int, words: str) -> dict[str, Any]:
    """A failure in short; `default` describes the whole of it."""
    error = {
        "type": "object",
        "properties": {"code": {"type": "string"}, "message": {"type": "string"}, "retryable": {"type": "boolean"}},
        "required": ["code", "message", "retryable"],
    }
    properties = {"success": {"const": False}, "error": error}
    reported = _json(words, {"type": "object", "properties": properties, "required": ["success", "error"]})
    if status in _WAITS:
        seconds = {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 0}}
        reported["headers"] = {"Retry-After": seconds}
    return reported


def _failure() -> dict[str, Any]:
    properties = {**_HEAD, "error": schema_of(ErrorBody, nulls=True)}
    return {"type": "object", "properties": properties, "required": ["success", "error"]}


def _json(words: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": words, "content": {"application/json": {"schema": schema}}}
