"""What a start costs: importing the plugin, and whole commands beside a process that imports SQLAlchemy alone.

Processor time (user and system) of whole processes, which a busy machine changes less than the time that passes; the
rounds are interleaved, so that what the machine does meanwhile falls on each alike.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from statistics import median

from atom_xero_plugin.interfaces.cli.sandbox import running_sandbox
from benchmarks.table import Row

ROUNDS = 7
COMMAND = str(Path(sys.executable).with_name("atom-xero"))
FIND = ("skill", "run", "find_contacts", "text=kauri", "--organisation", "harbour", "--json")
HELLO = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "bench", "version": "1"}}
LIST_TOOLS = (
    {"id": 1, "method": "initialize", "params": HELLO},
    {"method": "notifications/initialized"},
    {"id": 2, "method": "tools/list"},
)
"""What a client says to a server until it knows its tools."""


def _milliseconds(run: Callable[[], object]) -> float:
    """Processor time of the processes that `run` starts and waits for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def _process(*command: str, environment: Mapping[str, str] | None = None) -> Callable[[], object]:
    return partial(subprocess.run, command, check=True, capture_output=True, env=environment)


def _first_tools(environment: Mapping[str, str]) -> None:
    """Start the MCP server, and end it as soon as it has answered its first tools/list."""
    with subprocess.Popen(
        [COMMAND, "mcp"], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdin
        assert server.stdout
        for message in LIST_TOOLS:
            server.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
            server.stdin.flush()
            if "id" in message:
                answer = json.loads(server.stdout.readline())
        assert answer["result"]["tools"]
        server.kill()


def _connected(address: str, home: str) -> dict[str, str]:
    """The environment of commands that are connected to the sandbox."""
    ours = ("ATOM_", "XERO_", "PYTHONDONTWRITEBYTECODE")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    environment["ATOM_XERO_HOME"] = home
    done = subprocess.run(
        [COMMAND, "connect", "--sandbox", address], env=environment, check=True, capture_output=True, text=True
    )
    exports = (line.strip().removeprefix("export ") for line in done.stderr.splitlines() if " export " in f" {line}")
    return environment | dict(line.split("=", 1) for line in exports)


def run() -> list[Row]:
    """Interleaved rounds of whole processes; an import is the process less a bare one."""
    with running_sandbox("--no-limits") as sandbox, tempfile.TemporaryDirectory() as home:
        environment = _connected(sandbox["address"], home)
        python = partial(_process, sys.executable, "-c", environment=environment)
        runs: dict[str, Callable[[], object]] = {
            "bare": python("pass"),
            "yardstick": python("import sqlalchemy"),
            "ours": python("import atom_xero_plugin"),
            "sdk": python("import xero_python.accounting"),
            "version": _process(COMMAND, "--version", environment=environment),
            "skill": _process(COMMAND, *FIND, environment=environment),
            "mcp": partial(_first_tools, environment),
        }
        for each in runs.values():  # bytecode and the file system's cache
            each()
        times: dict[str, list[float]] = {name: [] for name in runs}
        for _ in range(ROUNDS):
            for name, each in runs.items():
                times[name].append(_milliseconds(each))
    of = {name: median(each) for name, each in times.items()}
    ours, sdk, yardstick = of["ours"] - of["bare"], of["sdk"] - of["bare"], of["yardstick"]
    title = "import atom_xero_plugin, ms (vs import xero_python.accounting)"
    return [
        Row(title, ours, sdk, sdk / ours, "<= 80 ms", ours <= 80),
        *(
            Row(f"{words}, ms (vs import sqlalchemy)", of[name], yardstick, of[name] / yardstick, f"<= {most} x",
                of[name] <= most * yardstick)
            for words, name, most in (
                ("atom-xero --version", "version", 0.5),
                ("atom-xero skill run find_contacts", "skill", 2.0),
                ("atom-xero mcp, to its first tools/list", "mcp", 3.0),
            )
        ),
    ]  # fmt: skip
