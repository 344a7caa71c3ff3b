"""The scene of an AI chat: a client of the Model Context Protocol starts `atom-xero mcp`, asks, and cannot approve."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from typing import Any

from atom_xero_plugin.core.settings import Settings
from atom_xero_plugin.interfaces.cli.connect import sandbox_environment
from atom_xero_plugin.interfaces.cli.demo.invoice_to_paid import LINE
from atom_xero_plugin.interfaces.cli.demo.stage import DemoStep, Stage, expect, result_of

_START = "from atom_xero_plugin.interfaces.cli import main; main()"


async def play(stage: Stage) -> AsyncIterator[DemoStep]:
    """The scene."""
    from mcp import Client, StdioServerParameters
    from mcp.client.stdio import stdio_client

    command = StdioServerParameters(
        command=sys.executable, args=["-c", _START, "mcp"], env=_environment(stage.runtime.settings)
    )
    async with Client(stdio_client(command)) as chat:
        tools = (await chat.list_tools()).tools
        asked = {"organisation": stage.organisation, "status": "overdue", "limit": 3}
        found = result_of("find_invoices", _reported(await chat.call_tool("xero_find_invoices", asked)))
        expect(found["total"] > 0, "the chat asks for overdue invoices")
        numbers = ", ".join(each["number"] for each in found["items"])
        words = f"{len(tools)} tools; xero_find_invoices: {found['total']} overdue, first {numbers}"
        yield DemoStep("AI asked over MCP", words, {"tools": len(tools), "result": found})
        requested = {
            "organisation": stage.organisation, "contact": found["items"][0]["contact"]["name"], "lines": [LINE],
            "due_in_days": 7,
        }  # fmt: skip
        plan = _reported(await chat.call_tool("xero_create_invoice", requested))
        code, state = plan["error"]["code"], plan["plan"]["state"]
        expect((code, state) == ("approval_needed", "proposed"), f"the chat gets a plan: {plan}")
        yield DemoStep("AI proposed over MCP", f"{plan['plan']['summary']} · waits for a person", {"answer": plan})


def _reported(result: Any) -> dict[str, Any]:
    answer: dict[str, Any] = result.structured_content
    return answer


def _environment(settings: Settings) -> dict[str, str]:
    """The settings of the demo; the client adds those of its own variables that are safe to hand on, no others."""
    ours = dict(line.split("=", 1) for line in sandbox_environment(settings))
    return {**ours, "ATOM_XERO_HOME": str(settings.home)}
