"""The service put together: as an app of its own, or as routers that another FastAPI app includes under a prefix."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from typing import Any, Final

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from atom_xero_plugin import __version__
from atom_xero_plugin.app import App
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.errors import UnknownSkill
from atom_xero_plugin.interfaces.http import (
    agents,
    audit,
    connections,
    events,
    files,
    health,
    login,
    metrics,
    plans,
    policies,
    saved_reports,
    search,
    skills,
    triggers,
)
from atom_xero_plugin.interfaces.http.books import routes as books
from atom_xero_plugin.interfaces.http.middleware import Access
from atom_xero_plugin.interfaces.http.openapi import offer, servers
from atom_xero_plugin.interfaces.http.route import Route, know_each_other
from atom_xero_plugin.interfaces.http.service import HttpService
from atom_xero_plugin.interfaces.web.page_route import PageRoute, turned_away
from atom_xero_plugin.interfaces.web.pages import page_modules

log = logging.getLogger(__name__)
ROUTE_MODULES: Final[tuple[Callable[[Registry], APIRouter], ...]] = (
    connections.routes,
    login.routes,
    books.routes,
    skills.routes,
    plans.routes,
    policies.routes,
    agents.routes,
    audit.routes,
    triggers.routes,
    events.routes,
    search.routes,
    files.routes,
    saved_reports.routes,
    health.routes,
    metrics.routes,
)
_ABOUT: Final = (
    "Xero accounting over HTTP. Every call is made with an API token, which is of one workspace and has rights. "
    "What changes the books answers 202 with a plan; a person approves it, and only then is anything sent to Xero."
)


def routers(runtime: App, registry: Registry, *, service: HttpService | None = None) -> list[APIRouter]:
    """The API as routers that any FastAPI app can include, also under a prefix.

    Errors keep our shape in any app. The page at `/` is among them only if `service` says so. A module whose skill is
    broken is left out and named in the log; the others serve.
    """
    serving = service or HttpService(runtime, registry)
    modules = (*ROUTE_MODULES, *page_modules()) if serving.home else ROUTE_MODULES
    found: list[APIRouter] = []
    seen: list[Route] = []
    for module_routes in modules:
        try:
            router = module_routes(registry)
        except UnknownSkill as error:
            log.warning("%s is left out: %s", module_routes.__module__, error.message)
            continue
        bound = APIRouter(dependencies=[Depends(serving.bind)])
        bound.include_router(router)
        know_each_other(router.routes, seen)
        for route in seen:
            route.service = serving
        found.append(bound)
    serving.page_paths = {str(route.name): route.path for route in seen if isinstance(route, PageRoute)}
    return found


def create_app(service: HttpService, *, hosts: Collection[str] | None = None, address: str | None = None) -> FastAPI:
    """The service as an app of its own, with the page at `/`; `hosts` are the names it answers to, None for any.

    `address` is where it is reached, for its OpenAPI document.
    """
    app = FastAPI(
        title="Xero for ATOM", version=__version__, description=_ABOUT, docs_url=None, redoc_url=None,
        openapi_url=None, servers=servers(address),
        exception_handlers={HTTPException: _refuse, RequestValidationError: _refuse, Exception: _refuse},
    )  # fmt: skip
    for router in routers(service.runtime, service.registry, service=service):
        app.include_router(router)
    offer(app)
    app.add_middleware(Access, hosts=hosts)
    return app


async def _refuse(request: Request, error: Any) -> Response:
    """Whatever is refused outside our routes, in our shape."""
    return turned_away(request, error)
