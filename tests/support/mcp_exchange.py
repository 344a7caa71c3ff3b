"""A whole exchange over MCP, held with the server on a sandbox and written down as a page: nothing of it is typed."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import mcp_types as types
from mcp import Client

from atom_xero_plugin.interfaces.mcp.server import create_server
from atom_xero_plugin.testing import House, open_house

CLIENT: Final = types.Implementation(name="Desk Chat", version="1")
SUPPLIER: Final = "Capital Power"
HARBOUR: Final = {"organisation": "harbour"}
WIDTH: Final = 116
_LONGEST_TEXT, _MOST_ITEMS, _DEEPEST = 90, 3, 4
_OF_A_PLAN: Final = ("id", "state", "proposed_by", "approved_by")
_WORDS: Final = """\
# One exchange of an AI chat, from a bill to its payment

A test holds this exchange with the server on the sandbox and prints it
(`python tests/interfaces/mcp/test_exchange_page.py`); it fails where the page is not what the server answers. `→` is
what the chat's client sends, `←` what the server answers. The envelopes of JSON-RPC are left out, ids of plans are
numbered, and `…` stands for what is cut: long texts, further items, most of a plan. How to connect a client is in
[ai.md](ai.md).
"""


@dataclass
class Exchange:
    """What went to and fro, as the parts of the page."""

    parts: list[str] = field(default_factory=list)

    async def asked(self, _context: Any, params: Any) -> types.ElicitResult:
        """The question that the server puts to the person, who says yes."""
        answer = types.ElicitResult(action="accept", content={"approve": True})
        self._add("←", "elicitation/create", params.message)
        self._add("→", "the person's answer", _json({"action": answer.action, "content": answer.content}))
        return answer

    async def call(self, client: Client, heading: str, tool: str, /, **arguments: Any) -> dict[str, Any]:
        """Call a tool; its data. Raises AssertionError for a call that failed."""
        self.parts.append(f"## {heading}\n")
        self._add("→", f"tools/call {tool}", _json(arguments))
        reported = await client.call_tool(tool, arguments)
        data: dict[str, Any] = reported.structured_content or {}
        assert data.get("success") is True, data
        text = reported.content[0]
        assert isinstance(text, types.TextContent)
        said = "" if text.text.startswith("{") else f"{text.text}\n\n"
        self._add("←", "the result, as text and as data", f"{said}{_json(_cut(data))}")
        return data

    def page(self) -> str:
        """All of it."""
        return _numbered("\n".join([_WORDS, *self.parts]))

    def _add(self, arrow: str, what: str, text: str) -> None:
        lines = "\n".join(line for each in text.splitlines() for line in _wrapped(each))
        self.parts.append(f"{arrow} {what}\n\n```text\n{lines}\n```\n")


async def exchange_page(folder: Path) -> str:
    """The page, from an exchange that is held now, in a folder of its own."""
    house = await open_house(folder)
    try:
        await house.connect()
        return await _held(house)
    finally:
        await house.runtime.close()


async def _held(house: House) -> str:
    made = Exchange()
    server = create_server(house.runtime, house.registry)
    async with Client(server, mode="legacy", elicitation_callback=made.asked, client_info=CLIENT) as client:
        bill = await made.call(
            client, "The bill is entered, with its PDF", "xero_create_bill", **HARBOUR, contact=SUPPLIER,
            lines=[{"description": "Meter reading", "unit_amount": "40.00", "account": "445"}],
            bill_number="CP-1204", due_in_days=20, files=["receipt.pdf"],
        )  # fmt: skip
        its_id = bill["result"]["invoice"]["id"]
        await made.call(client, "It is approved", "xero_approve_invoice", **HARBOUR, invoice=its_id)
        await made.call(client, "The chat looks for what it has no tool for", "xero_find_skill", words="batch payment")
        await made.call(
            client, "Most of it is paid, by a batch payment", "xero_run_write", skill="create_batch_payment",
            arguments={**HARBOUR, "payments": [{"invoice": its_id, "amount": "40.00"}], "account": "090"},
        )  # fmt: skip
        line = {"description": "Meter read twice", "unit_amount": "5.22", "account": "445"}
        credit = await made.call(
            client, "The supplier's credit note for the rest is entered", "xero_run_write", skill="create_credit_note",
            arguments={**HARBOUR, "kind": "supplier", "contact": SUPPLIER, "lines": [line], "approve": True},
        )  # fmt: skip
        parts = {"credit_note": credit["result"]["credit_note"]["id"], "allocations": [{"invoice": its_id}]}
        await made.call(
            client, "And allocated to the bill", "xero_run_write", skill="allocate_credit_note",
            arguments={**HARBOUR, **parts},
        )  # fmt: skip
        shown = await made.call(client, "Nothing of it is due", "xero_show_invoice", **HARBOUR, invoice=its_id)
    assert shown["result"]["invoice"]["amount_due"]["amount"] == "0.00", shown
    return made.page()


def _cut(value: Any, depth: int = 0) -> Any:
    """The data without what a reader would skip."""
    if isinstance(value, str):
        return value if len(value) <= _LONGEST_TEXT else f"{value[:_LONGEST_TEXT]}…"
    if isinstance(value, list):
        more = ["…"] if len(value) > _MOST_ITEMS else []
        return [_cut(each, depth + 1) for each in value[:_MOST_ITEMS]] + more
    if not isinstance(value, dict):
        return value
    if depth > _DEEPEST and "amount" not in value:
        return "…"
    plan = {"hash", "summary"} <= value.keys()
    kept = {name: each for name, each in value.items() if not plan or name in _OF_A_PLAN}
    shown = {name: _cut(each, depth + 1) for name, each in kept.items()}
    return {**shown, "…": "…"} if plan else shown


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _wrapped(line: str) -> Iterator[str]:
    yield from textwrap.wrap(line, WIDTH, subsequent_indent="  ", break_on_hyphens=False) or [""]


def _numbered(text: str) -> str:
    """The text with the ids of plans, which are made by chance, in the order in which they occur."""
    found: dict[str, str] = {}
    return re.sub(r"plan_[0-9a-f]{20}", lambda hit: found.setdefault(hit[0], f"plan_{len(found) + 1:020}"), text)
