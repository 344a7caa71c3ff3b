"""Routes that a person opens in a browser: their errors are pages too, and JSON for a program that asks the same."""

from __future__ import annotations

from fastapi import Request, Response
from starlette.types import Receive, Scope, Send

from atom_xero_plugin.interfaces.http.cookies import wants_page
from atom_xero_plugin.interfaces.http.errors import NotEncrypted
from atom_xero_plugin.interfaces.http.middleware import LOOPBACK
from atom_xero_plugin.interfaces.http.responses import answered, secured
from atom_xero_plugin.interfaces.http.route import Route, known_error, refused
from atom_xero_plugin.interfaces.http.service import HttpService


class PageRoute(Route):
    """A route whose answer is a page."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a program, and a browser whose request nobody on the way can read: by https, or from this machine."""
        request = Request(scope, receive)
        if request.url.scheme == "https" or request.url.hostname in LOOPBACK or not wants_page(request):
            await super().handle(scope, receive, send)
        else:
            await secured(self.refuse(request, NotEncrypted()))(scope, receive, send)

    def refuse(self, request: Request, error: Exception) -> Response:
        """The answer for an error of any kind."""
        return turned_away(request, error)


def turned_away(request: Request, error: Exception) -> Response:
    """An error as a page for a browser, as JSON for a program."""
    known = known_error(error)
    if not wants_page(request):
        return refused(request, known)
    from atom_xero_plugin.interfaces.web.error_pages import error_page  # with the templates, once one is needed

    return error_page(request, known)


def login_site(service: HttpService) -> str:
    """The site of Xero's login, which a form of ours leads on to."""
    parts = service.runtime.settings.login_url.split("/")
    return "/".join(parts[:3])


def answer_or_page(request: Request, service: HttpService, result: object, page: Response) -> Response:
    """The page for a browser; the result as an answer for a program."""
    return page if wants_page(request) else answered(service.answer(result))
