"""One process, one clock: APScheduler runs a tick over the table of what is due, never a job an organisation.

Several such processes on one database are safe: leases keep two of them from one organisation.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from atom_xero_plugin.app import App
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.events.outbox import Deliver
from atom_xero_plugin.jobs.jobs import Job, jobs


@asynccontextmanager
async def running(runtime: App, registry: Registry, deliver: Deliver | None = None) -> AsyncIterator[None]:
    """Background work as long as the block lasts, beginning at once; what is under way at the end is finished.

    Without `deliver` events are written and not handed over.
    """
    scheduler = AsyncIOScheduler(timezone=UTC)
    under_way: set[asyncio.Task[Any]] = set()
    for job in jobs(runtime, registry, deliver):
        scheduler.add_job(
            _noted(job, under_way),
            "interval",
            seconds=job.every_s,
            id=job.name,
            max_instances=job.at_once,
            coalesce=True,
            misfire_grace_time=None,
            next_run_time=datetime.now(UTC),
        )
    # A round that takes longer than its interval goes on, and the next begins after it: no news for a log.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.pause()
        if under_way:
            await asyncio.wait(under_way)
        scheduler.shutdown(wait=False)


def _noted(job: Job, under_way: set[asyncio.Task[Any]]) -> Callable[[], Awaitable[None]]:
    """Work in a task of its own: the scheduler's own end would cancel it half-way."""

    async def run() -> None:
        task = asyncio.ensure_future(job.work())
        under_way.add(task)
        task.add_done_callback(under_way.discard)
        await asyncio.shield(task)

    return run
