"""`/auth/start` and `/auth/callback`: a login at Xero, begun and ended by the same browser or the same API token.

No address to return to is ever taken from a request, so no request can lead a browser elsewhere.
Source of the attacks kept out: RFC 9700, sections 2.1, 4.1, 4.7 and 4.11.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from msgspec import Meta, Struct

from atom_xero_plugin.auth.connections import Connection
from atom_xero_plugin.auth.login_flow import LOGIN_LASTS
from atom_xero_plugin.auth.scope_marks import ADDED, scopes_to_add
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.schema import schema_of
from atom_xero_plugin.core.errors import FieldError, NotAllowed, XeroPluginError
from atom_xero_plugin.interfaces.http import cookies
from atom_xero_plugin.interfaces.http.authentication import Credentials, known_token, require, visitor
from atom_xero_plugin.interfaces.http.connections import PREFIX, ConnectionShown, shown
from atom_xero_plugin.interfaces.http.errors import NotUnderstood, Unauthenticated
from atom_xero_plugin.interfaces.http.idempotency import holds_a_secret
from atom_xero_plugin.interfaces.http.operations import answers, listing, open_to_all
from atom_xero_plugin.interfaces.http.requests import form_of, json_of
from atom_xero_plugin.interfaces.http.responses import answered
from atom_xero_plugin.interfaces.http.service import HttpService, Served
from atom_xero_plugin.interfaces.web.page_route import PageRoute, answer_or_page, login_site, turned_away
from atom_xero_plugin.store.api_tokens import ApiToken

_LONGEST: Final = 4_096
"""Characters of a code or state; Xero's have fewer than 100."""
_SPENT: Final = "This link was used already, has expired, or was never made here."
_AGAIN: Final = "Ask for a new one; each works once, for ten minutes."
AddText = Annotated[
    str | None,
    Query(
        alias=ADDED,
        max_length=1000,
        description="Scopes to ask for next to the usual and the granted ones, as in files.",
    ),
]
TicketText = Annotated[str | None, Query(max_length=100, description="Made by POST /auth/tickets.")]


class Began(Struct, frozen=True):
    """A login that was begun by the holder of an API token."""

    authorization_url: Annotated[str, Meta(description="Where to send the person's browser.")]
    expires_in_s: Annotated[int, Meta(description="How long the person may take.")]


def routes(registry: Registry) -> APIRouter:
    """The routes of a login."""
    del registry
    router = APIRouter(prefix=PREFIX, tags=["connections"], route_class=PageRoute)
    add = router.add_api_route
    began = answers(schema_of(Began, nulls=True), page=True)
    add("/start", look_at_start, responses=began, openapi_extra=open_to_all())
    began[303] = {"description": "A browser is sent on to Xero."}
    add("/start", start, methods=["POST"], responses=began, openapi_extra=open_to_all())
    ended = answers(listing(schema_of(ConnectionShown, nulls=True)), page=True)
    add("/callback", come_back, responses=ended, openapi_extra=_BACK_BY_LINK | open_to_all())
    add("/callback", post_back, methods=["POST"], responses=ended, openapi_extra=_BACK_BY_BODY | open_to_all())
    return router


async def look_at_start(
    request: Request, service: Served, given: Credentials, ticket: TicketText = None, add: AddText = None
) -> Response:
    """Begin a login: with an API token, return the address for the browser; to a browser, show what the login does.

    The holder of a token ends the login by posting `code` and `state` to the callback with the same token.
    """
    added = scopes_to_add(add) if add is not None else []
    if given is not None:
        return await _begin_by_token(service, await known_token(request, service, given), added)
    if ticket is not None:
        invited = await service.login_links.find(ticket)
        if invited is None:
            raise NotAllowed(_SPENT, hint=_AGAIN)
        cookies.check_way_back(request, service)
        return _ask(request, service, invited.workspace_id, f"You were invited by {invited.invited_by}.", ticket, added)
    token = await visitor(request, service)
    if token is None:
        raise Unauthenticated
    require(token, "admin")
    return _ask(request, service, token.workspace_id, f"You are signed in with the token {token.name}.", None, added)


@holds_a_secret
async def start(request: Request, service: Served, given: Credentials, add: AddText = None) -> Response:
    """Begin a login: with an API token, as GET does; from the page of this service, redirect to Xero."""
    if given is not None:
        added = scopes_to_add(add) if add is not None else []
        return await _begin_by_token(service, await known_token(request, service, given), added)
    cookies.check_own_form(request)
    cookies.check_way_back(request, service)
    form = await form_of(request)
    ticket, asked = form.get("ticket"), form.get(ADDED) or add
    added = scopes_to_add(asked) if asked else []
    if ticket is None:
        token = await visitor(request, service)
        if token is None:
            raise Unauthenticated
        return await _begin_in_browser(request, service, require(token, "admin").workspace_id, added)
    workspace_id = await service.login_links.use(ticket)
    if workspace_id is None:
        raise NotAllowed(_SPENT, hint=_AGAIN)
    return await _begin_in_browser(request, service, workspace_id, added)


