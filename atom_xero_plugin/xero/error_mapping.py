"""Xero's refusals and faults as our errors, with every validation message and where it belongs.

Source: developer.xero.com, "Requests and responses" and "HTTP response codes".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from atom_xero_plugin.core.errors import (
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
from atom_xero_plugin.core.quoting import one_line
from atom_xero_plugin.rate_limits.gate import wait_of
from atom_xero_plugin.xero.error_messages import LONGEST, MOST, ErrorAnswer, clean, parse_error_answer

_DEEPEST: Final = 12
_SERVER_FAULTS: Final = 500
_BAD_BODY, _BAD_WHERE, _TOO_MUCH = 14, 16, 51
_LACKS_SCOPE = re.compile(r"(?i)insuffici?ent_?\s?scope")
"""As RFC 6750 spells it, and as Xero's own FAQ does: `insufficent_scope`."""


def failure_of(
    status: int, headers: Mapping[str, str], body: bytes, *, now: datetime | None = None, reading: str | None = None
) -> XeroPluginError:
    """The error that an answer with this status stands for; never one that holds the request.

    Args:
        status: From 300 on.
        headers: Their names in small letters, or a mapping that does not care.
        body: Judged by what it is, whatever the header calls it.
        now: When it came; a Retry-After that names a time is reckoned from there, or from the answer's own Date.
        reading: The path, where something was read: of a list, 404 does not say that a record is missing.
    """
    reference = headers.get("xero-correlation-id")
    reported = parse_error_answer(headers, body, heads_only=status >= _SERVER_FAULTS)
    detail = _detail(reported)
    match status:
        case 400 | 409 | 413 | 414 | 415 | 422:
            return _refused(reported, reference)
        case 401:
            return _unauthorised(headers, detail, reference)
        case 403:
            return _forbidden(headers, detail, reference)
        case 404 if reading == "Organisation":
            return _no_organisation(detail, reference)
        case 404 if reading is not None and "/" not in reading:
            return NotFound(f"Xero does not find {reading} there. {detail}".strip(), reference=reference)
        case 404:
            return NotFound(f"Xero has no such record. {detail}".strip(), reference=reference)
        case 412:
            return Conflict(f"Xero refused the request as it stands (412). {detail}".strip(), reference=reference)
        case 429:
            return _limited(headers, reference, detail, now)
        case status if status >= _SERVER_FAULTS:
            return XeroUnavailable(f"Xero is not working (HTTP {status}). {detail}".strip(), reference=reference)
        case _:
            return UnexpectedAnswer(f"Xero answered HTTP {status}. {detail}".strip(), reference=reference)


def _detail(reported: ErrorAnswer) -> str:
    """The main sentence, and the single reasons that it does not hold: it may be no more than a heading of theirs."""
    single = [*(field.message for field in _fields(reported.document)), *reported.reasons]
    rest = [each for each in dict.fromkeys(single) if each not in reported.sentence]
    return " ".join(filter(None, (reported.sentence, *rest)))[:LONGEST]


def refusals_in(body: bytes) -> XeroRefused | None:
    """The refusal inside an answer with status 200, as a write with summarizeErrors=false gives it."""
    if b'"ERROR"' not in body and b'"ValidationErrors"' not in body:
        return None
    document = parse_error_answer({}, body).document
    if not any(_validation_errors(document, "", of="ValidationErrors")) and not _is_error(document):
        return None
    fields = _fields(document)
    return XeroRefused(_sentence(fields, ""), fields=fields)


def _is_error(document: Mapping[str, Any]) -> bool:
    """Whether Xero calls an element refused, be it without a reason."""
    rows = [row for rows in document.values() if isinstance(rows, list) for row in rows if isinstance(row, Mapping)]
    return any(row.get("StatusAttributeString") == "ERROR" for row in rows)


def is_expired(headers: Mapping[str, str], body: bytes) -> bool:
    """Whether a new token may help a 401: unless it says that a scope is missing, one that says nothing too."""
    return not _lacks_scope(headers, parse_error_answer(headers, body).sentence)


