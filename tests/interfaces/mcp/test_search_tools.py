"""What the tool `search` reports each thing found."""

from __future__ import annotations

import pytest
from mcp import Client

from atom_xero_plugin.interfaces.mcp.server import create_server
from atom_xero_plugin.sync.poller import Poller
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_each_thing_found_says_how_fresh_it_is(house: House) -> None:
    """At the end of its snippet, as fetch says it in its metadata."""
    await Poller(house.runtime, {trigger.name: trigger for trigger in house.registry.triggers}).tick()
    hits = await house.runtime.search.find("default", "Kauri")
    async with Client(create_server(house.runtime, house.registry)) as client:
        found = await client.call_tool("search", {"query": "Kauri"})

    reported = [each["snippet"] for each in found.structured_content["results"]]
    assert reported
    assert [each.rpartition(" · ")[2] for each in reported] == [f"as of {hit.as_of:%Y-%m-%d %H:%M} UTC" for hit in hits]
