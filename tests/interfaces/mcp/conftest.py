"""An AI chat's client, the SDK's own, at a real `atom-xero mcp` that is connected to a real sandbox."""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import urllib.request
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import mcp_types as types
import pytest
from interfaces.cli.conftest import COMMAND, Terminal, connected, sandbox, terminal
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client

__all__ = ["connected", "sandbox"]


@dataclass
class Person:
    """Who sits before the client, and what they answer to every form."""

    action: str = "accept"
    content: dict[str, Any] | None = field(default_factory=lambda: {"approve": True})
    asked: list[Any] = field(default_factory=list)

    async def __call__(self, _context: Any, params: Any) -> types.ElicitResult:
        self.asked.append(params)
        return types.ElicitResult(action=self.action, content=self.content)


@dataclass
class Desk:
    """Opens clients at one installation."""

    terminal: Terminal
    errors: Path
    address: str
    """Of the sandbox."""

    @contextlib.asynccontextmanager
    async def client(
        self, person: Person | None = None, *, era: str = "auto", **settings: str
    ) -> AsyncIterator[Client]:
        """A client over stdio, with a process of its own; the process's messages are kept in `errors`."""
        command = StdioServerParameters(command=COMMAND, args=["mcp"], env={**self.terminal.environment, **settings})
        with self.errors.open("a") as messages:
            transport = stdio_client(command, errlog=messages)
            async with Client(transport, mode=era, elicitation_callback=person, client_info=CLIENT) as opened:
                yield opened

    @contextlib.contextmanager
    def served(self, *flags: str) -> Iterator[str]:
        """The address of a server over HTTP, with a process of its own that ends with the block."""
        command = [COMMAND, "mcp", "--http", "0", *flags]
        with subprocess.Popen(command, env=self.terminal.environment, stderr=subprocess.PIPE, text=True) as process:
            try:
                line = process.stderr.readline() if process.stderr else ""
                found = re.search(r"http://\S+/mcp", line)
                assert found, line
                yield found.group()
            finally:
                process.terminate()
                rest = process.communicate(timeout=20)[1]
                assert "Traceback" not in rest, rest

    def token(self, rights: str, **settings: str) -> str:
        """A new API token's text."""
        return str(self.terminal.found("token", "new", "desk", "--rights", rights, **settings)["token"])

    @contextlib.asynccontextmanager
    async def over_http(
        self, address: str, token: str, person: Person | None = None, *, era: str = "auto"
    ) -> AsyncIterator[Client]:
        """A client over HTTP that sends a token."""
        async with httpx2.AsyncClient(headers={"authorization": f"Bearer {token}"}, timeout=30) as http:
            transport = streamable_http_client(address, http_client=http)
            async with Client(transport, mode=era, elicitation_callback=person, client_info=CLIENT) as opened:
                yield opened

    def writes(self) -> int:
        """How many calls that write have reached the sandbox's accounting API."""
        with urllib.request.urlopen(f"{self.address}/_sandbox/requests") as answer:
            counts = json.load(answer)["counts"]
        return sum(n for call, n in counts.items() if "/api.xro/" in call and not call.startswith("GET"))


CLIENT = types.Implementation(name="Desk Chat", version="1")
INVOICE = {
    "organisation": "harbour",
    "contact": "Karori Veterinary Clinic",
    "lines": [{"description": "Poster design", "quantity": "2", "unit_amount": "150.00", "account": "200"}],
    "due_in_days": 14,
}


@pytest.fixture
def desk(connected: Terminal, sandbox: dict[str, Any], tmp_path: Path) -> Desk:
    """Clients at a home that is connected."""
    return Desk(connected, tmp_path / "messages", sandbox["address"])


@pytest.fixture
def bare_home(tmp_path: Path) -> Terminal:
    """Nothing is set, nothing is there."""
    return terminal(tmp_path / "home")


@pytest.fixture
def invoice() -> dict[str, Any]:
    """Arguments for an invoice."""
    return INVOICE


@pytest.fixture
def person() -> Person:
    """One who says yes."""
    return Person()
