"""`atom-xero serve`: the HTTP service, the page at `/`, and the background work, in one process."""

from __future__ import annotations

import logging
import re
import socket
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Annotated, Final

import typer

from atom_xero_plugin.core.loopback import is_loopback
from atom_xero_plugin.interfaces.cli import output, run
from atom_xero_plugin.interfaces.listen import listening_on

if TYPE_CHECKING:
    from atom_xero_plugin.app import App

PORT: Final = 5058
_OPEN: Final = "Anyone who can reach this machine can reach the service: put a proxy with https before it."
_NAME: Final = re.compile(r"[A-Za-z0-9_.-]{1,253}|[0-9A-Fa-f:.]{2,45}")


def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = PORT,
    host: Annotated[str, typer.Option(help="Address to listen on; the default is this machine alone.")] = "127.0.0.1",
    allowed_host: Annotated[
        list[str] | None,
        typer.Option(
            help="A further name that requests may be addressed to; can be repeated. localhost, the address "
            "of --host and the host of XERO_REDIRECT_URI are answered to anyway."
        ),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Do not log each request.")] = False,
) -> None:
    """Serve the HTTP API and the page, keep Xero in sync and deliver events, until Ctrl-C."""
    for name in allowed_host or ():
        if not _NAME.fullmatch(name):
            raise typer.BadParameter(
                f"{name[:80]!r} is no name of a host: give it alone, without https:// and port.",
                param_hint="--allowed-host",
            )
    access = logging.getLogger("atom_xero_plugin.interfaces.http.middleware")
    access.setLevel(logging.WARNING if quiet else logging.INFO)

    async def work(runtime: App) -> int:
        await runtime.store.check()
        return await serve_until_stopped(runtime, host=host, port=port, announce=_notify, allowed=allowed_host or ())

    raise typer.Exit(run.run(work, as_json=False))


async def serve_until_stopped(
    runtime: App, *, host: str, port: int, announce: Callable[[str], None], allowed: Collection[str] = ()
) -> int:
    """Serve, sync Xero, deliver events and notifications to plugins, until a signal; the exit code it calls for.

    `announce` is given the address once it answers; `allowed` are further names of hosts to answer to.
    Raises KeyMissing, KeyUnusable, or FixSetup for a port that is taken.
    """
    from atom_xero_plugin.catalogue.registry import Registry
    from atom_xero_plugin.interfaces.background import background
    from atom_xero_plugin.interfaces.http import server
    from atom_xero_plugin.interfaces.http.service import HttpService

    _ = runtime.keyring  # without a key nothing could be done: better said at once
    registry = Registry()
    with listening_on(host, port) as listening:
        hosts = server.answers_to(host, runtime.settings.redirect_uri, allowed)
        if not is_loopback(host):
            output.say(_OPEN)
            output.say(f"Only requests for {', '.join(sorted(hosts))} are answered; --allowed-host adds a name.")
        async with background(runtime, registry):
            service = HttpService(runtime, registry, home=True)
            address = _address(host, listening)
            return await server.serve(service, listening, hosts, lambda: announce(address), address=address)


def _address(host: str, listening: socket.socket) -> str:
    """Where to go. Xero knows this machine as localhost alone, so that is where a login must begin."""
    shown = "localhost" if host == "127.0.0.1" else f"[{host}]" if ":" in host else host
    return f"http://{shown}:{listening.getsockname()[1]}/"


def _notify(address: str) -> None:
    output.say(f"Serving at {address}; Ctrl-C ends it.")
