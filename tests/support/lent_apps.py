"""Apps that one test after another uses: to build the routes takes longer than most tests do.

What is built is what the program builds; only whose service answers changes, from one test to the next.
"""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request

from atom_xero_plugin.interfaces.http.app import create_app
from atom_xero_plugin.interfaces.http.middleware import LOOPBACK
from atom_xero_plugin.interfaces.http.service import HttpService


class LentService(HttpService):
    """Stands for the service of the test that has the app now."""

    def __init__(self, lent_to: HttpService) -> None:
        """Every part is that service's."""
        self.lent_to: HttpService | None = lent_to
        self.page_paths: dict[str, str] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self.lent_to, name)

    async def bind(self, request: Request) -> None:
        """Put the service of now where the routes find it."""
        assert self.lent_to is not None, "this app was given back"
        await self.lent_to.bind(request)


_apps: list[tuple[FastAPI, LentService]] = []


def lend(service: HttpService) -> FastAPI:
    """An app that nobody has, answering for this service until it is given back."""
    app, lent = next((each for each in _apps if each[1].lent_to is None), None) or _built(service)
    lent.lent_to = service
    service.page_paths = lent.page_paths
    return app


def _built(service: HttpService) -> tuple[FastAPI, LentService]:
    lent = LentService(service)
    _apps.append((create_app(lent, hosts=LOOPBACK), lent))
    return _apps[-1]


def give_back(app: FastAPI) -> None:
    """End what was lent; an app that was never lent is left as it is."""
    for known, lent in _apps:
        if known is app:
            lent.lent_to = None