def _refused(reported: ErrorAnswer, reference: str | None) -> XeroPluginError:
    detail = reported.sentence
    if "Idempotency Key" in detail:
        return OurFault(f"Xero refused a reused idempotency key. {detail}", reference=reference)
    if reported.number == _TOO_MUCH:
        return InvalidArguments(
            f"This asks for too much at once. {detail}",
            hint="Filter it by dates, status or contact.",
            reference=reference,
        )
    fields = _fields(reported.document) or [FieldError("", each) for each in reported.reasons]
    if reported.number in (_BAD_BODY, _BAD_WHERE) and not fields:
        return XeroRefused(f"Xero could not read the request. {detail}", reference=reference)
    return XeroRefused(_sentence(fields, detail), fields=fields, reference=reference)


def _no_organisation(detail: str, reference: str | None) -> UnexpectedAnswer:
    """What every organisation has is not there: that says nothing of any record."""
    return UnexpectedAnswer(
        f"Xero does not find the organisation itself (HTTP 404). {detail}".strip(),
        hint="The organisation may be gone, or XERO_API_URL is not Xero's. `atom-xero doctor` shows which answers.",
        reference=reference,
    )


def _unauthorised(headers: Mapping[str, str], detail: str, reference: str | None) -> XeroPluginError:
    if _lacks_scope(headers, detail):
        return _scope_missing(detail, reference)
    return ReconnectNeeded(f"Xero does not accept this connection's token. {detail}", reference=reference)


def _lacks_scope(headers: Mapping[str, str], detail: str) -> bool:
    """Xero reports a missing scope by 401 or 403, in the header or in the detail; only these words distinguish it."""
    reported = f"{headers.get('www-authenticate', '')} {detail}"
    return _LACKS_SCOPE.search(reported) is not None or "AuthorizationUnsuccessful" in detail


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


def _limited(headers: Mapping[str, str], reference: str | None, detail: str, now: datetime | None) -> RateLimited:
    which = one_line(headers.get("x-rate-limit-problem", "unknown"))[:40]
    message = f"Xero's {which} limit is used up. {detail}".strip()
    return RateLimited(message, retry_after_s=wait_of(headers, now), reference=reference)


def _fields(document: Mapping[str, Any]) -> list[FieldError]:
    """Every reason with its path: what was refused first, then what Xero only warns of."""
    both = [*_validation_errors(document, "", of="ValidationErrors"), *_validation_errors(document, "", of="Warnings")]
    return list(dict.fromkeys([*both, *_by_field(document)]))[:MOST]


def _by_field(document: Mapping[str, Any]) -> Iterator[FieldError]:
    """The reasons of other APIs.

    That of projects has `modelState`, lists of messages by the names of fields; that of assets has lists of reasons, of
    fields with dots in their names, and of the whole.
    """
    for error in (*_listed(document, "resourceValidationErrors"), *_listed(document, "fieldValidationErrors")):
        message = error.get("localisedMessage") or error.get("detail")
        if isinstance(message, str) and (said := clean(message)):
            yield FieldError(_path(error.get("fieldName")), said)
    reported = document.get("modelState")
    for name, messages in reported.items() if isinstance(reported, Mapping) else ():
        for each in messages if isinstance(messages, list) else [messages]:
            if isinstance(each, str) and (said := clean(each)):
                yield FieldError(f"/{name}", said)


def _listed(document: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = document.get(name)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def _path(field: Any) -> str:
    return f"/{field.replace('.', '/')}" if isinstance(field, str) and field else ""


def _validation_errors(node: Any, path: str, *, of: str, depth: int = 0) -> Iterator[FieldError]:
    """Every list of that name, however deep, with the path of the element it stands in."""
    if depth > _DEEPEST:
        return
    if isinstance(node, list):
        for number, item in enumerate(node):
            yield from _validation_errors(item, f"{path}/{number}", of=of, depth=depth + 1)
    elif isinstance(node, Mapping):
        reported = node.get(of)
        for error in reported if isinstance(reported, list) else ():
            message = error.get("Message") or error.get("Description") if isinstance(error, Mapping) else error
            if said := clean(str(message or error)):
                yield FieldError(path, said)
        for name, item in node.items():
            if name not in {"ValidationErrors", "Warnings"}:
                yield from _validation_errors(item, f"{path}/{name}", of=of, depth=depth + 1)


def _sentence(fields: list[FieldError], detail: str) -> str:
    messages = list(dict.fromkeys(field.message for field in fields))
    reported = " ".join(messages) if messages else detail or "It gave no reason."
    return f"Xero refused the request: {reported}"[:LONGEST]
