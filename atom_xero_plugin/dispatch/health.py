"""How the plugin is, told honestly: every part by itself, without a call to Xero."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from atom_xero_plugin.app import Runtime
from atom_xero_plugin.auth.connections import Connection
from atom_xero_plugin.core.errors import XeroPluginError
from atom_xero_plugin.hookspecs import Health
from atom_xero_plugin.sync.poll_schedule import Poll
from atom_xero_plugin.sync.poller import working

WORKS: Final = "ok"


async def health_of(runtime: Runtime, workspace_id: str | None = None) -> Health:
    """Whether the keys, the database, the app's settings and each connection of a workspace are as they must be."""
    parts = await program_parts(runtime)
    if parts["database"] == WORKS and parts["encryption_key"] == WORKS:
        workspace = workspace_id or runtime.settings.workspace
        known = await runtime.connections.of_workspace(workspace)
        parts |= {f"connection: {each.tenant_name}": _state(each) for each in _that_matter(known)}
        parts |= {
            f"hearing {poll.resource} of {connection.tenant_name}": poll.reason or "failed"
            for poll, connection in readable_by(known, await runtime.polls.listed(workspace))
            if poll.is_failing and not poll.is_full_resync  # a full resync waits for its list: that one's reason counts
        }
    return Health("xero", all(state == WORKS for state in parts.values()), parts)


def readable_by(known: Sequence[Connection], polls: Sequence[Poll]) -> list[tuple[Poll, Connection]]:
    """What connections that work can sync: none of an organisation that was disconnected."""
    return [(poll, connection) for poll in polls if (connection := working(known, poll)) is not None]


async def program_parts(runtime: Runtime) -> dict[str, str]:
    """What every workspace depends on: each part `ok`, or what is wrong and what to do."""
    client_id = runtime.settings.client_id
    return {
        "encryption_key": await _reported(lambda: _keys(runtime)),
        "database": await _reported(runtime.store.check),
        "xero_app": WORKS if client_id else "XERO_CLIENT_ID is not set.",
    }


def _that_matter(known: list[Connection]) -> list[Connection]:
    """One connection an organisation, a working one first; none that somebody ended on purpose."""
    found: dict[str, Connection] = {}
    for each in known:  # the working ones come first
        if each.state == "connected" or each.is_broken:
            found.setdefault(each.tenant_id, each)
    return list(found.values())


def _state(connection: Connection) -> str:
    return WORKS if connection.state == "connected" else connection.state_reason or connection.state


async def _keys(runtime: Runtime) -> None:
    _ = runtime.keyring


async def _reported(check: Callable[[], Awaitable[None]]) -> str:
    try:
        await check()
    except XeroPluginError as error:
        return f"{error.message} {error.hint}".strip()
    return WORKS
