"""Keys are replaced while a service runs: it takes the new one up by itself, and then the old one can go."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx2
import pytest
from interfaces.cli.conftest import Terminal, connected_to, sandbox
from support.service import AUTH
from support.serving import serving

__all__ = ["sandbox"]


def _begin(program: httpx2.Client) -> str:
    """Begin a login; where the browser is sent."""
    return str(program.get(f"{AUTH}/start").json()["result"]["authorization_url"])


def _finish(program: httpx2.Client, begun: str) -> httpx2.Response:
    """Say yes at Xero and come back."""
    return program.get(httpx2.get(f"{begun}&_sandbox_consent=allow").headers["location"])


def test_a_running_service_takes_up_a_new_key_and_lets_the_old_one_go(tmp_path: Path, sandbox: dict[str, Any]) -> None:
    """add, rotate, prune: each login and each call in between works, and nothing needs the old key at the end."""
    with serving(tmp_path / "home", sandbox) as running:
        terminal = running.terminal
        token = terminal.found("token", "new", "tester", "--rights", "read,write,approve,admin")["token"]
        with running.client(token) as program:
            assert _finish(program, _begin(program)).status_code == 200
            old = terminal.found("keys", "list")
            begun_before = _begin(program)

            added = terminal.found("keys", "add")
            begun_after = _begin(program)  # the service seals with the new key by now
            between = terminal.found("keys", "list")
            rotated = terminal.found("keys", "rotate")
            answers = [_finish(program, begun) for begun in (begun_before, begun_after)]
            finished = [each.status_code for each in answers]
            pruned = terminal.found("keys", "prune")
            revoked = program.delete(f"{AUTH}/logins/{_login(program)}")  # opens the token with the new key
            after = terminal.found("keys", "list")
            log = running.said

    (first,) = old
    assert [row["key_id"] for row in between] == [added["key_id"], first["key_id"]]
    assert between[0]["secrets"] >= 1
    assert (rotated["failed"], rotated["done"] >= 2) == ([], True)
    assert finished == [200, 200], [each.text for each in answers]
    assert pruned["removed"] == [first["key_id"]]
    assert revoked.status_code == 200, revoked.text
    assert [row["key_id"] for row in after] == [added["key_id"]]
    assert "Traceback" not in log


def _login(program: httpx2.Client) -> str:
    status = program.get(f"{AUTH}/status").json()["result"]
    return str(status["items"][0]["login_id"])


def test_keys_of_the_environment_are_explained_before_anything_is_done(tmp_path: Path, sandbox: dict[str, Any]) -> None:
    """Running programs cannot see them change."""
    terminal = connected_to(sandbox, tmp_path / "home")
    path = tmp_path / "home" / "encryption.key"
    old = path.read_text().strip()
    new = "a-second-secret-of-more-than-32-characters"
    path.unlink()

    added = terminal("keys", "add", "--json", ATOM_OAUTH_ENCRYPTION_KEY=old)
    rotated = terminal("keys", "rotate", "--json", ATOM_OAUTH_ENCRYPTION_KEY=f"{new},{old}")
    found = terminal("keys", "list", "--json", ATOM_OAUTH_ENCRYPTION_KEY=new)

    assert (added.code, added.data["error"]["code"]) == (1, "configuration")
    assert "Start each of them again with NEW,OLD" in added.data["error"]["hint"]
    assert "Before you go on" in rotated.err
    assert rotated.data["failed"] == []
    assert [row["at_hand"] for row in found.data] == [True]


def test_a_file_named_by_a_setting_holds_keys_on_lines(tmp_path: Path, sandbox: dict[str, Any]) -> None:
    """A secret of a container, for example."""
    terminal = connected_to(sandbox, tmp_path / "home")
    elsewhere = tmp_path / "keys"
    elsewhere.write_text(
        f"another-secret-of-more-than-32-characters\n{(tmp_path / 'home/encryption.key').read_text()}\n"
    )
    elsewhere.chmod(0o600)

    found = terminal.found("keys", "list", ATOM_OAUTH_ENCRYPTION_KEY_FILE=str(elsewhere))
    only_old = terminal.found("keys", "list")

    assert [row["secrets"] > 0 for row in found] == [False, True]
    assert only_old[0]["key_id"] == found[1]["key_id"]


@pytest.mark.parametrize("invalid", ["gone", "open to others", "emptied", "a folder"])
def test_a_file_that_cannot_be_used_any_more_leaves_the_keys_that_it_held(tmp_path: Path, invalid: str) -> None:
    """The service goes on; its log says why."""
    from atom_xero_plugin.store.encryption import make_key_file
    from atom_xero_plugin.store.key_file import KeyFile

    path = tmp_path / "encryption.key"
    make_key_file(path)
    ring = KeyFile(path)
    name = {"table": "grants", "row": "g", "column": "sealed_tokens"}
    encrypted = ring.encrypt(b"secret", **name)
    match invalid:
        case "gone":
            path.unlink()
        case "open to others":
            path.write_text(path.read_text() + "\n")
            path.chmod(0o644)
        case "emptied":
            path.write_text("")
        case _:
            path.unlink()
            path.mkdir()

    assert ring.open(encrypted, **name) == b"secret"
    assert ring.open(ring.encrypt(b"another", **name), **name) == b"another"


def test_a_home_without_a_file_has_nothing_to_add_to(bare: Terminal) -> None:
    """It says what to run first."""
    said = bare("keys", "add", "--json")

    assert (said.code, said.data["error"]["code"]) == (1, "encryption_key_missing")
    assert "keys new" in said.data["error"]["hint"]
