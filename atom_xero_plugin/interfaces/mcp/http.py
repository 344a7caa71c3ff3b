"""Streamable HTTP on loopback: for clients on this machine that do not start us themselves."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from typing import Any, Final

import uvicorn
from mcp.server.lowlevel.server import Server
from mcp.server.transport_security import TransportSecuritySettings
from starlette.applications import Starlette

from atom_xero_plugin.interfaces.mcp.server import create_server
from atom_xero_plugin.interfaces.ports import listening_on
from atom_xero_plugin.interfaces.request_timeouts import timed
from atom_xero_plugin.runtime import Runtime

HOST: Final = "127.0.0.1"
PATH: Final = "/mcp"
_GRACE_S: Final = 3
"""How long streams that clients keep open may hold up the end."""


def http_app(server: Server[Any], port: int) -> Starlette:
    """The app, which answers only requests that name this machine and port, and no page of another site.

    A site whose name is made to point at loopback (DNS rebinding) sends its own name as Host and Origin.
    """
    names = [f"{name}:{port}" for name in (HOST, "localhost")]
    return server.streamable_http_app(
        streamable_http_path=PATH,
        host=HOST,
        transport_security=TransportSecuritySettings(
            allowed_hosts=names, allowed_origins=[f"http://{name}" for name in names]
        ),
    )


async def serve_http(runtime: Runtime, port: int, tell: Callable[[str], None], *, whole_text: bool = False) -> None:
    """Serve on loopback until interrupted; `tell` is given the address. Raises FixSetup for a port that is taken."""
    with listening_on(HOST, port, option="--http") as listening:
        bound = listening.getsockname()[1]
        config = uvicorn.Config(
            http_app(create_server(runtime, whole_text=whole_text), bound),
            http=timed(runtime.settings.header_timeout_s, runtime.settings.body_timeout_s),
            log_config=None,
            access_log=False,
            ws="none",
            timeout_graceful_shutdown=_GRACE_S,
        )
        # uvicorn sends on what ended it: this way all is closed first
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        tell(f"http://{HOST}:{bound}{PATH}")
        await uvicorn.Server(config).serve(sockets=[listening])
