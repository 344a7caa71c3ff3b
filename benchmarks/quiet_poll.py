"""What syncing costs where nothing changed, and what sixteen triggers cost next to one: calls and bytes, counted.

The calls are counted by the sandbox, the bytes by the poller, over a year's books of two organisations. Neither is a
time, so one round is enough.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from atom_xero_plugin.sandbox.options import Options
from atom_xero_plugin.sync.poll_run import PollRun
from atom_xero_plugin.sync.poller import Poller
from atom_xero_plugin.testing import TODAY, House, open_house
from benchmarks.table import Row


class _Counted:
    """A house whose calls are counted."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.triggers = {trigger.name: trigger for trigger in house.registry.triggers}
        self.poller = Poller(house.runtime, self.triggers)

    async def poll_run(self, minutes: int) -> tuple[int, list[PollRun]]:
        """So many minutes later: the calls of a tick, and its poll runs of Xero's lists."""
        self.house.sandbox.clock.advance(timedelta(minutes=minutes).total_seconds())
        await self.house.runtime.polls.request_sync("default")
        before = self.house.sandbox.requests.total
        poll_runs = [poll_run for poll_run in await self.poller.tick() if poll_run.resource != "Daily"]
        assert all(poll_run.error is None for poll_run in poll_runs), poll_runs
        return self.house.sandbox.requests.total - before, poll_runs

    async def turn_on(self, names: Sequence[str]) -> None:
        for name in names:
            await self.house.runtime.subscriptions.turn_on("default", self.triggers[name], by="person:benchmark")

    def edit(self) -> None:
        """Half of the open invoices change."""
        table = self.house.sandbox.organisations[self.house.organisation].tables["Invoices"]
        unpaid = [row for row in table.rows.values() if row["Status"] == "AUTHORISED"]
        for row in unpaid[: len(unpaid) // 2]:
            table.put({**row, "Reference": f"{row.get('Reference')} again"})


async def _measure(folder: Path) -> list[Row]:
    house = await open_house(folder, Options(today=TODAY, limits=False))
    try:
        await house.connect()
        counted = _Counted(house)
        _, first = await counted.poll_run(1)
        await counted.poll_run(5)
        calls, quiet = await counted.poll_run(5)
        await counted.turn_on(["invoice_paid"])
        counted.edit()
        with_one, _ = await counted.poll_run(5)
        await counted.turn_on([name for name in counted.triggers if name != "invoice_paid"])
        counted.edit()
        with_all, _ = await counted.poll_run(5)
    finally:
        await house.runtime.close()
    whole, rest = (sum(poll_run.bytes for poll_run in poll_runs) for poll_runs in (first, quiet))
    share, name = rest / whole * 100, f"calls with {len(counted.triggers)} triggers on (vs with one)"
    return [
        Row("quiet cycle, calls a resource", calls / len(quiet), None, None, "1", calls == len(quiet)),
        Row("quiet cycle, bytes (vs the first)", rest, whole, rest / whole, "<= 2 %", share <= 2),
        Row(name, with_all, with_one, with_all / with_one, "1 x", with_all == with_one),
    ]


def run() -> list[Row]:
    """Counted once."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_measure(Path(folder)))
