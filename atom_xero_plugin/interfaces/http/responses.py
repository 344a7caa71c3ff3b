"""Answers of the one shape as HTTP: status, Retry-After, and headers that keep what is private private."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fastapi import Response

from atom_xero_plugin.core.errors import ErrorBody
from atom_xero_plugin.dispatch.dispatcher import Answer
from atom_xero_plugin.interfaces.http.errors import Unauthenticated, status_of

CHALLENGE: Final = 'Bearer realm="atom-xero"'
SAFE: Final[Mapping[str, str]] = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-resource-policy": "same-origin",
}
"""On every answer that does not say otherwise."""


def answered(answer: Answer, *, status: int = 200) -> Response:
    """An answer as HTTP; `status` is what success is answered with."""
    headers: dict[str, str] = {}
    if isinstance(answer.error, ErrorBody):
        status = status_of(answer.error.code)
        if answer.error.retry_after_s is not None:
            headers["retry-after"] = str(answer.error.retry_after_s)
        if status == Unauthenticated.http_status:
            headers["www-authenticate"] = CHALLENGE
    return Response(answer.json(), status_code=status, media_type="application/json", headers=headers)


def secured(response: Response) -> Response:
    """The response, with the headers of `SAFE` that it has not set itself."""
    for name, value in SAFE.items():
        response.headers.setdefault(name, value)
    return response
