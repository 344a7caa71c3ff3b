"""What a host's people should know without having asked: an approval waits, a connection broke or is about to."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any, Final

from atom_xero_plugin.app import App
from atom_xero_plugin.auth.connections import Connection
from atom_xero_plugin.core.errors import DatabaseAway
from atom_xero_plugin.core.quoting import in_sentence

log = logging.getLogger(__name__)
CHECK_S: Final = 10.0
APPROVAL_NEEDED: Final = "approval_needed"
CONNECTION_LOST: Final = "connection_lost"
CONNECTION_FAILING: Final = "connection_failing"
UNUSED_LIFE: Final = timedelta(days=60)
"""How long Xero takes a refresh token that is not used. Source: developer.xero.com, OAuth 2.0 FAQ."""
LAST_CALL: Final = timedelta(days=7)
"""How long before a login's end it is reported once more."""
_OVERDUE: Final = timedelta(hours=26)
"""Each login is refreshed daily; one that was not for so long is failing, also where nobody counted why."""
_REMIND: Final = timedelta(hours=24)

Notify = Callable[[Mapping[str, Any]], None]
"""Takes a notification: `{"kind", "message", "workspace_id", "organisation": {"id", "name"}, …}`."""


def approval_needed(answer: Mapping[str, Any], workspace_id: str) -> dict[str, Any] | None:
    """The notification of an answer whose plan waits for a person; it holds the plan. None for any other answer."""
    plan = answer.get("plan") or {}
    if plan.get("state") != "proposed":
        return None
    return {
        "kind": APPROVAL_NEEDED,
        "message": f"{in_sentence(answer['organisation']['name'])}: {plan['summary']}",
        "workspace_id": workspace_id,
        "organisation": answer["organisation"],
        "plan": plan,
    }


class ConnectionNotifier:
    """Reports once each connection that broke, and again if it breaks after it worked again.

    What was broken before the program began is reported too: whoever was notified before may not have acted.
    """

    def __init__(self, runtime: App, notify: Notify) -> None:
        """Know nothing yet."""
        self._runtime = runtime
        self._notify = notify
        self._reported: set[str] = set()
        self._failing: dict[str, tuple[datetime, bool]] = {}
        """When each connection's failing was last reported, and whether that was its last call."""

    async def check(self) -> None:
        """Check every connection of every workspace; asks the database alone."""
        found = await self._runtime.connections.everywhere()
        broken = {each.id: each for each in found if each.is_broken}
        fresh = [each for key, each in broken.items() if key not in self._reported]
        self._reported = set(broken)
        for each in fresh:
            self._notify(_lost(each))
        self._notify_of_failures([each for each in found if each.state == "connected"])

    def _notify_of_failures(self, connected: Sequence[Connection]) -> None:
        """At the first failure, then daily, and when a week is left: nobody should lose a login by not knowing."""
        now = self._runtime.clock.now()
        failing = {each.id: each for each in connected if _is_failing(each, now)}
        self._failing = {key: reported for key, reported in self._failing.items() if key in failing}
        for key, each in failing.items():
            ends_at = _ends_at(each)
            last_call = ends_at is not None and ends_at - now <= LAST_CALL
            before = self._failing.get(key)
            if before is None or abs(now - before[0]) >= _REMIND or (last_call and not before[1]):
                self._failing[key] = now, last_call
                self._notify(_failing(each, ends_at))


@asynccontextmanager
async def notifying_of_connections(runtime: App, notify: Notify, *, every_s: float = CHECK_S) -> AsyncIterator[None]:
    """Check the connections as long as the block lasts, beginning at once."""
    task = asyncio.ensure_future(_check_repeatedly(ConnectionNotifier(runtime, notify), every_s))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def _check_repeatedly(watch: ConnectionNotifier, every_s: float) -> None:
    while True:
        try:
            await watch.check()
        except DatabaseAway as error:
            log.info("the connections cannot be checked: %s", error.message)
        except Exception:
            log.exception("the connections could not be checked; it is tried again")
        await asyncio.sleep(every_s)


def _is_failing(connection: Connection, now: datetime) -> bool:
    refreshed_at = connection.refreshed_at
    overdue = connection.kind != "custom" and refreshed_at is not None and now - refreshed_at > _OVERDUE
    return connection.failures > 0 or overdue


def _ends_at(connection: Connection) -> datetime | None:
    """When Xero forgets the login if nothing refreshes it; a custom connection's it does not forget."""
    if connection.kind == "custom" or connection.refreshed_at is None:
        return None
    return connection.refreshed_at + UNUSED_LIFE


def _failing(connection: Connection, ends_at: datetime | None) -> dict[str, Any]:
    name, since = connection.tenant_name, connection.refreshed_at
    reported = f"The login behind {name} could not be refreshed"
    reported += f" since {since:%Y-%m-%d %H:%M} UTC" if since else ""
    reported += f"; Xero forgets it on {ends_at:%Y-%m-%d}, and then a person must connect it again" if ends_at else ""
    return {
        "kind": CONNECTION_FAILING,
        "message": f"{reported}. It is tried again by itself; `atom-xero doctor` shows what is in the way.",
        "workspace_id": connection.workspace_id,
        "organisation": {"id": connection.tenant_id, "name": name},
        "failures": connection.failures,
        "refreshed_at": since.isoformat() if since else None,
        "ends_at": ends_at.isoformat() if ends_at else None,
    }


def _lost(connection: Connection) -> dict[str, Any]:
    name, reason = connection.tenant_name, connection.state_reason or connection.state
    return {
        "kind": CONNECTION_LOST,
        "message": f"The connection to {in_sentence(name)} no longer works: {reason.rstrip('.')}. Connect it again.",
        "workspace_id": connection.workspace_id,
        "organisation": {"id": connection.tenant_id, "name": connection.tenant_name},
    }
