"""The poller: one tick over the table of what is due, however many organisations there are."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Final

from atom_xero_plugin.auth.connections import Connection
from atom_xero_plugin.auth.scopes import missing
from atom_xero_plugin.catalogue.trigger import Trigger
from atom_xero_plugin.core.crash_points import crashpoint, declare
from atom_xero_plugin.core.errors import DatabaseAway, OurFault, XeroPluginError
from atom_xero_plugin.sync import poll_leases
from atom_xero_plugin.sync.dependencies import SyncDependencies
from atom_xero_plugin.sync.internal_watch import ConnectionMonitor
from atom_xero_plugin.sync.poll_leases import PollLease
from atom_xero_plugin.sync.poll_run import PollRun, PollRunner
from atom_xero_plugin.sync.poll_schedule import Poll, scopes_of
from atom_xero_plugin.sync.resources import streams

__all__ = ["PollRun", "Poller"]
log = logging.getLogger(__name__)
AT_ONCE: Final = 8
"""Organisations synced at the same time by one process."""
_BEAT_S: Final = poll_leases.LEASE.total_seconds() / 4

declare("poll.before_claim", "poll.after_claim")


class Poller:
    """Syncs what is due. Ticks may overlap: an organisation that is slow keeps no other waiting."""

    def __init__(
        self, dependencies: SyncDependencies, triggers: Mapping[str, Trigger], *, page_size: int | None = None
    ) -> None:
        """`triggers` are the catalogue's, by name; a page holds as many records as the settings say."""
        self._dependencies = dependencies
        self._cycles = PollRunner(dependencies, triggers, page_size or dependencies.settings.page_size)
        self._watch = ConnectionMonitor(dependencies, triggers)
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._under_way: set[str] = set()

    async def tick(self) -> list[PollRun]:
        """Sync all that is due now, and watch what is ours; what came of each poll run."""
        found = await self._dependencies.connections.everywhere()
        await self._dependencies.polls.enrol(found)
        await self._watch.check(found)
        by_tenant: dict[str, list[tuple[Poll, Connection]]] = {}
        for poll in await self._dependencies.polls.due(self._dependencies.clock.now()):
            connection = working(found, poll)
            if connection is not None and poll.tenant_id not in self._under_way:
                by_tenant.setdefault(poll.tenant_id, []).append((poll, connection))
        self._under_way.update(by_tenant)
        answers = await asyncio.gather(*(self._one(tenant_id, due) for tenant_id, due in by_tenant.items()))
        return [poll_run for poll_runs in answers for poll_run in poll_runs]

    async def _one(self, tenant_id: str, due: Sequence[tuple[Poll, Connection]]) -> list[PollRun]:
        """An organisation's poll runs; what goes wrong with it is no other's trouble."""
        try:
            async with self._gate:
                return await self._organisation(tenant_id, due)
        except DatabaseAway as error:  # no fault of ours: what is due stays due
            log.warning("the organisation %s waits: %s", tenant_id, error.message)
            return [PollRun.of(poll, error=error) for poll, _ in due]
        except Exception as error:
            log.exception("syncing the organisation %s failed", tenant_id)
            reported = error if isinstance(error, XeroPluginError) else None
            failure = reported or OurFault(f"Syncing the organisation failed ({type(error).__name__}).")
            return [PollRun.of(poll, error=failure) for poll, _ in due]
        finally:
            self._under_way.discard(tenant_id)

    async def _organisation(self, tenant_id: str, due: Sequence[tuple[Poll, Connection]]) -> list[PollRun]:
        poll_runs = []
        async with self._leased(tenant_id) as lease:
            if lease is None:
                return []
            for poll, connection in sorted(
                due, key=lambda each: (each[0].workspace_id, streams().index(each[0].stream))
            ):
                poll_run = await self._cycles.run(lease, poll, connection)
                if poll_run is not None:
                    poll_runs.append(poll_run)
        return poll_runs

    @asynccontextmanager
    async def _leased(self, tenant_id: str) -> AsyncIterator[PollLease | None]:
        crashpoint("poll.before_claim")
        lease = await poll_leases.take(self._dependencies.store, tenant_id)
        crashpoint("poll.after_claim")
        if lease is None:
            yield None
            return
        beat = asyncio.create_task(self._keep(lease))
        try:
            yield lease
        finally:
            beat.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await beat
            await poll_leases.give_back(self._dependencies.store, lease)

    async def _keep(self, lease: PollLease) -> None:
        """Keep the lease while its holder lives, however long Xero takes to answer."""
        while True:
            await asyncio.sleep(_BEAT_S)
            try:
                await poll_leases.renew(self._dependencies.store, lease)
            except Exception as error:  # noqa: BLE001 - the fence still keeps a second poller out
                log.warning("the lease of %s could not be kept: %s", lease.tenant_id, error)


def working(found: Sequence[Connection], poll: Poll) -> Connection | None:
    """A connection by which this can be synced."""
    scopes = scopes_of(poll.stream)
    for connection in found:
        mine = (connection.workspace_id, connection.tenant_id) == (poll.workspace_id, poll.tenant_id)
        if mine and connection.state == "connected" and not missing(connection.scopes, scopes):
            return connection
    return None
