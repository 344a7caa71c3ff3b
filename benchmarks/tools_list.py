"""What the list of tools costs a chat at every turn: its characters next to those of other servers for accounts.

Theirs are no measurement of this run: each is the length of the server's own tools/list as it was measured elsewhere,
in 2026 and in the version named.
"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import Final

from mcp import Client

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.interfaces.mcp.server import create_server
from atom_xero_plugin.sandbox.options import Options
from atom_xero_plugin.testing import TODAY, open_house
from benchmarks.table import Row

THEIRS: Final = {
    "xero-mcp-server 0.0.17": 43_302,
    "xero-blade-mcp 0.2.0": 32_725,
    "karellen-qbo-mcp": 19_554,
}
"""Characters, measured elsewhere."""
MOST_TOOLS, MOST, MOST_OF_ONE = 20, 18_000, 1_400


async def _sizes(folder: Path) -> dict[str, int]:
    house = await open_house(folder, Options(today=TODAY))
    try:
        async with Client(create_server(house.runtime, house.registry)) as client:
            page = await client.list_tools()
    finally:
        await house.runtime.close()
    return {tool.name: len(tool.model_dump_json(by_alias=True, exclude_none=True)) for tool in page.tools}


def run() -> list[Row]:
    """Tools, characters of all and of the longest."""
    with tempfile.TemporaryDirectory() as folder:
        sizes = asyncio.run(_sizes(Path(folder)))
    whole, longest, count = sum(sizes.values()), max(sizes.values()), len(sizes)
    reached = len(Registry().skills)
    rows = [
        Row(f"tools of tools/list, for {reached} skills", count, None, None, f"<= {MOST_TOOLS}", count <= MOST_TOOLS),
        Row("characters of the longest tool", longest, None, None, f"<= {MOST_OF_ONE}", longest <= MOST_OF_ONE),
    ]
    for name, theirs in THEIRS.items():
        label = f"characters of tools/list; theirs: {name}, measured elsewhere"
        rows.append(Row(label, whole, theirs, whole / theirs, f"<= {MOST}", whole <= MOST))
    return rows
