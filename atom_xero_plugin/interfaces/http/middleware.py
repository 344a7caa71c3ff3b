"""What stands before the whole service: whose name a request gave, safe headers on every answer, one line of log each.

A line names method, route, status and duration. It never holds a query, a header or a body, where codes and tickets
stand; nor what a request put in a route's place of a record: people name contacts and invoices there.
"""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Collection
from typing import Final
from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from atom_xero_plugin.core import logs
from atom_xero_plugin.interfaces.http.errors import ForeignHost
from atom_xero_plugin.interfaces.http.responses import SAFE
from atom_xero_plugin.interfaces.http.route import refused

log = logging.getLogger(__name__)
LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
REQUEST_ID: Final = "x-request-id"
"""A caller's own id of a request is taken over and answered; else it is given one. It is on every line of the log."""
_GOOD_ID: Final = re.compile(rb"[A-Za-z0-9_.:-]{1,80}")
_BY_HTTPS: Final = ("strict-transport-security", "max-age=31536000")
"""A browser that came by https once comes by nothing else for a year."""
_GONE: Final = 499
"""What is logged for a caller that went before its answer began."""


class Access:
    """ASGI middleware around the whole service."""

    def __init__(self, app: ASGIApp, hosts: Collection[str] | None = None) -> None:
        """`hosts` are the names that requests may be addressed to; None allows any.

        A site whose name is made to point at this machine (DNS rebinding) sends its own name.
        """
        self._app = app
        self._hosts = None if hosts is None else frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), _GONE
        request_id = _request_id(scope)

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in SAFE.items():
                    headers.setdefault(name, value)
                headers.setdefault(REQUEST_ID, request_id)
                if scope["scheme"] == "https":
                    headers.setdefault(*_BY_HTTPS)
            await send(message)

        with logs.about(request_id=request_id):
            try:
                request = Request(scope, receive)
                app = self._app if self._meant_for_us(request) else refused(request, ForeignHost())
                await app(scope, receive, sending)
            finally:
                took_ms = (time.perf_counter() - started) * 1000
                log.info("%s %s %s %.0f ms", scope["method"], _path(scope), status, took_ms)

    def _meant_for_us(self, request: Request) -> bool:
        if self._hosts is None:
            return True
        try:
            return urlsplit(f"//{request.headers.get('host', '')}").hostname in self._hosts
        except ValueError:
            return False


def _path(scope: Scope) -> str:
    """The address as the route is declared; that of no route of ours only as far as it is short and plain."""
    route = getattr(scope.get("route"), "path", None)
    return f"{scope.get('root_path', '')}{route}" if route else "an address of no route"


def _request_id(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == REQUEST_ID.encode() and _GOOD_ID.fullmatch(value):
            return str(value.decode())
    return uuid.uuid4().hex[:16]
