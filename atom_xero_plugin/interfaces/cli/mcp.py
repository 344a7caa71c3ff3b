"""`atom-xero mcp`: tools for AI chats."""

from __future__ import annotations

from typing import Annotated

import typer

from atom_xero_plugin.app import App
from atom_xero_plugin.core.late_packages import make_late
from atom_xero_plugin.interfaces.cli import output, run


def mcp(
    http: Annotated[
        int | None,
        typer.Option(min=0, max=65535, metavar="PORT", help="Serve streamable HTTP on loopback; 0 takes a free port."),
    ] = None,
    whole_text: Annotated[
        bool,
        typer.Option("--whole-text", help="Give answers whole as text too, for clients whose model sees text alone."),
    ] = False,
    without_token: Annotated[
        bool,
        typer.Option(
            "--without-token",
            help="With --http: ask for no API token. Any program on this machine may then read the books, make plans, "
            "and approve them by answering the form itself.",
        ),
    ] = False,
) -> None:
    """Serve every skill as a tool for AI chats (MCP), over stdio or on loopback.

    Over HTTP a client sends an API token (`atom-xero token new NAME`) and may what the token may.
    """
    for package in ("mcp", "mcp.server"):
        make_late(package)  # the rest of the SDK is a client, and a framework for servers
    _build_models_when_used()

    async def work(runtime: App) -> None:
        if http is None:
            from atom_xero_plugin.interfaces.mcp.server import serve_stdio

            await serve_stdio(runtime, whole_text=whole_text)
        else:
            from atom_xero_plugin.interfaces.mcp.streamable_http import serve_http

            def announce(address: str) -> None:
                output.say(f"MCP at {address}; Ctrl-C ends it.")

            await serve_http(runtime, http, announce, whole_text=whole_text, without_token=without_token)

    run.run(work, as_json=False)


def _build_models_when_used() -> None:
    """Let Pydantic build a validator at its first use: a client speaks one of the SDK's protocol versions.

    For unions of models there is no public default; a Pydantic that asks elsewhere builds them at once, as it would.
    """
    from pydantic import BaseModel, TypeAdapter

    BaseModel.model_config["defer_build"] = True
    TypeAdapter._defer_build = property(lambda _: True)  # type: ignore[assignment,method-assign]  # noqa: SLF001
