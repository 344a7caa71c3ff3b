"""`atom-xero serve`: the HTTP service, the page at `/`, and the background work, in one process."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Final

import typer

from atom_xero_plugin.interfaces.cli import output, session
from atom_xero_plugin.interfaces.ports import listening_on

if TYPE_CHECKING:
    from atom_xero_plugin.runtime import Runtime

PORT: Final = 5058
_OPEN: Final = "Anyone who can reach this machine can reach the service: put a proxy with https before it."


def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = PORT,
    host: Annotated[str, typer.Option(help="Address to listen on; the default is this machine alone.")] = "127.0.0.1",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No line for each request.")] = False,
) -> None:
    """Serve the HTTP API and the page, hear Xero and deliver events, until Ctrl-C."""
    access = logging.getLogger("atom_xero_plugin.interfaces.http.access")
    access.setLevel(logging.WARNING if quiet else logging.INFO)

    async def work(runtime: Runtime) -> int:
        await runtime.store.check()
        return await serve_until_told(runtime, host=host, port=port, tell=_tell)

    raise typer.Exit(session.run(work, as_json=False))


async def serve_until_told(runtime: Runtime, *, host: str, port: int, tell: Callable[[str], None]) -> int:
    """Serve, hear Xero, deliver events and notices to the host's plugins, until a signal; the exit code it calls for.

    `tell` is given the address once it answers. Raises KeyMissing, KeyUnusable, or FixSetup for a port that is taken.
    """
    from atom_xero_plugin.interfaces.background import background
    from atom_xero_plugin.interfaces.http import server
    from atom_xero_plugin.interfaces.http.service import Service
    from atom_xero_plugin.registry import Registry

    _ = runtime.keyring  # without a key nothing could be done: better said at once
    registry = Registry()
    with listening_on(host, port) as listening:
        if not server.is_loopback(host):
            output.say(_OPEN)
        async with background(runtime, registry):
            service = Service(runtime, registry, home=True)
            return await server.serve(service, listening, host, lambda: tell(_address(host, listening)))


def _address(host: str, listening: socket.socket) -> str:
    """Where to go. Xero knows this machine as localhost alone, so that is where a login must begin."""
    shown = "localhost" if host == "127.0.0.1" else f"[{host}]" if ":" in host else host
    return f"http://{shown}:{listening.getsockname()[1]}/"


def _tell(address: str) -> None:
    output.say(f"Serving at {address}; Ctrl-C ends it.")