async def come_back(request: Request, service: Served, given: Credentials) -> Response:
    """Complete a login: the address to which Xero sends the browser back."""
    doubled = [name for name in ("state", "code", "error") if len(request.query_params.getlist(name)) > 1]
    if doubled:
        raise NotUnderstood(f"{doubled[0]} is given twice.", fields=[FieldError(f"/{doubled[0]}", "is given twice")])
    return await _end(request, service, given, dict(request.query_params))


@holds_a_secret
async def post_back(request: Request, service: Served, given: Credentials) -> Response:
    """Complete a login with what Xero returned, as JSON or as a form: `state`, and `code` or `error`."""
    is_json = "json" in request.headers.get("content-type", "")
    return await _end(request, service, given, await json_of(request) if is_json else await form_of(request))


async def _begin_by_token(service: HttpService, token: ApiToken, added: Sequence[str]) -> Response:
    caller = require(token, "admin")
    runtime = service.runtime
    if runtime.settings.app_type == "custom":
        return answered(
            service.answer(_reported((await runtime.logins.connect_custom(caller.workspace_id)).connections))
        )
    begun = await runtime.logins.begin(caller.workspace_id, browser=cookies.by_token(token), add=added)
    return answered(service.answer(Began(begun.address, int(LOGIN_LASTS.total_seconds()))))


async def _begin_in_browser(
    request: Request, service: HttpService, workspace_id: str, added: Sequence[str]
) -> Response:
    runtime = service.runtime
    if runtime.settings.app_type == "custom":
        return _connected(request, service, (await runtime.logins.connect_custom(workspace_id)).connections)
    secret = cookies.new_binding()
    begun = await runtime.logins.begin(workspace_id, browser=cookies.by_cookie(secret), add=added)
    response = RedirectResponse(begun.address, 303)
    cookies.bind(service, response, begun.state, secret)
    return response


async def _end(request: Request, service: HttpService, given: Any, reported: dict[str, Any]) -> Response:
    state, code, error = (_text(reported, name) for name in ("state", "code", "error"))
    if not state:
        raise NotUnderstood("There is no state.", fields=[FieldError("/state", "is required")])
    if given is None:
        binding = cookies.binding_of(request, state)
    else:
        token = await known_token(request, service, given)
        require(token, "admin")
        binding = cookies.by_token(token)
    try:
        login = await service.runtime.logins.finish(state=state, code=code, error=error, browser=binding)
        response = _connected(request, service, login.connections)
    except XeroPluginError as failure:
        response = turned_away(request, failure)
    if given is None:
        cookies.unbind(service, response, state)
    return response


def _connected(request: Request, service: HttpService, connections: list[Connection]) -> Response:
    from atom_xero_plugin.interfaces.web.bare_page import bare_response  # with the templates, once one is needed

    page = bare_response(request, "pages/connected.html", connections=connections)
    return answer_or_page(request, service, _reported(connections), page)


def _ask(
    request: Request, service: HttpService, workspace_id: str, by: str, ticket: str | None, added: Sequence[str]
) -> Response:
    """A page with a button: opening a link must not begin anything, for programs that check links open them too."""
    from atom_xero_plugin.interfaces.web.bare_page import bare_response  # as above

    return bare_response(
        request,
        "pages/connect_ask.html",
        forms_to=[login_site(service)],
        workspace=workspace_id,
        by=by,
        ticket=ticket,
        added=added,
    )


def _reported(connections: list[Connection]) -> dict[str, Any]:
    return {"items": [shown(each) for each in connections], "has_more": False, "next_cursor": None}


def _text(reported: dict[str, Any], name: str) -> str | None:
    found = reported.get(name)
    if found is None or (isinstance(found, str) and len(found) <= _LONGEST and found.isascii() and found.isprintable()):
        return found
    invalid = FieldError(f"/{name}", f"must be text of at most {_LONGEST} printable ASCII characters")
    raise NotUnderstood(f"{name} is nothing that Xero sends.", fields=[invalid])


_FIELDS: Final[dict[str, Any]] = {
    "state": {"type": "string", "maxLength": _LONGEST, "description": "As it was given to Xero."},
    "code": {"type": "string", "maxLength": _LONGEST, "description": "What Xero gave."},
    "error": {"type": "string", "maxLength": _LONGEST, "description": "What Xero gave instead of a code."},
}
_BACK_BY_LINK: Final[dict[str, Any]] = {
    "parameters": [
        {"name": name, "in": "query", "required": name == "state", "schema": schema} for name, schema in _FIELDS.items()
    ]
}
_BACK: Final[dict[str, Any]] = {"schema": {"type": "object", "properties": _FIELDS, "required": ["state"]}}
_BACK_BY_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": _BACK, "application/x-www-form-urlencoded": _BACK},
    }
}
