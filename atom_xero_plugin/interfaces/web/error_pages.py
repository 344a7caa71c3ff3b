"""An error as a person sees it: what happened, what still works, and what to do."""

from __future__ import annotations

from typing import Final

from fastapi import Request, Response

from atom_xero_plugin.core.errors import XeroPluginError
from atom_xero_plugin.interfaces.http.errors import Unauthenticated, status_of
from atom_xero_plugin.interfaces.web.bare_page import bare_response
from atom_xero_plugin.interfaces.web.page import HELD, WebPage
from atom_xero_plugin.interfaces.web.render import page_response, rendered

_TITLES: Final = {
    "not_found": "There is nothing here",
    "not_allowed": "You may not do this",
    "not_connected": "No organisation is connected",
    "reconnect_needed": "The connection to Xero must be made again",
    "rate_limited": "The limit of calls to Xero is used up",
    "xero_unavailable": "Xero cannot be reached",
    "database_away": "The database cannot be reached",
    "not_understood": "This could not be read",
    "too_large": "This is too large",
    "https_needed": "This page is served over https alone",
    "too_many_attempts": "Signing in failed too often",
}


def error_page(request: Request, error: XeroPluginError) -> Response:
    """The page of an error: in the frame where the browser is signed in, the sign-in form where it is not."""
    if isinstance(error, Unauthenticated):
        return sign_in_page(request)
    body = error.body()
    status, title = status_of(body.code), _TITLES.get(body.code, "This did not work")
    page: WebPage | None = getattr(request.state, HELD, None)
    if page is None:
        response = bare_response(request, "pages/error_alone.html", status=status, error=body, title=title)
    else:
        facts = {"page": page, "error": body, "title": title}
        text = rendered("pages/error.html", facts, block="part" if page.partial else None)
        response = page_response(text, status=status, nonce=page.nonce)
    if body.retry_after_s is not None:
        response.headers["retry-after"] = str(body.retry_after_s)
    return response


def sign_in_page(request: Request, error: XeroPluginError | None = None, back: str | None = None) -> Response:
    """The form to sign in; afterwards the browser goes `back`, or to where it was."""
    status = status_of(error.code) if error else 200 if back is None and request.scope["path"] == "/" else 401
    if back is None and request.method == "GET":
        query = request.scope["query_string"].decode("latin-1")
        back = request.scope["path"] + (f"?{query}" if query else "")
    return bare_response(request, "pages/sign_in.html", status=status, has_forms=True, error=error, back=back)
