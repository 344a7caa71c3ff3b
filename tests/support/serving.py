"""`atom-xero serve` in a process of its own, at a real sandbox."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
from interfaces.cli.conftest import COMMAND, Terminal, terminal
from support.service import AUTH


@dataclass
class Running:
    """A service in a process of its own."""

    process: subprocess.Popen[str]
    address: str
    terminal: Terminal
    lines: list[str] = field(default_factory=list)

    def client(self, token: str | None = None) -> httpx2.Client:
        """A program, or a browser."""
        headers = {"authorization": f"Bearer {token}"} if token else {}
        return httpx2.Client(base_url=self.address, headers=headers, timeout=30)

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and wait for the end; the exit code."""
        self.process.send_signal(number)
        return self.process.wait(timeout=20)

    @property
    def said(self) -> str:
        """Everything it wrote to standard error."""
        return "\n".join(self.lines)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def serving(home: Path, reported: dict[str, Any], *flags: str) -> Iterator[Running]:
    port = _free_port()
    opened = terminal(
        home,
        XERO_CLIENT_ID=reported["apps"]["web"]["client_id"],
        XERO_CLIENT_SECRET=reported["apps"]["web"]["client_secret"],
        XERO_SCOPES="everything",
        XERO_LOGIN_URL=reported["address"],
        XERO_IDENTITY_URL=reported["address"],
        XERO_API_URL=reported["address"],
        XERO_REDIRECT_URI=f"http://localhost:{port}{AUTH}/callback",
    )
    assert opened("keys", "new").code == 0
    command = [COMMAND, "serve", "--port", str(port), *flags]
    with subprocess.Popen(
        command, env=opened.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        first = process.stderr.readline()
        found = re.search(r"http://localhost:\d+", first)
        assert found, first
        running = Running(process, found.group(), opened, [first])
        reader = threading.Thread(target=lambda: running.lines.extend(process.stderr or []))
        reader.start()
        try:
            yield running
        finally:
            process.terminate()
            process.wait(timeout=20)
            reader.join(20)
            assert "Traceback" not in running.said, running.said
            assert process.stdout is not None
            assert process.stdout.read() == ""
