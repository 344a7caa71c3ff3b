"""The sandbox as one app on one loopback port."""

from __future__ import annotations

import json
import socket
import sys

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from atom_xero_plugin.sandbox import control
from atom_xero_plugin.sandbox.api.error_responses import not_imitated
from atom_xero_plugin.sandbox.api.gate import BASES, Gate
from atom_xero_plugin.sandbox.api.imitated import OTHER_APIS
from atom_xero_plugin.sandbox.identity import routes
from atom_xero_plugin.sandbox.options import Options
from atom_xero_plugin.sandbox.state import Sandbox

HOST = "127.0.0.1"


async def _other_api(request: Request) -> Response:
    """404 with a header that says why: Xero has other APIs than the accounting one, the sandbox has not."""
    result = not_imitated(request.url.path.strip("/").split("/", maxsplit=1)[0]).result
    return Response(result.body, result.status, dict(result.headers), result.content_type)


_METHODS = ["GET", "PUT", "POST", "PATCH", "DELETE"]
_OTHERS = [Route(f"/{api}/{{rest:path}}", _other_api, methods=_METHODS) for api in OTHER_APIS]


class SandboxApp(Starlette):
    """Identity and control by routes; the APIs that are imitated straight through the gate, in any letter case."""

    def __init__(self, sandbox: Sandbox) -> None:
        """Serve what it holds."""
        super().__init__(routes=[*routes.ROUTES, *control.ROUTES, *_OTHERS], exception_handlers=control.ERRORS)
        self.state.sandbox = sandbox
        self._gate: ASGIApp = Gate(sandbox)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and scope["path"].lower().startswith(BASES):
            scope["app"] = self
            await self._gate(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def create_app(options: Options) -> Starlette:
    """An app whose `state.sandbox` is the sandbox."""
    return SandboxApp(Sandbox(options))


def run(options: Options, *, port: int, as_json: bool = False) -> None:
    """Serve on loopback until interrupted; prints the addresses, ids and secrets first."""
    import uvicorn

    app = create_app(options)
    app.state.sandbox.on_socket = True
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        address = f"http://localhost:{listening.getsockname()[1]}"
        _print(control.facts(app.state.sandbox, address), as_json=as_json)
        config = uvicorn.Config(
            app, log_level="critical", access_log=False, date_header=False, lifespan="off", http="httptools"
        )
        uvicorn.Server(config).run(sockets=[listening])


def _print(facts: dict[str, object], *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(facts) + "\n")
    else:
        lines = [f"A small Xero at {facts['address']} (control at {facts['address']}/_sandbox/)"]
        apps = facts["apps"]
        assert isinstance(apps, dict)  # noqa: S101 - as facts() makes it
        lines += [
            f"  {kind:<6} client id {a['client_id']}  secret {a['client_secret'] or 'none'}" for kind, a in apps.items()
        ]
        lines.append("Connect with: atom-xero connect --sandbox " + str(facts["address"]))
        sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
