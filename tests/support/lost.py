"""A connection that broke, as it does in life: a person disconnects the organisation in Xero's own settings."""

from __future__ import annotations

from atom_xero_plugin.app import App
from atom_xero_plugin.auth.connections import Connection
from atom_xero_plugin.sandbox.state import Sandbox


def disconnected_at_xero(sandbox: Sandbox, tenant_id: str) -> None:
    """Nobody has noticed yet; the login and its other organisations stay."""
    connections = sandbox.grants.connections
    (mine,) = (key for key, each in connections.items() if each.tenant_id == tenant_id)
    del connections[mine]


async def lose(runtime: App, sandbox: Sandbox, connection: Connection) -> None:
    """Disconnected at Xero, and noticed."""
    disconnected_at_xero(sandbox, connection.tenant_id)
    await runtime.connections.sync(connection.workspace_id, connection.grant_id)
