"""How every route answers, wherever it is mounted: in one shape, with safe headers, and never with a stray fault."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Coroutine
from typing import Any, Final

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from atom_xero_plugin.errors import FieldError, NotFound, OurFault, XeroPluginError
from atom_xero_plugin.interfaces.http.answers import answered, secured
from atom_xero_plugin.interfaces.http.bodies import check_length
from atom_xero_plugin.interfaces.http.errors import NotOffered, NotUnderstood
from atom_xero_plugin.interfaces.http.service import refusal

log = logging.getLogger(__name__)
_NAMED: Final = 3

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Route(APIRoute):
    """A route of ours."""

    def get_route_handler(self) -> Handler:
        """The handler, with every error turned into an answer."""
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                check_length(request)
                response = await handler(request)
            except Exception as error:  # noqa: BLE001 - whatever fails, the caller gets an answer of our shape
                response = refused(request, error)
            return secured(response)

        return handle


def refused(request: Request, error: Exception) -> Response:
    """The answer for an error of any kind."""
    known = _known(error)
    response = answered(refusal(request, known))
    if isinstance(known, NotOffered) and known.allow:
        response.headers["allow"] = ", ".join(known.allow)
    return response


def _known(error: Exception) -> XeroPluginError:
    if isinstance(error, XeroPluginError):
        return error
    if isinstance(error, RequestValidationError):
        return _not_understood(error)
    if isinstance(error, HTTPException) and error.status_code < 500:  # noqa: PLR2004 - the rest are faults
        return _of_framework(error)
    reference = uuid.uuid4().hex[:12]
    log.error("unexpected fault %s", reference, exc_info=error)
    return OurFault(f"Something failed inside the Xero plugin ({type(error).__name__}).", reference=reference)


def _of_framework(error: HTTPException) -> XeroPluginError:
    hint = "/openapi.json lists what there is."
    if error.status_code == 404:  # noqa: PLR2004 - as HTTP says it
        return NotFound("There is nothing at this address.", hint=hint)
    if error.status_code == 405:  # noqa: PLR2004 - as HTTP says it
        allow = (error.headers or {}).get("Allow", "").split(", ")
        return NotOffered("This address does not take this method.", hint=hint, allow=allow)
    return NotUnderstood(str(error.detail)[:200])


def _not_understood(error: RequestValidationError) -> NotUnderstood:
    fields = [
        FieldError("".join(f"/{part}" for part in wrong["loc"][1:]), str(wrong["msg"])[:200])
        for wrong in error.errors()
    ]
    told = "; ".join(f"{field.path or 'the whole'}: {field.message}" for field in fields[:_NAMED])
    return NotUnderstood(f"The request cannot be used: {told}.", fields=fields)
