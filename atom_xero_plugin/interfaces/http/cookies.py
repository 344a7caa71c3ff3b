"""What a browser is known by: the cookies of a login and of a session, and whether a form came from our own page."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import Final
from urllib.parse import SplitResult, urlsplit

from fastapi import Request, Response

from atom_xero_plugin.auth.login_flow import LOGIN_LASTS
from atom_xero_plugin.core.errors import Conflict, NotAllowed
from atom_xero_plugin.interfaces.http.service import HttpService
from atom_xero_plugin.store.api_tokens import ApiToken
from atom_xero_plugin.store.browser_sessions import SESSION_LASTS

_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{43}")
_PORTS: Final = {"http": 80, "https": 443}


def new_binding() -> str:
    """A secret that ties a login to the browser that begins it."""
    return secrets.token_urlsafe(32)


def by_cookie(secret: str) -> str:
    """How a login is bound to a browser; no cookie can pass for a token, nor a token for a cookie."""
    return f"cookie:{secret}"


def by_token(token: ApiToken) -> str:
    """How a login is bound to the holder of an API token, who begins and ends it without cookies."""
    return f"token:{token.id}"


def bind(service: HttpService, response: Response, state: str, secret: str) -> None:
    """Give the browser the cookie that it must bring back from Xero: one a login, for two tabs at once.

    Lax, because it comes back by a link from Xero's site; sent to the callback alone.
    """
    target = urlsplit(service.runtime.settings.redirect_uri)
    response.set_cookie(
        _login_cookie(state), secret, max_age=int(LOGIN_LASTS.total_seconds()), path=target.path or "/",
        secure=target.scheme == "https", httponly=True, samesite="lax",
    )  # fmt: skip


def binding_of(request: Request, state: str) -> str | None:
    """The binding that the browser brings back for a login; None if it is not the browser that began."""
    secret = request.cookies.get(_login_cookie(state), "")
    return by_cookie(secret) if _SECRET.fullmatch(secret) else None


def unbind(service: HttpService, response: Response, state: str) -> None:
    """Take the login's cookie back."""
    target = urlsplit(service.runtime.settings.redirect_uri)
    response.delete_cookie(
        _login_cookie(state), path=target.path or "/", secure=target.scheme == "https", httponly=True, samesite="lax"
    )


def sign_in(service: HttpService, response: Response, secret: str) -> None:
    """Give the browser its session.

    Lax: a link in a mail or a chat opens the page that it names; a form must bring its token as well.
    """
    name, secure = _session_cookie(service)
    response.set_cookie(
        name, secret, max_age=int(SESSION_LASTS.total_seconds()), secure=secure, httponly=True, samesite="lax"
    )


def session_of(request: Request, service: HttpService) -> str | None:
    """The secret of the browser's session."""
    secret = request.cookies.get(_session_cookie(service)[0], "")
    return secret if _SECRET.fullmatch(secret) else None


def sign_out(service: HttpService, response: Response) -> None:
    """Take the session's cookie back."""
    name, secure = _session_cookie(service)
    response.delete_cookie(name, secure=secure, httponly=True, samesite="strict")


def check_own_form(request: Request) -> None:
    """Refuse a form that did not come from a page of ours (CSRF). Raises NotAllowed.

    Every browser of today distinguishes where a form came from; another port of this machine counts as another place.
    """
    reported = request.headers.get("sec-fetch-site")
    if reported is None:
        own = f"{request.url.scheme}://{request.url.netloc}"
        reported = "same-origin" if request.headers.get("origin") == own else "unknown"
    if reported != "same-origin":
        raise NotAllowed("This form was not sent from a page of this service.", hint="Open the page and try again.")


def check_way_back(request: Request, service: HttpService) -> None:
    """Refuse to begin where Xero does not send the browser back to: its cookie would be missing. Raises Conflict."""
    target = urlsplit(service.runtime.settings.redirect_uri)
    here = urlsplit(f"{target.scheme}://{request.url.netloc}")
    if _place(here) != _place(target):
        raise Conflict(
            f"Xero sends the browser back to {target.scheme}://{target.netloc}, so the login must begin there.",
            hint=f"Open {target.scheme}://{target.netloc} instead, or set XERO_REDIRECT_URI to this address.",
        )


def wants_page(request: Request) -> bool:
    """Whether who asks is a browser that shows a page, not a program."""
    if "authorization" in request.headers or "json" in request.headers.get("content-type", ""):
        return False
    return "text/html" in request.headers.get("accept", "")


def _place(address: SplitResult) -> tuple[str | None, int | None]:
    try:
        return address.hostname, address.port or _PORTS.get(address.scheme)
    except ValueError:
        return None, None


def _login_cookie(state: str) -> str:
    return f"atom_xero_login_{hashlib.sha256(state.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def _session_cookie(service: HttpService) -> tuple[str, bool]:
    """Its name and whether it is for https alone; with the prefix, no other host of the domain can set it."""
    secure = service.runtime.settings.redirect_uri.startswith("https:")
    return ("__Host-atom_xero_session" if secure else "atom_xero_session"), secure
