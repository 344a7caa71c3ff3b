"""`atom-xero serve` as its user has it: a real process, a real sandbox, a login, a call, the end by a signal."""

from __future__ import annotations

import re
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from interfaces.cli.conftest import Terminal, sandbox, terminal
from support.service import AUTH, HARBOUR
from support.serving import Running, serving

from atom_xero_plugin.interfaces.http.server import answers_to

__all__ = ["sandbox"]
HTML = {"accept": "text/html"}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, sandbox: dict[str, Any]) -> Iterator[Running]:
    """A service that is not connected yet, and that no test ends."""
    with serving(tmp_path_factory.mktemp("service") / "home", sandbox) as opened:
        yield opened


@pytest.fixture
def fresh(tmp_path: Path, sandbox: dict[str, Any]) -> Iterator[Running]:
    """A service of the test's own, not connected yet."""
    with serving(tmp_path / "home", sandbox) as opened:
        yield opened


def _token(opened: Terminal, rights: str = "read,write,approve,admin") -> dict[str, Any]:
    made: dict[str, Any] = opened.found("token", "new", "tester", "--rights", rights)
    return made


def test_a_browser_connects_and_a_program_asks(fresh: Running) -> None:
    """Sign in on the page, press the button, consent at Xero, come back, see it; then find a contact by the API."""
    token = _token(fresh.terminal)["token"]
    own = {**HTML, "origin": fresh.address, "sec-fetch-site": "same-origin"}
    with fresh.client() as browser:
        assert browser.get("/health").json() == {"ok": True}
        browser.post("/sign-in", data={"token": token}, headers=own)
        sent = browser.post(f"{AUTH}/start", headers=own)
        assert sent.status_code == 303
        back = httpx2.get(f"{sent.headers['location']}&_sandbox_consent=allow").headers["location"]
        page = browser.get(back, headers=HTML)
        overview = browser.get("/", headers=HTML, follow_redirects=True)
    with fresh.client(token) as program:
        found = program.get("/api/integrations/xero/contacts", params={"organisation": "harbour", "limit": 1}).json()
        health = program.get("/health").json()
    secrets = [*parse_qs(urlsplit(back).query)["code"], *parse_qs(urlsplit(back).query)["state"], token]

    assert page.status_code == 200
    assert HARBOUR in overview.text
    assert found["result"]["items"]
    assert health["result"]["parts"][f"connection: {HARBOUR}"] == "ok"
    assert fresh.end() == 0
    with socket.socket() as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind(("127.0.0.1", urlsplit(fresh.address).port))
    assert f"GET {AUTH}/callback 200" in fresh.said
    assert not [secret for secret in secrets if secret in fresh.said]


def test_it_syncs_xero_and_streams_what_happens(fresh: Running) -> None:
    """The background work runs in the same process; a stream does not hold up the end."""
    token = _token(fresh.terminal)["token"]
    with fresh.client(token) as program:
        begun = program.get(f"{AUTH}/start").json()["result"]
        back = httpx2.get(f"{begun['authorization_url']}&_sandbox_consent=allow").headers["location"]
        assert program.get(back).status_code == 200
        assert program.post("/api/triggers/subscriptions", json={"trigger": "contact_created"}).status_code == 201
        _hear_until(fresh, lambda: _all_heard_once(program))
        with program.stream("GET", "/api/events?after=0", headers={"accept": "text/event-stream"}) as stream:
            lines = stream.iter_lines()
            assert next(lines) == "retry: 3000"
            where = {"organisation": "harbour", "approve": "true"}
            made = program.post("/api/integrations/xero/contacts", params=where, json={"name": "Lowry Bay Boats"})
            assert made.status_code == 201, made.text
            _hear_until(fresh, lambda: bool(program.get("/api/events").json()["result"]["items"]))
            assert "Lowry Bay Boats" in next(line for line in lines if line.startswith("data: "))
            assert fresh.end(signal.SIGINT) == 130
            assert not any(line.startswith("data: ") for line in lines)


def _hear_until(running: Running, seen: Callable[[], bool]) -> None:
    """Let Xero be synced again, by this command or by the service itself, until something is seen."""
    for _ in range(30):
        if seen():
            return
        assert running.terminal("sync").code == 0
    raise AssertionError(running.said)


def _all_heard_once(program: httpx2.Client) -> bool:
    polls = program.get("/health").json()["result"]["polls"]
    lists = [poll for poll in polls if not poll["resource"].startswith("Sweep:")]  # whole lists are due in a week
    return bool(lists) and all(poll["finished_at"] for poll in lists)


