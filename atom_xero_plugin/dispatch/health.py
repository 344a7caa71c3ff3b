"""How the plugin is, reported honestly: every part by itself, without a call to Xero."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Final

from atom_xero_plugin.app import App
from atom_xero_plugin.auth.connections import Connection
from atom_xero_plugin.core.errors import XeroPluginError
from atom_xero_plugin.hookspecs import Health, HealthCheck
from atom_xero_plugin.sync.poll_schedule import Poll
from atom_xero_plugin.sync.poller import working

WORKS: Final = "ok"
"""What stands in `Health.parts` of a part that works."""
PROGRAM: Final = "program"
CONNECTION: Final = "connection"
SYNC: Final = "sync"
POLLER: Final = "poller"
CATALOGUE: Final = "catalogue"


async def health_of(runtime: App, workspace_id: str | None = None) -> Health:
    """Whether the keys, the database, the app's settings and each connection of a workspace are as they must be."""
    program = await program_checks(runtime)
    checks = [*program.values()]
    if program["database"].works and program["encryption_key"].works:
        workspace = workspace_id or runtime.settings.workspace
        known = await runtime.connections.of_workspace(workspace)
        names = _names(known)
        checks += [_connection(each, names) for each in _that_matter(known)]
        checks += [
            HealthCheck(SYNC, f"hearing {poll.resource} of {names[poll.tenant_id]}", False, poll.reason or "failed")
            for poll, _ in readable_by(known, await runtime.polls.listed(workspace))
            if poll.is_failing and not poll.is_full_resync  # it waits for its list: that one's reason counts
        ]
    return Health("xero", all_work(checks), parts_of(checks), checks)


def all_work(checks: Iterable[HealthCheck]) -> bool:
    """Whether nothing is wrong."""
    return all(each.works for each in checks)


def parts_of(checks: Iterable[HealthCheck]) -> dict[str, str]:
    """Each part by its name: `ok`, or what is wrong and what to do."""
    return {each.part: WORKS if each.works else each.message for each in checks}


def readable_by(known: Sequence[Connection], polls: Sequence[Poll]) -> list[tuple[Poll, Connection]]:
    """What connections that work can sync: none of an organisation that was disconnected."""
    return [(poll, connection) for poll in polls if (connection := working(known, poll)) is not None]


async def program_checks(runtime: App) -> dict[str, HealthCheck]:
    """What every workspace depends on, by the name of the part."""
    has_app = bool(runtime.settings.client_id)
    found = (
        await checked("encryption_key", lambda: _keys(runtime)),
        await checked("database", runtime.store.check),
        HealthCheck(PROGRAM, "xero_app", has_app, "" if has_app else "XERO_CLIENT_ID is not set."),
    )
    return {each.part: each for each in found}


async def checked(part: str, check: Callable[[], Awaitable[None]]) -> HealthCheck:
    """A part of the program that works unless its check raises one of our errors."""
    try:
        await check()
    except XeroPluginError as error:
        return HealthCheck(PROGRAM, part, False, f"{error.message} {error.hint}".strip())
    return HealthCheck(PROGRAM, part, True)


def _that_matter(known: list[Connection]) -> list[Connection]:
    """One connection an organisation, a working one first; none that somebody ended on purpose."""
    found: dict[str, Connection] = {}
    for each in known:  # the working ones come first
        if each.state == "connected" or each.is_broken:
            found.setdefault(each.tenant_id, each)
    return list(found.values())


def _names(known: Sequence[Connection]) -> dict[str, str]:
    """The name of each organisation, with its id where two have one name: neither hides the other."""
    names = {each.tenant_id: each.tenant_name for each in known}
    count = Counter(names.values())
    return {key: name if count[name] == 1 else f"{name} ({key})" for key, name in names.items()}


def _connection(connection: Connection, names: dict[str, str]) -> HealthCheck:
    works = connection.state == "connected"
    message = "" if works else connection.state_reason or connection.state
    return HealthCheck(CONNECTION, f"connection: {names[connection.tenant_id]}", works, message)


async def _keys(runtime: App) -> None:
    _ = runtime.keyring
