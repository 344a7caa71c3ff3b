"""Who calls: the holder of an API token. A token with the right to approve is a person's; any other a workflow's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Annotated, Final, TypeVar

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy.exc import DBAPIError

from atom_xero_plugin.catalogue.context import Caller, Right
from atom_xero_plugin.core.errors import NotAllowed
from atom_xero_plugin.interfaces.callers import of_token
from atom_xero_plugin.interfaces.http.cookies import session_of
from atom_xero_plugin.interfaces.http.errors import Unauthenticated
from atom_xero_plugin.interfaces.http.service import HttpService, Served
from atom_xero_plugin.store.api_tokens import ApiToken
from atom_xero_plugin.store.browser_sessions import BrowserSession

T = TypeVar("T")
HELD: Final = "atom_xero_request"
"""Where a request's state holds the key by which its caller named it."""
_bearer = HTTPBearer(
    auto_error=False, scheme_name="ApiToken", description="An API token, axt_…, made by `atom-xero token new NAME`."
)
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


async def token_of(service: HttpService, text: str) -> ApiToken:
    """The living token of this text. Raises Unauthenticated, or DatabaseNotReady where no token can be looked up."""
    found = await _looked_up(service, service.tokens.find(text))
    if found is None:
        raise Unauthenticated("This API token is unknown, was revoked, or has expired.")
    return found


async def visitor(request: Request, service: HttpService) -> ApiToken | None:
    """The token that this browser was signed in with, while it works: for our own pages, never for the API."""
    visit = await visit_of(request, service)
    return visit[1] if visit else None


async def visit_of(
    request: Request, service: HttpService, *, uses: bool = True
) -> tuple[BrowserSession, ApiToken] | None:
    """The session of this browser and the token that it was signed in with, while both work; see `find`."""
    secret = session_of(request, service)
    session = await _looked_up(service, service.browser_sessions.find(secret, uses=uses)) if secret else None
    token = await service.tokens.living(session.workspace_id, session.token_id) if session else None
    return (session, token) if session and token else None


async def _looked_up(service: HttpService, asked: Awaitable[T]) -> T:
    try:
        return await asked
    except DBAPIError:
        await service.runtime.store.check()
        raise


async def bearer_of(request: Request, service: HttpService) -> ApiToken:
    """The token of a request's header, before its route checks it. Raises Unauthenticated."""
    scheme, _, text = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not text.strip():
        raise Unauthenticated("The Authorization header holds no Bearer token." if scheme else None)
    return await token_of(service, text.strip())


def caller_of(request: Request, token: ApiToken) -> Caller:
    """The caller of a request, with the key by which they named it."""
    return replace(of_token(token), request=getattr(request.state, HELD, None))


async def known_token(request: Request, service: Served, given: Credentials) -> ApiToken:
    """The token that a request was sent with. Raises Unauthenticated."""
    if given is None:
        invalid = "Authorization" in request.headers
        raise Unauthenticated("The Authorization header holds no Bearer token." if invalid else None)
    return await token_of(service, given.credentials)


Token = Annotated[ApiToken, Depends(known_token)]


def require(token: ApiToken, right: Right, *, whole: bool = True) -> Caller:
    """The caller, who must hold a right; with `whole`, of a token that is limited to nothing. Raises NotAllowed."""
    caller = of_token(token)
    if not caller.may(right):
        held = ", ".join(token.rights)
        raise NotAllowed(f"The API token has no right to {right}; it may {held}.", hint="Use a token that has it.")
    if whole and not caller.limits.none:
        raise NotAllowed(
            "The API token is limited to some organisations or skills, and this address is about the whole workspace.",
            hint="It may run its skills and see to their plans; the rest needs a token without limits.",
        )
    return caller


def _may(right: Right, *, whole: bool = True) -> Callable[[Request, Token], Awaitable[Caller]]:
    async def may(request: Request, token: Token) -> Caller:
        require(token, right, whole=whole)
        return caller_of(request, token)

    return may


LimitedReader = Annotated[Caller, Depends(_may("read", whole=False))]
LimitedWriter = Annotated[Caller, Depends(_may("write", whole=False))]
LimitedApprover = Annotated[Caller, Depends(_may("approve", whole=False))]
"""Of routes that heed the limits of a token themselves, most by the dispatcher."""
Reader = Annotated[Caller, Depends(_may("read"))]
Writer = Annotated[Caller, Depends(_may("write"))]
Approver = Annotated[Caller, Depends(_may("approve"))]
Admin = Annotated[Caller, Depends(_may("admin"))]
