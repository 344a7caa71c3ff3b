"""How the plugin is, told honestly: every part by itself, without a call to Xero."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from atom_xero_plugin.errors import XeroPluginError
from atom_xero_plugin.hookspecs import Health
from atom_xero_plugin.runtime import Runtime

WORKS = "ok"


async def health_of(runtime: Runtime, workspace_id: str | None = None) -> Health:
    """Whether the keys, the database, the app's settings and each connection of a workspace are as they must be."""
    parts = {
        "encryption_key": await _told(lambda: _keys(runtime)),
        "database": await _told(runtime.store.check),
        "xero_app": WORKS if runtime.settings.client_id else "XERO_CLIENT_ID is not set",
    }
    if parts["database"] == WORKS and parts["encryption_key"] == WORKS:
        workspace = workspace_id or runtime.settings.workspace
        for connection in await runtime.connections.of_workspace(workspace):
            state = WORKS if connection.state == "connected" else connection.state_reason or connection.state
            parts[f"connection: {connection.tenant_name}"] = state
    return Health("xero", all(state == WORKS for state in parts.values()), parts)


async def _keys(runtime: Runtime) -> None:
    _ = runtime.keyring


async def _told(check: Callable[[], Awaitable[None]]) -> str:
    try:
        await check()
    except XeroPluginError as error:
        return f"{error.message} {error.hint}".strip()
    return WORKS
