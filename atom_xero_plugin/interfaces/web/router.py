"""How a file of pages offers its routes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Response

from atom_xero_plugin.interfaces.web.addresses import NAME
from atom_xero_plugin.interfaces.web.page_route import PageRoute

Handler = Callable[..., Awaitable[Response]]
ORGANISATION = "/o/{organisation}"
"""What the path of every page about one organisation begins with."""


class Pages:
    """The routes of one file of pages."""

    def __init__(self) -> None:
        """None yet."""
        self.router = APIRouter(route_class=PageRoute, include_in_schema=False)

    def shows(self, path: str, name: str, handler: Handler) -> None:
        """A page that is looked at."""
        self.router.add_api_route(path, handler, name=f"{NAME}{name}", methods=["GET"])

    def takes(self, path: str, name: str, handler: Handler) -> None:
        """Where a form is posted to."""
        self.router.add_api_route(path, handler, name=f"{NAME}{name}", methods=["POST"])
