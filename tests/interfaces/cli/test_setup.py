"""What a person who has just installed the plugin meets at the terminal."""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import Any

import pytest
from interfaces.cli.conftest import Terminal, terminal

from atom_xero_plugin.interfaces.cli.sandbox import running_sandbox


def test_help_names_every_command(bare: Terminal) -> None:
    """With a sentence each."""
    said = bare("--help")

    assert said.code == 0
    for command in ("skill", "plan", "connect", "organisations", "sandbox", "demo", "doctor", "usage", "audit", "keys"):
        assert re.search(rf"\b{command}\b +\S", said.out), command


def test_the_version_is_printed(bare: Terminal) -> None:
    """By itself, for scripts."""
    assert re.fullmatch(r"atom-xero \d+\.\d+\.\d+\n", bare("--version").out)


def test_an_unknown_command_is_wrong_usage(bare: Terminal) -> None:
    """Exit code 2, as everywhere."""
    assert bare("skil").code == 2


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("XERO_API_URL", "http://api.xero.example", "https"),
        ("ATOM_XERO_DATABASE_URL", "mysql://host/name", "sqlite:///"),
        ("ATOM_XERO_TIMEOUT_S", "soon", "number"),
        ("ATOM_XERO_PATIENCE_S", "nan", "number"),
        ("ATOM_XERO_DAY_RESERVE", "2", "number"),
        ("ATOM_XERO_PLAN_MINUTES", "0", "number"),
        ("XERO_APP_TYPE", "desktop", "web, pkce, custom"),
        ("ATOM_XERO_LOG", "loud", "debug, info"),
        ("ATOM_XERO_DATABASE_URL", "postgresql://nobody@localhost:1/none", "cannot be reached"),
        ("ATOM_XERO_DATABASE_URL", "postgresql://u:sekret@localhost:abc/x", "address"),
        ("ATOM_XERO_DATABASE_URL", "sqlite://", "file"),
        ("ATOM_XERO_DATABASE_URL", "sqlite:///:memory:", "file"),
        ("ATOM_XERO_PLAN_MINUTES", "2.5", "whole number"),
        ("ATOM_XERO_PAGE_SIZE", "1001", "1000"),
        ("ATOM_XERO_WORKSPACE", "*", "letters"),
        ("ATOM_XERO_WORKSPACE", "x" * 129, "128"),
        ("XERO_API_URL", "http://[::1", "https"),
        ("XERO_LOGIN_URL", "https://login.xero.com:port", "https"),
        ("XERO_IDENTITY_URL", "https://user:sekret@identity.example", "password"),
        ("XERO_REDIRECT_URI", "http://127.0.0.1:5058/back", "localhost"),
        ("XERO_REDIRECT_URI", "nonsense", "https"),
        ("ATOM_OAUTH_ENCRYPTION_KEY", "short", "32"),
    ],
)
def test_a_wrong_setting_is_named_in_one_sentence(connected: Terminal, name: str, value: str, word: str) -> None:
    """Exit code 1, the setting's name, what it must be; no traceback, and no secret repeated."""
    said = connected("organisations", **{name: value})

    assert said.code == 1
    assert said.out == ""
    assert name in said.err
    assert word in said.err
    assert "sekret" not in said.err


def test_a_wrong_setting_is_reported_as_json_where_json_was_asked_for(bare: Terminal) -> None:
    """In the shape of every answer."""
    said = bare("connect", "--json", XERO_APP_TYPE="desktop")

    assert (said.code, said.data["success"], said.data["error"]["code"]) == (1, False, "configuration")


def test_without_an_app_the_login_says_what_to_set(bare: Terminal) -> None:
    """The client id first."""
    bare("keys", "new")

    said = bare("connect")

    assert said.code == 1
    assert "XERO_CLIENT_ID" in said.err
    assert "developer.xero.com" in said.err


def test_a_database_in_a_new_home_brings_itself_up(bare: Terminal) -> None:
    """Nobody must know of migrations to begin."""
    assert bare.found("plan", "list") == []


