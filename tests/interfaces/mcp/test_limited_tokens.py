"""A token that is limited, over MCP: its organisation and skills, and neither search nor resources of others."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.anyio


async def test_a_client_with_a_limited_token_reaches_its_own_alone(desk: Any, invoice: Any, person: Any) -> None:
    """Tools, resources and the form by which its person approves heed the same limits."""
    limits = (
        "--org",
        "harbour",
        "--skill",
        "create_invoice",
        "--skill",
        "find_accounts",
        "--skill",
        "list_organisations",
    )
    made = desk.terminal.found("token", "new", "limited desk", "--rights", "read,write,approve", *limits)
    with desk.served() as address:
        async with desk.over_http(address, made["token"], person) as client:
            before = desk.writes()
            other = await client.call_tool("xero_create_invoice", {**invoice, "organisation": "wattle"})
            skill = await client.call_tool("xero_find_contacts", {"organisation": "harbour"})
            search = await client.call_tool("search", {"query": "karori"})
            listed = await client.read_resource("xero://organisations")
            card = await client.read_resource("xero://organisations/wattle/card")
            asked, wrote = len(person.asked), desk.writes() - before
            written = await client.call_tool("xero_create_invoice", {**invoice, "reference": "limited"})

    for refused in (other, skill, search):
        assert refused.is_error
        assert refused.structured_content["error"]["code"] == "not_allowed"
    assert (asked, wrote) == (0, 0)
    assert "Bright Wattle" not in listed.contents[0].text + card.contents[0].text
    assert "Harbour Street" in listed.contents[0].text
    assert written.structured_content["plan"]["state"] == "verified", written
    agent = next(each for each in desk.terminal.found("agent", "list") if each["id"] == made["id"])
    assert (agent["plans_made"], agent["plans_approved"], agent["approvals_given"]) == (1, 1, 1)
