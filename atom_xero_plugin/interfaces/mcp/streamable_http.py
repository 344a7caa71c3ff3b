"""Streamable HTTP on loopback: for clients on this machine that do not start us themselves."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from typing import Any, Final

import uvicorn
from mcp.server.auth.provider import AccessToken, TokenVerifier
from mcp.server.auth.settings import AuthSettings
from mcp.server.lowlevel.server import Server
from mcp.server.transport_security import TransportSecuritySettings
from pydantic import AnyHttpUrl
from starlette.applications import Starlette

from atom_xero_plugin.app import App
from atom_xero_plugin.interfaces.listen import listening_on
from atom_xero_plugin.interfaces.mcp.client import ORGANISATIONS, SKILLS, WORKSPACE
from atom_xero_plugin.interfaces.mcp.server import create_server
from atom_xero_plugin.interfaces.request_timeouts import timed
from atom_xero_plugin.store.api_tokens import ApiTokens

HOST: Final = "127.0.0.1"
PATH: Final = "/mcp"
_GRACE_S: Final = 3
"""How long streams that clients keep open may hold up the end."""


class ApiTokenVerifier(TokenVerifier):
    """Knows API tokens: each is a principal of its own, of one workspace, with the rights that it carries."""

    def __init__(self, runtime: App) -> None:
        """Look them up in the runtime's database."""
        self._tokens = ApiTokens(runtime.store)

    async def verify_token(self, token: str) -> AccessToken | None:
        """What a token may; None if it is unknown, was revoked, or has expired."""
        found = await self._tokens.find(token)
        if found is None:
            return None
        claims = {WORKSPACE: found.workspace_id, ORGANISATIONS: found.organisations, SKILLS: found.skills}
        return AccessToken(token="", client_id=found.id, subject=found.id, scopes=found.rights, claims=claims)


def http_app(server: Server[Any], port: int, tokens: TokenVerifier | None) -> Starlette:
    """The app, which answers only requests that name this machine and port, and no page of another site.

    A site whose name is made to point at loopback (DNS rebinding) sends its own name as Host and Origin. A request
    without a token that `tokens` knows is answered 401, with where the metadata of the resource is (RFC 9728); with
    None, no token is asked for.
    """
    names = [f"{name}:{port}" for name in (HOST, "localhost")]
    here = f"http://{HOST}:{port}"
    auth = AuthSettings(
        issuer_url=AnyHttpUrl(here), resource_server_url=AnyHttpUrl(f"{here}{PATH}"), validate_token_resource=False
    )
    return server.streamable_http_app(
        streamable_http_path=PATH,
        host=HOST,
        transport_security=TransportSecuritySettings(
            allowed_hosts=names, allowed_origins=[f"http://{name}" for name in names]
        ),
        auth=auth if tokens is not None else None,
        token_verifier=tokens,
    )


async def serve_http(
    runtime: App, port: int, announce: Callable[[str], None], *, whole_text: bool = False, without_token: bool = False
) -> None:
    """Serve on loopback until interrupted; `announce` is given the address. Raises FixSetup for a port that is taken.

    `without_token` lets in whatever program asks, and takes its word that a person said yes.
    """
    with listening_on(HOST, port, option="--http") as listening:
        bound = listening.getsockname()[1]
        config = uvicorn.Config(
            http_app(
                create_server(runtime, whole_text=whole_text),
                bound,
                None if without_token else ApiTokenVerifier(runtime),
            ),
            http=timed(runtime.settings.header_timeout_s, runtime.settings.body_timeout_s),
            log_config=None,
            access_log=False,
            ws="none",
            timeout_graceful_shutdown=_GRACE_S,
        )
        # uvicorn sends on what ended it: this way all is closed first
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        announce(f"http://{HOST}:{bound}{PATH}")
        await uvicorn.Server(config).serve(sockets=[listening])