def test_a_key_file_is_private_and_never_overwritten(bare: Terminal) -> None:
    """Mode 0600; a second call keeps the first key."""
    path = Path(bare("keys", "new").out.strip())
    before = path.read_text()

    again = bare("keys", "new")

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert again.code == 6
    assert path.read_text() == before


def test_a_key_file_that_others_can_read_is_not_used(sandbox: dict[str, Any], tmp_path: Path) -> None:
    """It says how to close it."""
    opened = terminal(tmp_path)
    key = Path(opened("keys", "new").out.strip())
    key.chmod(0o644)

    said = opened("connect", "--sandbox", sandbox["address"])

    assert said.code == 1
    assert f"chmod 600 {key}" in said.err


def test_no_sandbox_at_the_address_is_said(bare: Terminal) -> None:
    """With how to start one."""
    said = bare("connect", "--sandbox", "http://localhost:1")

    assert said.code == 1
    assert "atom-xero sandbox" in said.err


def test_keys_rotate_and_the_connection_still_works(connected: Terminal) -> None:
    """The new key in front, everything encrypted again, the old one gone."""
    old = (Path(connected.environment["ATOM_XERO_HOME"]) / "encryption.key").read_text().strip()
    new = "a new secret of more than thirty-two characters"

    report = connected.found("keys", "rotate", ATOM_OAUTH_ENCRYPTION_KEY=f"{new},{old}")
    asked = connected("skill", "run", "find_accounts", "--organisation", "harbour", ATOM_OAUTH_ENCRYPTION_KEY=new)
    back = connected.found("keys", "rotate", ATOM_OAUTH_ENCRYPTION_KEY=f"{old},{new}")

    assert (report["done"] > 0, report["failed"]) == (True, [])
    assert asked.code == 0, asked
    assert back["done"] == report["done"]


def test_a_sandbox_of_another_day_is_connected_and_its_settings_are_printed_as_json(tmp_path: Path) -> None:
    """Its books stand still on a day long ago, the tokens are of now; the settings reach it from any command."""
    with running_sandbox("--no-limits", "--today", "2024-02-29") as reported:
        ours = terminal(tmp_path / "home")
        connected = ours.found("connect", "--sandbox", reported["address"])
        settings = connected[0]["settings"]
        said = terminal(tmp_path / "home", **settings)("skill", "run", "find_accounts", "--organisation", "harbour")

    assert settings["XERO_API_URL"] == reported["address"]
    assert {each["state"] for each in connected} == {"connected"}
    assert said.code == 0, said


def test_no_sandbox_is_reported_as_json_where_json_was_asked_for(bare: Terminal) -> None:
    """In the shape of every answer."""
    said = bare("connect", "--sandbox", "http://localhost:1", "--json")

    assert (said.code, said.data["success"], said.data["error"]["code"]) == (1, False, "configuration")


def test_every_command_that_keeps_house_answers_in_json(bare: Terminal) -> None:
    """Also those that only say that they are done."""
    made = bare.found("keys", "new")["key_file"]

    again = bare("keys", "new", "--json")

    assert Path(made).is_file()
    assert (again.code, again.data["error"]["code"]) == (6, "conflict")
    assert set(bare.found("db", "upgrade")) == {"version"}


def test_a_home_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """With the setting that chooses another."""
    (tmp_path / "file").write_text("")

    said = terminal(tmp_path / "file" / "home")("keys", "new")

    assert said.code == 1
    assert "ATOM_XERO_HOME" in said.err


def test_no_command_takes_a_secret_as_an_option(bare: Terminal) -> None:
    """Command lines are seen by other users of the machine and kept in histories."""
    for command in (["connect"], ["sandbox"], ["keys", "new"], ["keys", "rotate"], ["doctor"], ["skill", "run"]):
        said = bare(*command, "--help")
        assert not re.search(r"--\S*(secret|token|key|password)", said.out, re.IGNORECASE), command
