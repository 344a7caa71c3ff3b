"""The process itself: what it writes where, to clients of every age, and what other commands load."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from interfaces.cli.conftest import COMMAND, Terminal


def _talk(home: Path, terminal: Terminal, *messages: dict[str, Any], **settings: str) -> tuple[list[str], str]:
    """What a server says on each of its two ways to messages sent one by one, an answer awaited for each."""
    stored = home / "messages"
    with (
        stored.open("w") as errors,
        subprocess.Popen(
            [COMMAND, "mcp"],
            env={**terminal.environment, **settings},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as process,
    ):
        assert process.stdin
        assert process.stdout
        lines = []
        for message in messages:
            process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
            process.stdin.flush()
            if "id" in message:
                lines.append(process.stdout.readline())
        rest, _ = process.communicate(timeout=30)
    said = stored.read_text()
    assert process.returncode == 0, said
    return [*lines, *rest.splitlines()], said


def _hello(version: str, **can: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    about = {"protocolVersion": version, "capabilities": can, "clientInfo": {"name": "bare", "version": "1"}}
    return {"id": 1, "method": "initialize", "params": about}, {"method": "notifications/initialized"}


def _call(number: int, name: str, **arguments: Any) -> dict[str, Any]:
    return {"id": number, "method": "tools/call", "params": {"name": name, "arguments": arguments}}


def test_nothing_but_the_protocol_is_on_standard_output(bare_home: Terminal, tmp_path: Path) -> None:
    """Not even at the most talkative level, when the database is made on the way; the end of input ends the process."""
    lines, errors = _talk(
        tmp_path,
        bare_home,
        *_hello("2025-11-25"),
        _call(2, "xero_find_contacts"),
        _call(3, "nothing"),
        ATOM_XERO_LOG="debug",
    )

    assert [json.loads(line)["id"] for line in lines] == [1, 2, 3]
    assert "DEBUG" in errors
    reported = json.loads(lines[1])["result"]
    assert reported["isError"] is True
    assert "ATOM_OAUTH_ENCRYPTION_KEY is not set" in reported["content"][0]["text"]


def test_an_old_client_that_reads_text_alone_gets_the_whole_as_text(connected: Terminal, tmp_path: Path) -> None:
    """Results held no data before 2025-06-18."""
    lines, _ = _talk(tmp_path, connected, *_hello("2024-11-05"), _call(2, "xero_list_organisations"))

    reported = json.loads(lines[1])["result"]
    assert "structuredContent" not in reported
    assert len(json.loads(reported["content"][0]["text"])["result"]["items"]) == 2


@pytest.mark.parametrize(("can", "asked"), [({"url": {}}, False), ({}, True), ({"form": {}, "url": {}}, True)])
def test_only_a_client_that_can_show_a_form_is_asked(
    connected: Terminal, invoice: dict[str, Any], tmp_path: Path, can: dict[str, Any], asked: bool
) -> None:
    """One that can only open pages gets the plan; one that names no way means forms."""
    call = _call(2, "xero_create_invoice", **invoice)

    lines, _ = _talk(tmp_path, connected, *_hello("2025-11-25", elicitation=can), call)

    reported = json.loads(lines[1])
    assert (reported.get("method") == "elicitation/create") is asked
    assert asked or reported["result"]["structuredContent"]["error"]["code"] == "approval_needed"


def test_other_commands_do_not_load_the_server() -> None:
    """The terminal's user does not wait for it."""
    script = (
        "import sys; from atom_xero_plugin.interfaces.cli.app import app\n"
        "try: app(['--help'])\n"
        "except SystemExit: pass\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert "mcp" in done.stdout
    assert not {"mcp", "mcp_types", "pydantic", "uvicorn", "starlette"} & set(done.stderr.split())
