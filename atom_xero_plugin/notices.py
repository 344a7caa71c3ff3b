"""What a host's people should know without having asked: an approval waits, a connection broke."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

from atom_xero_plugin.auth.connections import Connection
from atom_xero_plugin.errors import DatabaseAway
from atom_xero_plugin.runtime import Runtime

log = logging.getLogger(__name__)
LOOK_S: Final = 10.0
APPROVAL_NEEDED: Final = "approval_needed"
CONNECTION_LOST: Final = "connection_lost"

Notify = Callable[[Mapping[str, Any]], None]
"""Takes a notice: `{"kind", "message", "workspace_id", "organisation": {"id", "name"}, …}`."""


def approval_needed(answer: Mapping[str, Any], workspace_id: str) -> dict[str, Any] | None:
    """The notice of an answer whose plan waits for a person; it holds the plan. None for any other answer."""
    plan = answer.get("plan") or {}
    if plan.get("state") != "proposed":
        return None
    return {
        "kind": APPROVAL_NEEDED,
        "message": plan["summary"],
        "workspace_id": workspace_id,
        "organisation": answer["organisation"],
        "plan": plan,
    }


class ConnectionWatch:
    """Tells once of each connection that broke, and again if it breaks after it worked again.

    What was broken before the program began is told too: whoever was told before may not have acted.
    """

    def __init__(self, runtime: Runtime, notify: Notify) -> None:
        """Know nothing yet."""
        self._runtime = runtime
        self._notify = notify
        self._told: set[str] = set()

    async def look(self) -> None:
        """Look at every connection of every workspace; asks the database alone."""
        broken = {each.id: each for each in await self._runtime.connections.everywhere() if each.is_broken}
        fresh = [each for key, each in broken.items() if key not in self._told]
        self._told = set(broken)
        for each in fresh:
            self._notify(_lost(each))


@asynccontextmanager
async def telling_of_connections(runtime: Runtime, notify: Notify, *, every_s: float = LOOK_S) -> AsyncIterator[None]:
    """Look at the connections as long as the block lasts, beginning at once."""
    task = asyncio.ensure_future(_look_again_and_again(ConnectionWatch(runtime, notify), every_s))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def _look_again_and_again(watch: ConnectionWatch, every_s: float) -> None:
    while True:
        try:
            await watch.look()
        except DatabaseAway as error:
            log.info("the connections cannot be looked at: %s", error.message)
        except Exception:
            log.exception("the connections could not be looked at; it is tried again")
        await asyncio.sleep(every_s)


def _lost(connection: Connection) -> dict[str, Any]:
    name, reason = connection.tenant_name, connection.state_reason or connection.state
    return {
        "kind": CONNECTION_LOST,
        "message": f"The connection to {name} no longer works: {reason.rstrip('.')}. Connect it again.",
        "workspace_id": connection.workspace_id,
        "organisation": {"id": connection.tenant_id, "name": connection.tenant_name},
    }
