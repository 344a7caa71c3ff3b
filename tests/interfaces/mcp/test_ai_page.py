"""docs/ai.md: its commands and programs run as they are printed, against a sandbox."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from interfaces.cli.conftest import COMMAND, Terminal, terminal

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.package_files import folder
from atom_xero_plugin.interfaces.mcp.approval_form import FORM
from atom_xero_plugin.tools.formats import FORMATS

PAGE = (folder("skills").parent / "docs" / "ai.md").read_text()
MAKERS = {
    "openai": '''
        class AsyncOpenAI:
            """Stands in for the maker's library: asks for one tool, then tells what it was given."""

            def __init__(self):
                self.responses = self

            async def create(self, *, model, input, tools):
                assert all(tool["strict"] and tool["parameters"]["required"] is not None for tool in tools)
                if len(input) == 1:
                    wanted = next(tool for tool in tools if tool["name"] == "xero_find_invoices")["parameters"]
                    given = dict.fromkeys(wanted["required"]) | {"status": "overdue", "limit": 2}
                    call = dict(type="function_call", call_id="1", arguments=json.dumps(given))
                    return Record(output=[Record(name="xero_find_invoices", **call)], output_text="")
                found = json.loads(input[-1]["output"])
                return Record(output=[Record(type="message")], output_text=told(found))
    ''',
    "anthropic": '''
        class AsyncAnthropic:
            """Stands in for the maker's library: asks for one tool, then tells what it was given."""

            def __init__(self):
                self.messages = self

            async def create(self, *, model, max_tokens, tools, messages):
                assert all(set(tool) == {"name", "description", "input_schema"} for tool in tools)
                if len(messages) == 1:
                    call = dict(type="tool_use", id="1", input={"status": "overdue", "limit": 2})
                    return Record(content=[Record(name="xero_find_invoices", **call)])
                found = json.loads(messages[-1]["content"][0]["content"])
                return Record(content=[Record(type="text", text=told(found))])
    ''',
}
BESIDE = """
import json
from types import SimpleNamespace as Record


def told(found):
    assert found["success"], found
    return f"{len(found['result']['items'])} of {found['result']['total']}, {found['organisation']['name']}"
"""


def blocks(language: str) -> list[str]:
    """The page's blocks in a language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_the_commands_run_as_they_are_printed(tmp_path: Path) -> None:
    """In one shell, one after another, from a fresh sandbox to a plan that a person approved."""
    empty = terminal(tmp_path / "home")
    script = "\n".join(["set -e", *blocks("sh"), "kill %1"]).replace("5990", str(_free_port()))
    path = f"{Path(COMMAND).parent}:{empty.environment['PATH']}"
    done = subprocess.run(
        ["bash", "-c", f"set -m\n{script}"], cwd=tmp_path, env={**empty.environment, "PATH": path},
        capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert "Harbour Lights Ltd" in done.stdout
    assert "state: approved" in done.stdout
    assert json.loads((tmp_path / "tools.json").read_text()) == [FORMATS["anthropic"](s) for s in Registry().skills]


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@pytest.mark.parametrize(("number", "maker"), list(enumerate(MAKERS)))
def test_the_programs_run_as_they_are_printed(connected: Terminal, tmp_path: Path, number: int, maker: str) -> None:
    """With a stand-in for the maker's library: what the model asks for is answered from the books."""
    indented = MAKERS[maker].replace("\n        ", "\n")
    (tmp_path / f"{maker}.py").write_text(BESIDE + indented)
    (tmp_path / "program.py").write_text(blocks("python")[number])
    done = subprocess.run(
        [sys.executable, "program.py"], cwd=tmp_path, env=connected.environment,
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"2 of \d+, Harbour Street Studio Limited\n", done.stdout)


def test_the_page_says_every_format() -> None:
    """And the settings of Claude Desktop are JSON that starts the server."""
    (config,) = (json.loads(block) for block in blocks("json"))
    server: dict[str, Any] = config["mcpServers"]["xero"]

    assert all(f"`{name}`" in PAGE or f"--format {name}" in PAGE for name in FORMATS if name != "mcp")
    assert (server["command"].rpartition("/")[2], server["args"]) == ("atom-xero", ["mcp"])


def test_the_exchange_shown_is_what_the_server_still_says() -> None:
    """The form, and the words around it."""
    flat = re.sub(r"\s+", " ", PAGE)

    assert json.dumps(FORM) in flat
    assert '"name": "xero_create_invoice"' in flat
    assert "done and read back (verified)." in flat
