"""What a skill adds to Xero's own time: a read next to the bare client call, and a draft invoice from plan to proof.

The sandbox answers in the same process; the time it takes is measured at the transport and taken off, so that what
remains is ours, on SQLite: validation, limits, decoding, names looked up, the plan, its proof, audit and read-back.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median
from typing import Any

import httpx2

from atom_xero_plugin.catalogue.context import Caller
from atom_xero_plugin.sandbox.options import Options
from atom_xero_plugin.testing import TODAY, House, open_house
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.records.accounts import ACCOUNTS
from benchmarks.table import Row

READS, WRITES, WARM_UP = 150, 60, 10
READ_TARGET, WRITE_TARGET = 3.0, 15.0
CALLER = Caller("default", "ai:benchmark", kind="ai")
INVOICE = {
    "contact": "Kauri Grove Cafe",
    "lines": [{"description": "Poster", "quantity": "2", "unit_amount": "150.00", "account": "200"}],
    "due_in_days": 14,
}


class _Timed(httpx2.AsyncBaseTransport):
    """The sandbox, and how long it took in all."""

    def __init__(self, inner: httpx2.AsyncBaseTransport) -> None:
        self._inner, self.taken = inner, 0.0

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        started = time.perf_counter()
        try:
            return await self._inner.handle_async_request(request)
        finally:
            self.taken += time.perf_counter() - started


async def _ours(timed: _Timed, work: Callable[[], Awaitable[Any]]) -> float:
    """Milliseconds that something takes without the sandbox's."""
    before, started = timed.taken, time.perf_counter()
    await work()
    return (time.perf_counter() - started - (timed.taken - before)) * 1000


async def _client(house: House) -> XeroClient:
    [connection, *_] = await house.runtime.connections.of_workspace("default")
    return house.runtime.xero(connection, feature="benchmark")


async def _reads(house: House, timed: _Timed) -> tuple[float, float]:
    client = await _client(house)

    async def skill() -> None:
        answer = await house.dispatch.call("find_accounts", {"limit": 100}, CALLER, organisation=house.organisation)
        assert answer.success, answer

    async def bare() -> None:
        assert (await list_of(client, ACCOUNTS)).items

    times: dict[str, list[float]] = {"skill": [], "bare": []}
    for number in range(READS + WARM_UP):
        for name, work in (("skill", skill), ("bare", bare)):
            taken = await _ours(timed, work)
            if number >= WARM_UP:
                times[name].append(taken)
    return median(times["skill"]), median(times["bare"])


async def _drafts(house: House, timed: _Timed) -> tuple[float, float]:
    """A plan of a draft invoice with its audit row; and the same approved, sent, read back and compared."""
    plans, whole = [], []
    for number in range(WRITES + WARM_UP):
        proposed: list[dict[str, Any]] = []

        async def plan(made: list[dict[str, Any]] = proposed) -> None:
            made.append((await house.call("create_invoice", **INVOICE))["plan"])

        async def finish(made: list[dict[str, Any]] = proposed) -> None:
            assert (await house.carry_out(made[0]))["plan"]["state"] == "verified"

        of_plan = await _ours(timed, plan)
        of_rest = await _ours(timed, finish)
        if number >= WARM_UP:
            plans.append(of_plan)
            whole.append(of_plan + of_rest)
    return median(plans), median(whole)


async def _measure(folder: Path) -> tuple[float, float, float, float]:
    house = await open_house(folder, Options(today=TODAY, limits=False))
    timed = _Timed(house.transport)
    house.runtime._transport = timed  # noqa: SLF001 - the pool is made of it when the first call needs one
    try:
        await house.connect()
        return (*await _reads(house, timed), *await _drafts(house, timed))
    finally:
        await house.runtime.close()


def run() -> list[Row]:
    """Interleaved calls; medians."""
    with tempfile.TemporaryDirectory() as folder:
        skill, bare, plan, whole = asyncio.run(_measure(Path(folder)))
    over = skill - bare
    return [
        Row("find_accounts by a skill, ms of ours (vs the bare client call)", skill, bare, skill / bare,
            f"<= {READ_TARGET:.0f} ms over", over <= READ_TARGET),
        Row("draft invoice: plan and audit, ms of ours (vs to the end: approved, sent, read back)", plan, whole,
            plan / whole, f"<= {WRITE_TARGET:.0f} ms", plan <= WRITE_TARGET),
    ]  # fmt: skip
