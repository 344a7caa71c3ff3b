"""A request that is sent in part ends by itself, and keeps nobody else waiting."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.service import open_service

SCRIPT = """
import asyncio, socket, sys, tempfile
from dataclasses import replace
from pathlib import Path
from support.service import open_service
from atom_xero_plugin.interfaces.http import server
from atom_xero_plugin.interfaces.http.service import HttpService

async def main():
    served = await open_service(Path(sys.argv[1]))
    served.runtime.settings = replace(served.runtime.settings, header_timeout_s=0.4, body_timeout_s=0.8)
    listening = socket.create_server(("127.0.0.1", 0))
    told = lambda: print(listening.getsockname()[1], flush=True)
    await server.serve(HttpService(served.runtime, served.house.registry), listening, {"localhost"}, told)

asyncio.run(main())
"""
HEAD = b"POST /api/skills/find_contacts HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
WHOLE = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A service in a process of its own, whose limits are 0.4 s for a head and 0.8 s for a body."""
    tests = Path(__file__).parents[2]
    assert open_service
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(tmp_path_factory.mktemp("half"))],
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": f"{tests}:{tests.parent}", "PATH": "/usr/bin:/bin"},
    )
    assert process.stdout is not None
    yield int(process.stdout.readline())
    process.terminate()
    process.wait(timeout=20)
    process.stdout.close()


def sent(port: int, *parts: bytes, pause: float = 0.0) -> tuple[bytes, float]:
    """Send parts, wait for the end of the connection; what came, and how long it took."""
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        try:
            for part in parts:
                connection.sendall(part)
                time.sleep(pause)
        except OSError:  # it was closed meanwhile
            pass
        came = b""
        try:
            while part := connection.recv(65_536):
                came += part
        except ConnectionResetError:
            pass
    return came, time.monotonic() - began


@pytest.mark.parametrize(
    "parts",
    [
        (b"GET /health HTT",),
        (HEAD,),
        (HEAD + b"X-Long: a",),
        (b"\r\n", b"\r\n"),
        tuple(HEAD[at : at + 8] for at in range(0, len(HEAD), 8)),
    ],
    ids=["line", "head", "header", "blank lines", "dripped"],
)
def test_a_head_that_does_not_come_whole_is_ended(port: int, parts: tuple[bytes, ...]) -> None:
    """By 408, whether nothing more comes or a little at a time."""
    came, took = sent(port, *parts, pause=0.03)

    assert came.startswith(b"HTTP/1.1 408 ")
    assert b'"request_timeout"' in came
    assert took < 3


def test_a_connection_that_says_nothing_is_closed(port: int) -> None:
    """Without a word."""
    came, took = sent(port)

    assert came == b""
    assert took < 3


@pytest.mark.parametrize(
    "parts",
    [
        (HEAD + b"Content-Length: 100\r\n\r\n", b'{"arg'),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"5\r\n{", b'"'),
        (HEAD + b"Content-Length: 100\r\n\r\n", *[b" "] * 40),
    ],
    ids=["length", "chunked", "dripped"],
)
def test_a_body_that_does_not_come_whole_is_ended(port: int, parts: tuple[bytes, ...]) -> None:
    """By an answer or 408, and the connection is closed."""
    came, took = sent(port, *parts, pause=0.03)

    assert came.startswith((b"HTTP/1.1 408 ", b"HTTP/1.1 401 "))
    assert took < 4


def test_whole_requests_on_one_connection_are_answered(port: int) -> None:
    """Also one after the other, and one split in two."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        for parts in ([WHOLE], [WHOLE[:20], WHOLE[20:]], [WHOLE]):
            for part in parts:
                connection.sendall(part)
                time.sleep(0.1)
            assert connection.recv(65_536).startswith(b"HTTP/1.1 200 ")


def test_others_are_answered_while_many_hold_back(port: int) -> None:
    """A hundred half requests at once."""
    held = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(100)]
    for each in held:
        each.sendall(HEAD)
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(WHOLE)
        answer = connection.recv(65_536)
    took = time.monotonic() - began
    for each in held:
        each.close()

    assert answer.startswith(b"HTTP/1.1 200 ")
    assert took < 2
