"""`Idempotency-Key`: a request that comes again with its key is answered as it was the first time.

Workflow engines repeat what timed out. It holds for every route that changes something, of ours and of the books.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar

import msgspec
from fastapi import Request, Response

from atom_xero_plugin.catalogue.validation import LARGEST_WITH_FILE
from atom_xero_plugin.core.errors import InvalidArguments
from atom_xero_plugin.dispatch.final_answers import is_final
from atom_xero_plugin.interfaces.callers import of_token
from atom_xero_plugin.interfaces.http.authentication import HELD, bearer_of
from atom_xero_plugin.interfaces.http.errors import NotUnderstood
from atom_xero_plugin.interfaces.http.requests import body_of
from atom_xero_plugin.interfaces.http.service import HttpService
from atom_xero_plugin.store.caller_requests import StoredAnswer, check_key

KEY: Final = "idempotency-key"
REPLAYED: Final = "idempotency-replayed"
"""On an answer that is given again."""
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_KEPT: Final = ("content-type", "location")

_JSON: Final = msgspec.json.Decoder(float_hook=lambda written: ["number", written])
"""Keeps a number as it was written: two that a float takes for one are two requests."""
_UNKEPT: Final = "answers_are_never_kept"
Handler = Callable[[Request], Awaitable[Response]]
T = TypeVar("T", bound=Callable[..., Any])


def holds_a_secret(handler: T) -> T:
    """Mark a handler whose answers hold what lets somebody in: none of them is kept, whatever key it is asked with."""
    setattr(handler, _UNKEPT, True)
    return handler


def names_its_key(request: Request) -> bool:
    """Whether the request changes something, was named by its caller, and may have its answer kept."""
    named = KEY in request.headers and request.method not in _SAFE
    return named and not hasattr(request.scope.get("endpoint"), _UNKEPT)


async def once(service: HttpService, request: Request, answer: Handler) -> Response:
    """The answer to a request with a key: made once, then given again.

    Raises Unauthenticated, NotUnderstood for a key that is none, KeyReused or RequestInProgress.
    """
    try:
        key = check_key(request.headers[KEY].strip())
    except InvalidArguments as error:
        raise NotUnderstood(f"Idempotency-Key: {error.message}") from None
    caller = of_token(await bearer_of(request, service))
    asked = await _asked(request)
    requests = service.runtime.caller_requests
    found = await requests.begin(caller.workspace_id, caller.actor, key, asked)
    if isinstance(found, StoredAnswer):
        return Response(found.body, found.status, headers={**found.headers, REPLAYED: "true"})
    async with requests.held(found):
        setattr(request.state, HELD, found)
        response = await answer(request)
        if _is_final(response):
            stored = {name: response.headers[name] for name in _KEPT if name in response.headers}
            await requests.keep(found, bytes(response.body), status=response.status_code, headers=stored)
    return response


async def _asked(request: Request) -> list[Any]:
    """What is asked for: method, address, query in order, and the body, as JSON if it is."""
    body = await body_of(request, most=LARGEST_WITH_FILE)
    request._body = body  # noqa: SLF001 - where Starlette keeps a body that was read, for whoever reads it next
    try:
        content: Any = _JSON.decode(body) if body.strip() else None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        content = ["bytes", body.hex()]
    return [request.method, request.url.path, sorted(request.query_params.multi_items()), content]


def _is_final(response: Response) -> bool:
    try:
        reported = msgspec.json.decode(response.body, type=dict[str, Any])
    except (msgspec.MsgspecError, AttributeError):
        return False
    return is_final(reported)
