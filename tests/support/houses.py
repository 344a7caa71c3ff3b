"""Houses on a database of one's choice, and further programs on the same one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from support.wire import Wire

from atom_xero_plugin.app import App
from atom_xero_plugin.dispatch.dispatcher import Dispatch
from atom_xero_plugin.testing import House, SandboxTime, open_connected_house, open_house


@asynccontextmanager
async def house_on(folder: Path, database_url: str | None = None) -> AsyncIterator[tuple[House, Wire]]:
    """A connected house whose line to Xero a test may break; on SQLite unless another database is given."""
    house = await (open_connected_house(folder) if database_url is None else open_house(folder))
    house.sandbox.limits.enabled = False
    wire = Wire(house.transport)
    house.transport = wire
    changes = {"database_url": database_url} if database_url else {}
    house.runtime = App(replace(house.runtime.settings, **changes), clock=house.runtime.clock, transport=wire)
    house.dispatch = Dispatch(house.runtime, house.registry)
    try:
        if database_url is not None:
            await house.connect()
        yield house, wire
    finally:
        await house.runtime.close()


class _Waiting(SandboxTime):
    """Waits as a program of its own does: the others go on meanwhile, and their time does not run because of it."""

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / 4)


@asynccontextmanager
async def another_program(house: House) -> AsyncIterator[Dispatch]:
    """One more program on the same database and the same Xero."""
    async with App(house.runtime.settings, clock=_Waiting(house.sandbox), transport=house.transport) as runtime:
        yield Dispatch(runtime, house.registry)
