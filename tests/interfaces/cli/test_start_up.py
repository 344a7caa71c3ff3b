"""A command loads what it needs: what a start may load is counted here, how long it takes in benchmarks/startup.py."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from interfaces.cli.conftest import Terminal

from atom_xero_plugin.tools.folding import OWN_TOOLS

HEAVY = {
    "alembic", "apscheduler", "authlib", "fastapi", "joserfc", "mcp", "mcp_types", "psycopg", "pydantic", "rapidfuzz",
    "rich", "scipy", "starlette", "uvicorn",
    "sqlalchemy.dialects.postgresql", "sqlalchemy.orm",
    "atom_xero_plugin.jobs", "atom_xero_plugin.plans.execution", "atom_xero_plugin.sandbox",
    "atom_xero_plugin.search.search", "atom_xero_plugin.interfaces.http", "atom_xero_plugin.interfaces.mcp",
}  # fmt: skip
"""Libraries, and parts of ours, that reading a list from Xero has no use for."""
HELLO = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "chat", "version": "1"}}
LIST_TOOLS = (
    {"id": 1, "method": "initialize", "params": HELLO},
    {"method": "notifications/initialized"},
    {"id": 2, "method": "tools/list"},
)
REPORTING = """
import atexit, sys
from pathlib import Path
atexit.register(lambda: Path(sys.argv_of_test[0]).write_text("\\n".join(sys.modules)))
sys.argv_of_test = sys.argv[1:2]
sys.argv = ["atom-xero", *sys.argv[2:]]
from atom_xero_plugin.interfaces.cli import main
main()
"""


def _loaded(terminal: Terminal, folder: Path, *arguments: str) -> set[str]:
    """The modules that a command has loaded at its end."""
    told = folder / "modules"
    command = [sys.executable, "-c", REPORTING, str(told), *arguments]
    done = subprocess.run(command, env=terminal.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(told.read_text().splitlines())


def test_a_skill_that_reads_loads_nothing_it_does_not_use(connected: Terminal, tmp_path: Path) -> None:
    """One skill's file, one database's dialect, no ORM, no protocol of logins while the token is good."""
    loaded = _loaded(
        connected, tmp_path, "skill", "run", "find_contacts", "text=kauri", "--organisation", "harbour", "--json"
    )

    assert not HEAVY & loaded
    skills = {name for name in loaded if name.startswith(("atom_xero_plugin.skills.", "skills."))}
    assert {name.rpartition(".")[2] for name in skills} == {"find_contacts"}


def test_a_server_for_ai_chats_lists_its_tools_without_loading_a_skill(connected: Terminal, tmp_path: Path) -> None:
    """Nor what talks to Xero: a chat that only starts its servers pays for no more than the list."""
    modules = tmp_path / "modules"
    command = [sys.executable, "-c", REPORTING, str(modules), "mcp"]
    with subprocess.Popen(
        command, env=connected.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdin
        assert server.stdout
        for message in LIST_TOOLS:
            server.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
        server.stdin.flush()
        answers = [json.loads(server.stdout.readline()) for message in LIST_TOOLS if "id" in message]
        server.stdin.close()
    loaded = set(modules.read_text().splitlines())

    assert len(answers[-1]["result"]["tools"]) > len(OWN_TOOLS)
    assert not {name for name in loaded if name.startswith("atom_xero_plugin.skills.")}
    assert {
        "httpx2._client",
        "httpcore2._async",
        "jsonschema",
        "alembic",
        "authlib",
        "sqlalchemy.orm",
    } & loaded == set()


def test_a_late_package_still_gives_all_that_it_has() -> None:
    """A name of a submodule comes without the rest; any other brings the whole package."""
    script = (
        "import sys; from atom_xero_plugin.core.late_packages import make_late\n"
        "make_late('sqlalchemy.ext.asyncio', 'engine'); make_late('json', 'decoder'); make_late('no.such.package')\n"
        "from sqlalchemy.ext.asyncio import AsyncEngine\n"
        "print('sqlalchemy.orm' in sys.modules)\n"
        "from sqlalchemy.ext.asyncio import result, AsyncSession, async_sessionmaker\n"
        "print('sqlalchemy.orm' in sys.modules, AsyncSession.__name__, result.__name__)\n"
        "import sqlalchemy.ext.asyncio as whole\n"
        "print(whole.AsyncEngine is AsyncEngine, hasattr(whole, 'nothing'))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines() == ["False", "True AsyncSession sqlalchemy.ext.asyncio.result", "True False"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("serve", "--port", "much"), "Invalid value for '--port'"),
        (("serve", "--port", "70000"), "Invalid value for '--port'"),
        (("skill", "export", "--format", "klingon"), "Invalid value for '--format'"),
    ],
)
def test_a_value_that_is_no_text_is_checked_as_ever(bare: Terminal, arguments: tuple[str, ...], words: str) -> None:
    """Only what is of its type already is taken unchecked."""
    said = bare(*arguments)

    assert (said.code, words in said.err) == (2, True), said
