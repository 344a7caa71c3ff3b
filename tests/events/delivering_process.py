"""A process that delivers: every event it takes is a line in a file, written before it says so."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from atom_xero_plugin.core.clock import SystemClock
from atom_xero_plugin.events.outbox import Outbox
from atom_xero_plugin.store.database import Store


async def main(url: str, path: Path) -> None:
    """Deliver until nothing waits."""
    clock = SystemClock()
    store = Store(url, clock=clock)

    async def take(event: Mapping[str, Any]) -> None:
        with path.open("a") as file:
            file.write(event["id"] + "\n")
            file.flush()
            os.fsync(file.fileno())

    while (await Outbox(store, clock).deliver(take, limit=7)).done:
        pass
    await store.close()


asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
