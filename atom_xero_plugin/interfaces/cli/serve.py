"""`atom-xero serve`: the HTTP service, the page at `/`, and the background work, in one process."""

from __future__ import annotations

import logging
import socket
from typing import TYPE_CHECKING, Annotated, Final

import typer

from atom_xero_plugin.interfaces.cli import output, session

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

    async def work(runtime: Runtime) -> int:
        from atom_xero_plugin.host import Host
        from atom_xero_plugin.interfaces.http import server
        from atom_xero_plugin.interfaces.http.service import Service
        from atom_xero_plugin.registry import Registry
        from atom_xero_plugin.scheduling.local import running

        _ = runtime.keyring  # without a key nothing could be done: better said at once
        await runtime.store.check()
        logging.getLogger("atom_xero_plugin.interfaces.http.access").setLevel(
            logging.WARNING if quiet else logging.INFO
        )
        host_of_plugins, registry = Host(), Registry()
        with server.listening_on(host, port) as listening:
            if not server.is_loopback(host):
                output.say(_OPEN)
            host_of_plugins.load()
            await host_of_plugins.start()
            try:
                async with running(runtime, registry, host_of_plugins.deliver):
                    service = Service(runtime, registry, home=True)
                    return await server.serve(service, listening, host, lambda: _tell(host, listening))
            finally:
                await host_of_plugins.stop()

    raise typer.Exit(session.run(work, as_json=False))


def _tell(host: str, listening: socket.socket) -> None:
    """Where to go. Xero knows this machine as localhost alone, so that is where a login must begin."""
    shown = "localhost" if host == "127.0.0.1" else f"[{host}]" if ":" in host else host
    output.say(f"Serving at http://{shown}:{listening.getsockname()[1]}/; Ctrl-C ends it.")
