"""A tool is called with its skill's arguments and the organisation among them."""

from __future__ import annotations

from typing import Any

import pytest

from atom_xero_plugin.dispatch.tool_calls import call_tool
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def called(house: House, name: str, arguments: Any, organisation: str | None = None) -> dict[str, Any]:
    return (await call_tool(house.dispatch, name, arguments, house.person, organisation=organisation)).plain()


@pytest.mark.parametrize(
    "arguments",
    [
        {"organisation": "harbour", "limit": 1},
        {"organisation": "Harbour Street Studio Limited", "limit": 1, "text": None},
        '{"organisation": "harbour", "limit": 1}',
        b'{"organisation": "harbour", "limit": 1}',
    ],
    ids=["mapping", "with nulls", "text", "bytes"],
)
async def test_the_organisation_stands_among_the_arguments(house: House, arguments: Any) -> None:
    """As data or as JSON text."""
    answer = await called(house, "xero_find_contacts", arguments)

    assert answer["success"] is True
    assert answer["organisation"]["name"] == "Harbour Street Studio Limited"


async def test_an_organisation_set_for_the_call_binds(house: House) -> None:
    """A model cannot name another than its host allows; the same one it may."""
    same = await called(house, "find_contacts", {"organisation": "HARBOUR"}, "harbour")
    other = await called(house, "find_contacts", {"organisation": "bright wattle"}, "harbour")
    none = await called(house, "find_contacts", {"organisation": None}, "harbour")

    assert (same["success"], none["success"]) == (True, True)
    assert other["error"]["code"] == "invalid_arguments"
    assert "'harbour'" in other["error"]["fields"][0]["message"]


@pytest.mark.parametrize(
    ("name", "arguments", "code"),
    [
        ("find_contacts", {"organisation": 5}, "invalid_arguments"),
        ("find_contacts", {"organisation": ""}, "invalid_arguments"),
        ("find_contacts", {"organisation": "  "}, "invalid_arguments"),
        ("find_contacts", {"organisation": ["harbour"]}, "invalid_arguments"),
        ("find_contacts", "no JSON", "invalid_arguments"),
        ("find_contacts", "[1]", "invalid_arguments"),
        ("find_contacts", b"\xff\xfe", "invalid_arguments"),
        ("find_contacts", "[" * 100_000, "invalid_arguments"),
        ("find_contacts", " " * 1_000_001, "invalid_arguments"),
        ("find_contacts", {}, "ambiguous"),
        ("list_organisations", {"organisation": "harbour"}, "invalid_arguments"),
        ("find_nothing", {"organisation": "harbour"}, "unknown_skill"),
    ],
)
async def test_what_cannot_be_understood_is_answered(house: House, name: str, arguments: Any, code: str) -> None:
    """Never raised."""
    answer = await called(house, name, arguments)

    assert (answer["success"], answer["error"]["code"]) == (False, code)
