"""A process that polls: everything is made due, one tick, so many times. Says which poll runs it ran."""

from __future__ import annotations

import asyncio
import json
import sys

from atom_xero_plugin.app import App
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core import settings
from atom_xero_plugin.sync.poller import Poller


async def main(rounds: int) -> dict[str, list[str]]:
    """Tenant and resource of each poll run, and the errors."""
    ran, errors = [], []
    async with App(settings.load()) as runtime:
        poller = Poller(runtime, {trigger.name: trigger for trigger in Registry().triggers})
        for _ in range(rounds):
            await runtime.polls.request_sync(runtime.settings.workspace)
            for poll_run in await poller.tick():
                ran.append(f"{poll_run.tenant_id} {poll_run.resource}")
                errors += [poll_run.error.message] if poll_run.error else []
    return {"ran": ran, "errors": errors}


sys.stdout.write(json.dumps(asyncio.run(main(int(sys.argv[1])))))
