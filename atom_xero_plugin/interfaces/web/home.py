"""`/`: a plain page of connections, health and what happened, for a browser signed in with an API token.

The token is given once, in a form; the browser then holds a session of its own, which only these pages heed. So no
page of another site can use the API through the browser, and no token is kept where a page's history or a disk has it.
"""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.interfaces.http import cookies
from atom_xero_plugin.interfaces.http.authentication import require, token_of, visitor
from atom_xero_plugin.interfaces.http.errors import Unauthenticated
from atom_xero_plugin.interfaces.http.requests import form_of
from atom_xero_plugin.interfaces.http.service import Served
from atom_xero_plugin.interfaces.web import html, pages
from atom_xero_plugin.interfaces.web.overview import overview
from atom_xero_plugin.interfaces.web.pages import PageRoute

TITLE: Final = "Xero"
_FIELD: Final = (
    '<label for="token">API token</label>'
    '<input id="token" name="token" type="password" autocomplete="current-password" required maxlength="100">'
)


def routes(registry: Registry) -> APIRouter:
    """The routes of the page."""
    del registry
    router = APIRouter(tags=["page"], route_class=PageRoute, include_in_schema=False)
    router.add_api_route("/", home)
    router.add_api_route("/sign-in", sign_in, methods=["POST"])
    router.add_api_route("/sign-out", sign_out, methods=["POST"])
    return router


async def home(request: Request, service: Served) -> Response:
    """Show the overview of the workspace that the browser is signed in to, or the form to sign in."""
    token = await visitor(request, service)
    if token is None:
        return _sign_in_form()
    caller = require(token, "read")
    return html.page(TITLE, await overview(service, token, caller), forms_to=[pages.login_site(service)])


async def sign_in(request: Request, service: Served) -> Response:
    """Give the browser a session that may what the token may; it ends with the token, or after twelve hours."""
    cookies.check_own_form(request)
    try:
        token = await token_of(service, (await form_of(request)).get("token", "").strip())
    except Unauthenticated as error:
        return _sign_in_form(error)
    caller = require(token, "read")
    made = await service.browser_sessions.new(caller.workspace_id, token.id, by=caller.actor)
    response = RedirectResponse("./", 303)
    cookies.sign_in(service, response, made.secret)
    return response


async def sign_out(request: Request, service: Served) -> Response:
    """End the browser's session."""
    cookies.check_own_form(request)
    secret = cookies.session_of(request, service)
    if secret is not None:
        await service.browser_sessions.end(secret)
    response = RedirectResponse("./", 303)
    cookies.sign_out(service, response)
    return response


def _sign_in_form(error: Unauthenticated | None = None) -> Response:
    parts = [
        *([html.words(error.message)] if error else []),
        html.words("Sign in with an API token of your workspace; `atom-xero token new NAME` makes one."),
        html.form("sign-in", "Sign in", _FIELD),
    ]
    return html.page(TITLE, parts, status=error.http_status if error else 200, forms_to=())
