"""How every route answers, wherever it is mounted: in one shape, with safe headers, and never with a stray fault."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from http import HTTPStatus
from typing import Any, Final

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute
from starlette.types import Receive, Scope, Send

from atom_xero_plugin.core.errors import FieldError, NotFound, XeroPluginError
from atom_xero_plugin.dispatch.dispatcher import as_ours
from atom_xero_plugin.interfaces.http import idempotency
from atom_xero_plugin.interfaces.http.errors import NotOffered, NotUnderstood
from atom_xero_plugin.interfaces.http.responses import answered, secured
from atom_xero_plugin.interfaces.http.service import HttpService, refusal

_NAMED: Final = 3

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Route(APIRoute):
    """A route of ours."""

    allow: tuple[str, ...] = ()
    """Every method that its address takes, also by other routes."""
    service: HttpService | None = None
    """Whose it is, once it is served."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **more: Any) -> None:
        """Its name is its operationId: the same wherever it is mounted, whatever its path."""
        name = more.get("name") or endpoint.__name__
        super().__init__(path, endpoint, **{**more, "name": name, "operation_id": more.get("operation_id") or name})

    def get_route_handler(self) -> Handler:
        """The handler, with every error turned into an answer."""
        handler = super().get_route_handler()

        async def careful(request: Request) -> Response:
            """As the caller gets it, so that a refusal too is given again."""
            try:
                return await handler(request)
            except Exception as error:  # noqa: BLE001 - as below
                return self.refuse(request, error)

        async def handle(request: Request) -> Response:
            try:
                if self.service is not None and idempotency.names_its_key(request):
                    response = await idempotency.once(self.service, request, careful)
                else:
                    response = await handler(request)
            except Exception as error:  # noqa: BLE001 - whatever fails, the caller gets an answer of our shape
                response = self.refuse(request, error)
            return secured(response)

        return handle

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; a method that the address does not take is refused in our shape, in any app."""
        try:
            await super().handle(scope, receive, send)
        except HTTPException as error:
            if error.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
                raise
            reported = HTTPException(error.status_code, headers={"Allow": ", ".join(self.allow)})
            await secured(self.refuse(Request(scope, receive), reported))(scope, receive, send)

    def refuse(self, request: Request, error: Exception) -> Response:
        """The answer for an error of any kind."""
        return refused(request, error)


def know_each_other(routes: Iterable[BaseRoute], seen: list[Route]) -> None:
    """Make routes of one address known to each other, so that a refusal can name every method; `seen` grows by them."""
    seen += [route for route in routes if isinstance(route, Route)]
    for route in seen:
        same = [other.methods or set() for other in seen if other.path == route.path]
        route.allow = tuple(sorted(set().union(*same)))


def refused(request: Request, error: Exception) -> Response:
    """The answer for an error of any kind, as JSON."""
    known = known_error(error)
    response = answered(refusal(request, known))
    if isinstance(known, NotOffered) and known.allow:
        response.headers["allow"] = ", ".join(known.allow)
    return response


def known_error(error: Exception) -> XeroPluginError:
    """An error of any kind as one of ours; what is unexpected is logged under a reference, its words kept inside."""
    if isinstance(error, RequestValidationError):
        return _not_understood(error)
    if isinstance(error, HTTPException) and error.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
        return _of_framework(error)
    return as_ours(error)


def _of_framework(error: HTTPException) -> XeroPluginError:
    hint = "/openapi.json lists what there is."
    if error.status_code == HTTPStatus.NOT_FOUND:
        return NotFound("There is nothing at this address.", hint=hint)
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        allow = (error.headers or {}).get("Allow", "").split(", ")
        return NotOffered("This address does not take this method.", hint=hint, allow=allow)
    return NotUnderstood(str(error.detail)[:200])


def _not_understood(error: RequestValidationError) -> NotUnderstood:
    fields = [
        FieldError("".join(f"/{part}" for part in invalid["loc"][1:]), str(invalid["msg"])[:200])
        for invalid in error.errors()
    ]
    reported = "; ".join(f"{field.path or 'the whole'}: {field.message}" for field in fields[:_NAMED])
    return NotUnderstood(f"The request cannot be used: {reported}.", fields=fields)
