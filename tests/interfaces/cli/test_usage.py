"""Wrong usage, completion and Ctrl-C: what a shell and a script rely on."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest
from interfaces.cli.conftest import COMMAND, Terminal
from typer.main import get_command

from atom_xero_plugin.accounting import organisations
from atom_xero_plugin.interfaces.cli import app as cli
from atom_xero_plugin.interfaces.cli import completion


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["skil", "list"], "Did you mean 'skill'"),
        (["skill", "rum"], "Did you mean 'run'"),
        (["skill", "run"], "name"),
        (["plan", "list", "--limit", "0"], "--limit"),
        (["plan", "list", "--limmit", "3"], "--limit"),
        (["sandbox", "--port", "many"], "--port"),
    ],
)
def test_wrong_usage_is_reported_as_json_where_json_was_asked_for(
    bare: Terminal, arguments: list[str], word: str
) -> None:
    """In the shape of every answer, with what was meant."""
    said = bare(*arguments, "--json")

    assert said.code == 2
    assert (said.data["success"], said.data["error"]["code"]) == (False, "wrong_usage")
    assert word in said.data["error"]["message"]


def test_wrong_usage_is_reported_as_text_otherwise(bare: Terminal) -> None:
    """Nothing on standard output."""
    said = bare("plan", "list", "--limit", "0")

    assert (said.code, said.out) == (2, "")
    assert "--limit" in said.err


def completed(opened: Terminal, line: str) -> list[str]:
    """What bash would offer at the end of a line."""
    words = line.split(" ")
    said = opened(_ATOM_XERO_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=str(len(words) - 1))
    assert said.err == ""
    return said.out.split()


def test_the_shell_is_reported_how_to_complete(bare: Terminal) -> None:
    """For bash, zsh and fish, whichever of them runs the tests."""
    for shell, sign in (("bash", "complete -o"), ("zsh", "compdef"), ("fish", "complete --command")):
        said = bare("--show-completion", shell, _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")
        assert "_ATOM_XERO_COMPLETE" in said.out
        assert sign in said.out


def test_commands_skills_organisations_and_plans_complete(connected: Terminal) -> None:
    """From what is known here; Xero is not asked, so an address that leads nowhere does no harm."""
    line = '{"description": "x", "unit_amount": "10.00"}'
    given = f'{{"contact": "Karori Veterinary Clinic", "lines": [{line}]}}'
    connected("skill", "run", "create_invoice", "--organisation", "harbour", "--input", given)
    newest = connected.found("plan", "list")[0]["id"]
    away = Terminal({**connected.environment, "XERO_API_URL": "http://localhost:1"})

    assert completed(away, "atom-xero dis") == ["disconnect"]
    assert completed(away, "atom-xero skill show find_co") == ["find_contacts"]
    assert completed(away, "atom-xero skill run find_invoices --organisation H") == ["Harbour"]
    assert completed(away, "atom-xero disconnect b") == ["bright"]
    assert newest in completed(away, "atom-xero plan show plan_")


def test_a_completed_organisation_is_one_that_commands_take() -> None:
    """The shortest word that names one is the same here as where it is chosen."""
    assert completion.SHORTEST_PART == organisations.SHORTEST_PART


def test_completion_loads_neither_database_nor_http_library() -> None:
    """A key press does not wait for them."""
    script = (
        "import sys; from importlib import import_module\n"
        "for name in ('app', 'skills', 'plans', 'connect'): import_module(f'atom_xero_plugin.interfaces.cli.{name}')\n"
        "print(*sorted({m.split('.')[0] for m in sys.modules}))"
    )
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()

    assert not {"sqlalchemy", "httpx2", "authlib", "alembic", "fastapi", "mcp", "scipy"} & set(loaded)


def test_every_command_of_the_table_is_there() -> None:
    """Each loads, and says in a sentence what it does."""
    app = get_command(cli.app)
    commands = {name: app.get_command(None, name) for name in cli.COMMANDS}

    assert all(command.get_short_help_str() for command in commands.values())


def test_completion_is_silent_where_nothing_is_set_up(bare: Terminal) -> None:
    """A key press must never print a fault, nor make a database."""
    assert completed(bare, "atom-xero plan show p") == []
    assert completed(Terminal({**bare.environment, "ATOM_XERO_LOG": "loud"}), "atom-xero disconnect b") == []


def test_a_port_in_use_is_said(bare: Terminal, sandbox: dict[str, str]) -> None:
    """With the option that takes another."""
    port = sandbox["address"].rpartition(":")[2]

    said = bare("sandbox", "--port", port)

    assert said.code == 1
    assert f"Port {port} is in use" in said.err


def test_ctrl_c_ends_a_command_with_130(bare: Terminal) -> None:
    """Without a traceback."""
    with subprocess.Popen(
        [COMMAND, "sandbox", "--port", "0"],
        env=bare.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        assert "Xero at" in running.stdout.readline()
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=30)

    assert running.returncode == 130, said
    assert "Traceback" not in said
