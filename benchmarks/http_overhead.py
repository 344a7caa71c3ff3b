"""What HTTP adds to a call: find_accounts through the service next to the same call at the dispatcher, turn by turn.

Server and client share one process and speak over loopback, so that both pay for every message; the caller's token is
looked up and its host checked each time, as in use.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path
from statistics import median

import httpx2
import uvicorn

from atom_xero_plugin.catalogue.context import Caller
from atom_xero_plugin.interfaces.http.app import create_app
from atom_xero_plugin.interfaces.http.middleware import LOOPBACK
from atom_xero_plugin.interfaces.http.service import HttpService
from atom_xero_plugin.interfaces.listen import listening_on
from atom_xero_plugin.sandbox.options import Options
from atom_xero_plugin.testing import TODAY, House, open_house
from benchmarks.table import Row

CALLS, WARM_UP = 150, 10
ARGUMENTS = {"limit": 100}
CALLER = Caller("default", "workflow:benchmark", kind="workflow")


async def _through(client: httpx2.AsyncClient, house: House) -> None:
    body = {"arguments": ARGUMENTS, "organisation": house.organisation}
    answer = await client.post("/api/skills/find_accounts", json=body)
    assert answer.json()["success"], answer.text


async def _bare(house: House) -> None:
    answer = await house.dispatch.call("find_accounts", ARGUMENTS, CALLER, organisation=house.organisation)
    assert answer.success, answer
    answer.json()


async def _turns(client: httpx2.AsyncClient, house: House) -> tuple[float, float]:
    times: dict[str, list[float]] = {"http": [], "bare": []}
    for number in range(CALLS + WARM_UP):
        for name in ("http", "bare"):
            started = time.perf_counter()
            await (_through(client, house) if name == "http" else _bare(house))
            if number >= WARM_UP:
                times[name].append((time.perf_counter() - started) * 1000)
    return median(times["http"]), median(times["bare"])


async def _measure(folder: Path) -> tuple[float, float]:
    house = await open_house(folder, Options(today=TODAY, limits=False))
    try:
        await house.connect()
        service = HttpService(house.runtime, house.registry)
        made = await service.tokens.new("default", "benchmark", ["read"], by="person:benchmark")
        with listening_on("127.0.0.1", 0) as listening:
            app = create_app(service, hosts=LOOPBACK)
            server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, ws="none", lifespan="off"))
            running = asyncio.ensure_future(server.serve(sockets=[listening]))
            address = f"http://127.0.0.1:{listening.getsockname()[1]}"
            headers = {"authorization": f"Bearer {made.token}"}
            async with httpx2.AsyncClient(base_url=address, headers=headers) as client:
                found = await _turns(client, house)
            server.should_exit = True
            await running
    finally:
        await house.runtime.close()
    return found


def run() -> list[Row]:
    """Interleaved calls; medians."""
    with tempfile.TemporaryDirectory() as folder:
        through, bare = asyncio.run(_measure(Path(folder)))
    over = through - bare
    name = "find_accounts through HTTP, ms (vs at the door)"
    return [Row(name, through, bare, through / bare, "<= 10 ms over", over <= 10)]
