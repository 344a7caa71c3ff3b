"""Xero's refusals and faults as our errors, with every validation message and where it belongs.

Source: developer.xero.com, "Requests and responses" and "HTTP response codes".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from atom_xero_plugin.errors import (
    Conflict,
    FieldError,
    InvalidArguments,
    NotAllowed,
    NotFound,
    OurFault,
    RateLimited,
    ReconnectNeeded,
    ScopeMissing,
    UnexpectedAnswer,
    XeroPluginError,
    XeroRefused,
    XeroUnavailable,
)
from atom_xero_plugin.xero.limits import whole_number

_LONGEST = 1_000
_SECRET = re.compile(r"(?i)bearer\s+\S+|eyJ[\w-]{8,}\.[\w-]+(\.[\w-]*)?")
_BAD_BODY, _BAD_WHERE, _TOO_MUCH = 14, 16, 51
_LACKS_SCOPE = re.compile(r"(?i)insuffici?ent_?\s?scope")
"""As RFC 6750 spells it, and as Xero's own FAQ does: `insufficent_scope`."""


def failure_of(status: int, headers: Mapping[str, str], body: bytes) -> XeroPluginError:
    """The error that an answer with this status stands for; never one that holds the request."""
    reference = headers.get("xero-correlation-id")
    told = _json(headers, body)
    detail = _clean(str(told.get("Detail") or told.get("Message") or _text(headers, body)))
    match status:
        case 400:
            return _refused(told, detail, reference)
        case 401:
            return _unauthorised(headers, detail, reference)
        case 403:
            return _forbidden(headers, detail, reference)
        case 404:
            return NotFound(f"Xero has no such record. {detail}".strip(), reference=reference)
        case 412:
            return Conflict(f"Xero refused the request as it stands (412). {detail}".strip(), reference=reference)
        case 429:
            return _limited(headers, reference)
        case status if status >= 500:  # noqa: PLR2004 - the class of server errors
            return XeroUnavailable(f"Xero is not working (HTTP {status}). {detail}".strip(), reference=reference)
        case _:
            return UnexpectedAnswer(f"Xero answered HTTP {status}. {detail}".strip(), reference=reference)


def refusals_in(body: bytes) -> XeroRefused | None:
    """The refusal inside an answer with status 200, as a write with summarizeErrors=false gives it."""
    if b'"ERROR"' not in body and b'"ValidationErrors"' not in body:
        return None
    fields = list(_validation_errors(_json({}, body), ""))
    return XeroRefused(_sentence(fields, ""), fields=fields) if fields else None


def is_expired(headers: Mapping[str, str], body: bytes) -> bool:
    """Whether a 401 is about the token's age, so that a refresh helps; a missing scope is not."""
    return b"TokenExpired" in body and not _lacks_scope(headers, "")


def _refused(told: Mapping[str, Any], detail: str, reference: str | None) -> XeroPluginError:
    number = told.get("ErrorNumber")
    if "Idempotency Key" in detail:
        return OurFault(f"Xero refused a reused idempotency key. {detail}", reference=reference)
    if number == _TOO_MUCH:
        return InvalidArguments(
            f"This asks for too much at once. {detail}",
            hint="Narrow it by dates, status or contact.",
            reference=reference,
        )
    if number in (_BAD_BODY, _BAD_WHERE):
        return XeroRefused(f"Xero could not read the request. {detail}", reference=reference)
    fields = list(_validation_errors(told, ""))
    return XeroRefused(_sentence(fields, detail), fields=fields, reference=reference)


def _unauthorised(headers: Mapping[str, str], detail: str, reference: str | None) -> XeroPluginError:
    if _lacks_scope(headers, detail):
        return _scope_missing(detail, reference)
    return ReconnectNeeded(f"Xero does not accept this connection's token. {detail}", reference=reference)


def _lacks_scope(headers: Mapping[str, str], detail: str) -> bool:
    """Xero tells of a missing scope by 401 or 403, in the header or in the detail; only these words tell it apart."""
    told = f"{headers.get('www-authenticate', '')} {detail}"
    return _LACKS_SCOPE.search(told) is not None or "AuthorizationUnsuccessful" in detail


def _scope_missing(detail: str, reference: str | None) -> ScopeMissing:
    return ScopeMissing(
        f"Xero says that this connection lacks a scope. {detail}".strip(),
        hint="Add the scope to XERO_SCOPES and run `atom-xero connect` again; a new token alone would not help.",
        reference=reference,
    )


def _forbidden(headers: Mapping[str, str], detail: str, reference: str | None) -> XeroPluginError:
    if _lacks_scope(headers, detail):
        return _scope_missing(detail, reference)
    if "AuthenticationUnsuccessful" in detail:
        return ReconnectNeeded(
            "Xero does not let this connection into the organisation: it was disconnected, or is another's.",
            reference=reference,
        )
    return NotAllowed(
        f"Xero does not allow this. {detail}",
        hint="The Xero user behind the connection may lack a role, or the app a scope.",
        reference=reference,
    )


def _limited(headers: Mapping[str, str], reference: str | None) -> RateLimited:
    which = headers.get("x-rate-limit-problem", "unknown")
    seconds = whole_number(headers.get("retry-after"))
    return RateLimited(f"Xero's {which} limit is used up.", retry_after_s=seconds, reference=reference)


def _validation_errors(node: Any, path: str) -> Iterator[FieldError]:
    """Every ValidationErrors list, however deep, with the path of the element it stands in."""
    if isinstance(node, list):
        for number, item in enumerate(node):
            yield from _validation_errors(item, f"{path}/{number}")
    elif isinstance(node, Mapping):
        told = node.get("ValidationErrors")
        for error in told if isinstance(told, list) else ():
            if isinstance(error, Mapping):
                yield FieldError(path, _clean(str(error.get("Message") or error.get("Description") or error)))
        for name, item in node.items():
            if name not in {"ValidationErrors", "Warnings"}:
                yield from _validation_errors(item, f"{path}/{name}")


def _sentence(fields: list[FieldError], detail: str) -> str:
    messages = list(dict.fromkeys(field.message for field in fields))
    told = " ".join(messages) if messages else detail or "It gave no reason."
    return f"Xero refused the request: {told}"[:_LONGEST]


def _json(headers: Mapping[str, str], body: bytes) -> Mapping[str, Any]:
    if "html" in headers.get("content-type", ""):
        return {}
    try:
        told = msgspec.json.decode(body)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _text(headers: Mapping[str, str], body: bytes) -> str:
    """Plain text as it is; a page of HTML says nothing to anyone."""
    if "html" in headers.get("content-type", "") or body.lstrip()[:1] in {b"{", b"[", b"<"}:
        return ""
    return body.decode("utf-8", "replace")


def _clean(text: str) -> str:
    """One line, bounded, without anything that looks like a token."""
    return _SECRET.sub("***", " ".join(text.split()))[:_LONGEST]
