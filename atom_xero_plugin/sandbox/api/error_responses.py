"""Every class of refusal in Xero's own shapes: some JSON, some plain text, some HTML, as the real ones are.

Source: developer.xero.com, "HTTP response codes", "Requests and responses".
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any, Final
from uuid import uuid4

import msgspec

from atom_xero_plugin.sandbox.api.call import Result
from atom_xero_plugin.sandbox.faults import Fault

_LOG: Final = logging.getLogger(__name__)
_ENCODER = msgspec.json.Encoder(decimal_format="number")
_PLAIN = "text/plain; charset=utf-8"
_HTML = "text/html; charset=utf-8"


class Refused(Exception):
    """The call is answered with this result instead of what it asked for."""

    def __init__(self, result: Result) -> None:
        """Answer with `result`."""
        super().__init__(f"HTTP {result.status}")
        self.result = result


def _json(status: int, body: dict[str, Any], *headers: tuple[str, str]) -> Refused:
    return Refused(Result(_ENCODER.encode(body), status, headers=headers))


def bad_request(number: int, kind: str, message: str, elements: bytes | None = None) -> Refused:
    """400 with an ErrorNumber; `elements` is a JSON list, already encoded."""
    head = _ENCODER.encode({"ErrorNumber": number, "Type": kind, "Message": message})
    body = head if elements is None else head[:-1] + b',"Elements":' + elements + b"}"
    return Refused(Result(body, 400))


def validation(elements: bytes) -> Refused:
    """10: an element breaks rules of the books."""
    return bad_request(10, "ValidationException", "A validation exception occurred", elements)


def bad_body(message: str) -> Refused:
    """14: the body cannot be read."""
    return bad_request(14, "PostDataInvalidException", message)


def bad_where(message: str) -> Refused:
    """16: the `where` or `order` cannot be read."""
    return bad_request(16, "QueryParseException", message)


def high_volume() -> Refused:
    """51: an unoptimised filter on large books."""
    return bad_request(
        51, "HighVolumeException", "The request exceeds the high volume threshold; use optimised filters."
    )


def bad_argument(message: str) -> Refused:
    """400 for a parameter that is missing or wrong: a plain sentence that calls itself HTML (xero-node issue 502)."""
    return Refused(Result(message.encode(), 400, _HTML))


def idempotency(message: str) -> Refused:
    """400 of the idempotency check."""
    return bad_request(10, "ValidationException", message)


def unauthorised(detail: str, *, scope: bool = False) -> Refused:
    """401 in PascalCase; a missing scope says so in WWW-Authenticate."""
    headers = (("WWW-Authenticate", 'Bearer error="insufficient_scope"'),) if scope else ()
    return _json(401, _problem("Unauthorized", 401, detail), *headers)


def forbidden(detail: str = "AuthenticationUnsuccessful") -> Refused:
    """403: the organisation is not this connection's."""
    return _json(403, _problem("Forbidden", 403, detail))


def _problem(title: str, status: int, detail: str) -> dict[str, Any]:
    return {
        "Type": None,
        "Title": title,
        "Status": status,
        "Detail": detail,
        "Instance": str(uuid4()),
        "Extensions": {},
    }


NOT_IMITATED: Final = "X-Sandbox-Not-Imitated"
"""The header of an answer that only the sandbox gives, because it does not imitate what was asked; Xero has none."""


def not_found() -> Refused:
    """404: a plain sentence that calls itself HTML, as recorded of a missing invoice."""
    return Refused(Result(b"The resource you're looking for cannot be found", 404, _HTML))


def not_imitated(what: str) -> Refused:
    """Xero's own 404, with a header and a line in the log that say what the sandbox does not imitate."""
    _LOG.warning("The sandbox does not imitate %s: it answers 404, Xero would not", what)
    return Refused(replace(not_found().result, headers=((NOT_IMITATED, what),)))


def not_allowed() -> Refused:
    """405: Xero has no such method there."""
    return Refused(Result(b"The HTTP method is not supported by this resource", 405, _PLAIN))


def too_large() -> Refused:
    """413: more than 10 MB, in the words of Xero-Java issue 349."""
    return _json(413, {**_problem("RequestEntityTooLarge", 413, "PayloadTooLarge"), "Type": None})


def too_many(problem: str, retry_after: int | None) -> Refused:
    """429 with an empty body; only minute, day and app limits say when to come back."""
    headers = [("X-Rate-Limit-Problem", problem)]
    if retry_after is not None:
        headers.append(("Retry-After", str(retry_after)))
    return Refused(Result(b"", 429, _PLAIN, tuple(headers)))


def broken(status: int = 500) -> Refused:
    """500 as a page of HTML, 503 in plain text."""
    if status == 503:
        return Refused(Result(b"The Xero API is currently offline for maintenance", 503, _PLAIN))
    page = b"<!DOCTYPE html><html><head><title>An error occurred</title></head><body>An error occurred</body></html>"
    return Refused(Result(page, status, _HTML))


def normalised_arguments(fault: Fault) -> Refused:
    """A refusal as a test asked for it: of a status, and with a body and headers of its own if it has some."""
    usual = of_status(fault.status).result
    headers = tuple({**dict(usual.headers), **fault.headers}.items())
    if fault.body is None:
        return Refused(replace(usual, headers=headers))
    return Refused(Result(fault.body.encode(), fault.status, fault.content_type, headers))


def of_status(status: int) -> Refused:
    """A refusal of this status, in the words that are usual for it."""
    match status:
        case 400:
            return validation(b'[{"ValidationErrors":[{"Message":"A fault that was asked for"}]}]')
        case 401:
            return unauthorised("AuthenticationUnsuccessful")
        case 403:
            return forbidden()
        case 404:
            return not_found()
        case 429:
            return too_many("minute", 45)
        case _:
            return broken(status)
