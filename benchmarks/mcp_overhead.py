"""What MCP adds to a call: find_accounts through the server next to the same call at the dispatcher, turn by turn.

It goes through the tool that an AI chat reaches this skill by: of a tool that is not listed the client would ask for
the whole list after each call.

Client and server are the SDK's, in one process over its in-memory transport, so that both pay for every message, and
the client for checking each answer against its tool's shape.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path
from statistics import median

from mcp import Client

from atom_xero_plugin.catalogue.context import Caller
from atom_xero_plugin.interfaces.mcp.server import create_server
from atom_xero_plugin.sandbox.options import Options
from atom_xero_plugin.testing import TODAY, House, open_house
from benchmarks.table import Row

CALLS, WARM_UP = 150, 10
ARGUMENTS = {"limit": 100}
CALLER = Caller("default", "ai:benchmark", kind="ai")


async def _through(client: Client, house: House) -> None:
    arguments = {**ARGUMENTS, "organisation": house.organisation}
    reported = await client.call_tool("xero_run_read", {"skill": "find_accounts", "arguments": arguments})
    assert reported.structured_content["success"], reported


async def _bare(house: House) -> None:
    answer = await house.dispatch.call("find_accounts", ARGUMENTS, CALLER, organisation=house.organisation)
    assert answer.success, answer


async def _measure(folder: Path) -> tuple[float, float]:
    house = await open_house(folder, Options(today=TODAY, limits=False))
    times: dict[str, list[float]] = {"mcp": [], "bare": []}
    try:
        await house.connect()
        async with Client(create_server(house.runtime, house.registry), mode="legacy") as client:
            for number in range(CALLS + WARM_UP):
                for name in ("mcp", "bare"):
                    started = time.perf_counter()
                    await (_through(client, house) if name == "mcp" else _bare(house))
                    if number >= WARM_UP:
                        times[name].append((time.perf_counter() - started) * 1000)
    finally:
        await house.runtime.close()
    return median(times["mcp"]), median(times["bare"])


def run() -> list[Row]:
    """Interleaved calls; medians."""
    with tempfile.TemporaryDirectory() as folder:
        through, bare = asyncio.run(_measure(Path(folder)))
    over = through - bare
    return [
        Row(
            "find_accounts through MCP, ms (vs at the door)", through, bare, through / bare, "<= 10 ms over", over <= 10
        )
    ]