def _status_for(running: Running, host: str) -> int:
    """What is answered to a request that is meant for a host of that name."""
    with running.client() as program:
        return program.get("/health", headers={"host": host}).status_code


def test_it_listens_on_this_machine_alone_and_to_its_names(running: Running) -> None:
    """Not on any other address, and to no name that was made to point here."""
    port = urlsplit(running.address).port
    with socket.socket() as other:
        assert other.connect_ex(("127.0.0.2", port or 0)) != 0

    own = ("localhost", f"127.0.0.1:{port}", "[::1]:80", "LOCALHOST")
    assert {_status_for(running, host) for host in own} == {200}
    assert {_status_for(running, host) for host in ("evil.example", "localhost.evil.example", "", "[")} == {421}


def test_names_that_are_allowed_are_answered_to(tmp_path: Path, sandbox: dict[str, Any]) -> None:
    """However they are written; no other is, and its refusal says what to give."""
    flags = ("--allowed-host", "Books.Example.com", "--allowed-host", "10.0.0.7")
    with serving(tmp_path / "home", sandbox, *flags) as opened:
        reported = [_status_for(opened, host) for host in ("books.example.com", "10.0.0.7:5058", "localhost")]
        with opened.client() as program:
            refused = program.get("/health", headers={"host": "www.books.example.com"})

    assert reported == [200] * 3
    assert (refused.status_code, refused.json()["error"]["code"]) == (421, "foreign_host")
    assert "--allowed-host" in refused.json()["error"]["hint"]


@pytest.mark.parametrize("name", ["https://books.example.com", "books.example.com:443", "*", "", "a b", "books/x"])
def test_what_is_no_name_of_a_host_is_not_allowed(bare: Terminal, name: str) -> None:
    """Rather than a service that answers nobody."""
    said = bare("serve", "--port", "0", "--allowed-host", name)

    assert said.code == 2
    assert "https://" in said.err


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.4.20", "office.example"])  # noqa: S104 - nothing listens there
def test_beyond_loopback_only_known_names_are_answered_to(host: str) -> None:
    """A site whose name is made to point here (DNS rebinding) sends its own name, wherever the service listens."""
    names = answers_to(host, "https://Books.Example.com/callback", ["intranet"])

    own = set() if host in {"0.0.0.0", "::"} else {host}  # noqa: S104 - as above
    assert names == {"localhost", "127.0.0.1", "::1", "books.example.com", "intranet"} | own


def test_a_port_that_is_taken_is_reported_in_a_sentence(running: Running) -> None:
    """With exit code 1 and what to do."""
    port = urlsplit(running.address).port
    said = running.terminal("serve", "--port", str(port))

    assert said.code == 1
    assert f"Port {port} of 127.0.0.1 cannot be used" in said.err
    assert "--port" in said.err


def test_without_a_key_it_says_what_to_do(bare: Terminal) -> None:
    """Before it opens anything."""
    said = bare("serve", "--port", "0")

    assert said.code == 1
    assert "atom-xero keys new" in said.err


def test_a_token_is_printed_once_listed_without_itself_and_revoked(running: Running) -> None:
    """The service heeds each at once."""
    opened = running.terminal
    said = opened("token", "new", "workflows", "--rights", "read, write", "--expires-days", "30")
    token = said.out.strip()
    assert re.fullmatch(r"axt_[\w-]{43}", token)
    assert token not in said.err
    listed = opened.found("token", "list")
    assert [(each["name"], each["rights"]) for each in listed] == [("workflows", ["read", "write"])]
    assert token not in opened("token", "list").out
    with running.client(token) as program:
        assert program.get("/api/skills").status_code == 200
        assert opened("token", "revoke", listed[0]["id"]).code == 0
        assert program.get("/api/skills").status_code == 401
    assert "(revoked or expired)" in opened("token", "list").out
    assert opened("token", "revoke", listed[0]["id"]).code == 4


@pytest.mark.parametrize("flags", [["--rights", "reed"], ["--rights", ""], ["--expires-days", "0"]])
def test_a_token_that_cannot_be_is_refused(bare: Terminal, flags: list[str]) -> None:
    """With what there is to choose from."""
    said = bare("token", "new", "tester", *flags)

    assert said.code in {2, 5}
    assert said.out == ""
    assert said.err


@pytest.fixture
def bare(tmp_path: Path) -> Terminal:
    """Nothing is set, nothing is there."""
    return terminal(tmp_path / "bare")
