"""Signing in with an API token or a one-time link, and out again.

The token is given once, in a form; the browser then holds a session of its own, which only pages heed. So no page of
another site can use the API through the browser, and no token is kept where a page's history or a disk has it.
"""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.errors import NotAllowed, XeroPluginError
from atom_xero_plugin.interfaces.http import cookies
from atom_xero_plugin.interfaces.http.authentication import require, token_of, visitor
from atom_xero_plugin.interfaces.http.errors import Unauthenticated
from atom_xero_plugin.interfaces.http.requests import form_of
from atom_xero_plugin.interfaces.http.service import HttpService, Served
from atom_xero_plugin.interfaces.web.addresses import local
from atom_xero_plugin.interfaces.web.bare_page import Bare, bare_response
from atom_xero_plugin.interfaces.web.error_pages import sign_in_page
from atom_xero_plugin.interfaces.web.router import Pages
from atom_xero_plugin.store.api_tokens import ApiToken

_SPENT: Final = "This link was used already, has expired, or was never made here."
_AGAIN: Final = "Make a new one: each works once, for half an hour."
Ticket = Annotated[str, Query(max_length=100)]


def routes(registry: Registry) -> APIRouter:
    """The routes of signing in and out."""
    del registry
    pages = Pages()
    pages.shows("/sign-in", "sign_in", look)
    pages.shows("/sign-in/link", "sign_in_link", open_link)
    pages.takes("/sign-in/link", "sign_in_by_link", use_link)
    pages.takes("/sign-in", "sign_in_now", sign_in)
    pages.takes("/sign-out", "sign_out", sign_out)
    return pages.router


async def look(request: Request, service: Served) -> Response:
    """Show the form, or go on where the browser is signed in already."""
    home = Bare(request).url("home")
    if await visitor(request, service) is not None:
        return RedirectResponse(home, 303)
    return sign_in_page(request, back=home)


async def sign_in(request: Request, service: Served) -> Response:
    """Give the browser a session that may what the token may; it ends with the token, or after twelve hours."""
    cookies.check_own_form(request)
    form = await form_of(request)
    back = local(form.get("back"))
    try:
        service.sign_ins.check(_client(request))
        token = await token_of(service, form.get("token", "").strip())
    except XeroPluginError as error:
        if isinstance(error, Unauthenticated):
            service.sign_ins.failed(_client(request))
        return sign_in_page(request, error, back=back)
    require(token, "read", whole=False)
    return await _signed_in(request, service, token, back)


async def open_link(request: Request, service: Served, ticket: Ticket) -> Response:
    """Sign in at once where a person opened the link themselves and is not signed in; else show a button.

    Programs that check links open them too, and a page of another site may; neither says that nobody led it here. Who
    is signed in is not moved to another's workspace by a link in a mail.
    """
    by_hand = request.headers.get("sec-fetch-site") == "none" and request.headers.get("sec-fetch-mode") == "navigate"
    if by_hand and await visitor(request, service) is None:
        return await _by_link(request, service, ticket)
    if await service.sign_in_links.find(ticket) is None:
        raise NotAllowed(_SPENT, hint=_AGAIN)
    return bare_response(request, "pages/sign_in_link.html", has_forms=True, ticket=ticket)


async def use_link(request: Request, service: Served) -> Response:
    """Sign in by the button of a link's page."""
    cookies.check_own_form(request)
    return await _by_link(request, service, (await form_of(request)).get("ticket", ""))


async def sign_out(request: Request, service: Served) -> Response:
    """End the browser's session."""
    cookies.check_own_form(request)
    response = RedirectResponse(Bare(request).url("home"), 303)
    await _end_session(request, service)
    cookies.sign_out(service, response)
    return response


async def _by_link(request: Request, service: HttpService, ticket: str) -> Response:
    link = await service.sign_in_links.use(ticket)
    token = await service.tokens.living(link.workspace_id, link.token_id) if link else None
    if token is None:
        raise NotAllowed(_SPENT, hint=_AGAIN)
    return await _signed_in(request, service, token, None)


async def _signed_in(request: Request, service: HttpService, token: ApiToken, back: str | None) -> Response:
    """A session of its own for each sign-in: one that somebody planted before is worth nothing."""
    await _end_session(request, service)
    caller = require(token, "read", whole=False)
    made = await service.browser_sessions.new(
        caller.workspace_id, token.id, by=caller.actor, about=request.headers.get("user-agent")
    )
    response = RedirectResponse(back or Bare(request).url("home"), 303)
    cookies.sign_in(service, response, made.secret)
    return response


async def _end_session(request: Request, service: HttpService) -> None:
    secret = cookies.session_of(request, service)
    if secret is not None:
        await service.browser_sessions.end(secret)


def _client(request: Request) -> str:
    return request.client.host if request.client else "unknown"
