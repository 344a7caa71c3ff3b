"""Quotes in an AI chat: no tool more; their skills are found by words and run by the runners."""

from __future__ import annotations

from typing import Any

import pytest
from mcp import Client

from atom_xero_plugin.interfaces.mcp.server import create_server
from atom_xero_plugin.testing import House
from atom_xero_plugin.tools.folding import FIND, RUN_READ, RUN_WRITE

pytestmark = pytest.mark.anyio
HARBOUR = {"organisation": "harbour"}


@pytest.mark.parametrize(
    ("words", "skill"),
    [
        ("make an offer: create a quote", "create_quote"),
        ("the customer accepted the quote", "accept_quote"),
        ("list quotes", "find_quotes"),
    ],
)
async def test_a_model_finds_what_it_needs(house: House, words: str, skill: str) -> None:
    """By what a person would say."""
    async with Client(create_server(house.runtime, house.registry)) as client:
        found = await client.call_tool(FIND, {"words": words})

    assert found.structured_content["result"]["best"]["skill"] == skill


async def test_a_quote_is_accepted_once_the_person_says_yes(house: House, person: Any) -> None:
    """The person sees which quote and over how much."""
    async with Client(create_server(house.runtime), elicitation_callback=person) as client:
        run = {"skill": "accept_quote", "arguments": {**HARBOUR, "quote": "QU-0003"}}
        done = await client.call_tool(RUN_WRITE, run)
        shown = await client.call_tool(RUN_READ, {"skill": "show_quote", "arguments": {**HARBOUR, "quote": "QU-0003"}})

    assert done.structured_content["plan"]["state"] == "verified"
    assert "QU-0003 to Vogeltown Community Trust over NZD 23,805.00" in person.asked[0].message
    assert shown.structured_content["result"]["quote"]["status"] == "accepted"
