"""What every route works on, bound to the requests of one service."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Final

from fastapi import Depends, Request

from atom_xero_plugin.app import App
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.clock import SystemClock
from atom_xero_plugin.core.errors import XeroPluginError
from atom_xero_plugin.dispatch.dispatcher import Answer, Dispatch
from atom_xero_plugin.interfaces.http.sign_in_limit import SignInLimit
from atom_xero_plugin.store.api_tokens import ApiTokens
from atom_xero_plugin.store.browser_sessions import BrowserSessions
from atom_xero_plugin.store.login_links import LoginLinks
from atom_xero_plugin.store.sign_in_links import SignInLinks

_PLACE: Final = "atom_xero_service"


class HttpService:
    """The parts of one service."""

    def __init__(self, runtime: App, registry: Registry, *, home: bool = False) -> None:
        """Serve the skills and triggers of a registry; `home` says whether the page at `/` is served too.

        Nothing is opened yet.
        """
        self.runtime = runtime
        self.registry = registry
        self.home = home
        self.dispatcher = Dispatch(runtime, registry)
        self.tokens = ApiTokens(runtime.store)
        self.browser_sessions = BrowserSessions(runtime.store)
        self.login_links = LoginLinks(runtime.store)
        self.sign_in_links = SignInLinks(runtime.store)
        self.sign_ins = SignInLimit(runtime.clock)
        self.page_paths: dict[str, str] = {}
        """Where each page of the dashboard is, by the name of its route; empty where it is not served."""
        self.ending = asyncio.Event()
        """Set when the program is about to end: streams end then, so that nothing waits for them."""

    async def bind(self, request: Request) -> None:
        """Put the service where the routes find it; the first dependency of every route."""
        setattr(request.state, _PLACE, self)

    def answer(self, result: Any) -> Answer:
        """The answer of what is not about one organisation."""
        return Answer(True, None, self.runtime.clock.now(), result=result)


def served(request: Request) -> HttpService:
    """The service that a request came to."""
    service: HttpService = getattr(request.state, _PLACE)
    return service


def known_service(request: Request) -> HttpService | None:
    """The same, where a request may have been refused before it came to one."""
    return getattr(request.state, _PLACE, None)


def refusal(request: Request, error: XeroPluginError) -> Answer:
    """The answer that reports an error, also where no service was bound yet."""
    bound = known_service(request)
    clock = bound.runtime.clock if bound is not None else SystemClock()
    return Answer(False, None, clock.now(), error=error.body())


Served = Annotated[HttpService, Depends(served)]
