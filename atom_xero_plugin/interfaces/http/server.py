"""The service on a port: opened before anything is reported, ended in order by Ctrl-C or SIGTERM."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Collection
from types import FrameType
from typing import Final
from urllib.parse import urlsplit

import uvicorn

from atom_xero_plugin.interfaces.http.app import create_app
from atom_xero_plugin.interfaces.http.middleware import LOOPBACK
from atom_xero_plugin.interfaces.http.service import HttpService
from atom_xero_plugin.interfaces.request_timeouts import timed

_GRACE_S: Final = 5
"""How long answers under way may take once the end was asked for; streams end by themselves at once."""
_INTERRUPTED: Final = 130


def answers_to(host: str, redirect_uri: str, allowed: Collection[str]) -> set[str]:
    """The names that requests may be addressed to: this machine's own, that of XERO_REDIRECT_URI, and those allowed.

    An address that stands for every one (0.0.0.0, ::) is no name: nobody asks for it but to get round this.
    """
    named = {*LOOPBACK, host, urlsplit(redirect_uri).hostname or host, *allowed}
    return {name.lower() for name in named} - {"0.0.0.0", "::"}  # noqa: S104 - nothing listens because of this


async def serve(
    service: HttpService,
    listening: socket.socket,
    hosts: Collection[str],
    announce: Callable[[], None],
    *,
    address: str | None = None,
) -> int:
    """Answer requests until asked to end; the exit code: 130 after Ctrl-C, else 0. `announce` is called as it answers.

    Only requests meant for one of `hosts` are answered; `address` is where they reach it.
    """
    settings = service.runtime.settings
    app = create_app(service, hosts=hosts, address=address)
    config = uvicorn.Config(
        app,
        http=timed(settings.header_timeout_s, settings.body_timeout_s),
        log_config=None,
        access_log=False,
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=_GRACE_S,
    )
    server = _Server(config, service, announce)
    await server.serve(sockets=[listening])
    return _INTERRUPTED if server.ended_by == signal.SIGINT else 0


class _Server(uvicorn.Server):
    """uvicorn's server, which ends streams first, and leaves the exit code to us."""

    def __init__(self, config: uvicorn.Config, service: HttpService, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._service = service
        self._notify = announce
        self.ended_by: int | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin, and say so: from here on a signal ends it in order."""
        await super().startup(sockets)
        self._notify()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """The first signal ends in order, a second at once."""
        del frame
        self.force_exit = self.should_exit
        self.should_exit = True
        self.ended_by = self.ended_by or sig
        self._service.ending.set()
