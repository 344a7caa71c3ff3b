"""Commands of the command line in processes of their own, each forked from one that has loaded all of it.

Starting the interpreter and loading the program takes ten times as long as most commands do. What a start itself does
is tested where it is started: cli/test_start_up.py, and all that serves.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

LONGEST_S = 60
_STARTING = threading.Lock()
_WARM = (
    "aiosqlite", "alembic.command", "alembic.config", "httpcore2", "jsonschema", "pydantic", "typer._adapters",
    "sqlalchemy.dialects.sqlite.aiosqlite",
    "atom_xero_plugin.app", "atom_xero_plugin.auth.id_token", "atom_xero_plugin.auth.login_flow",
    "atom_xero_plugin.auth.oauth_client", "atom_xero_plugin.dispatch.tool_calls", "atom_xero_plugin.events.outbox",
    "atom_xero_plugin.events.subscriptions", "atom_xero_plugin.interfaces.cli.app", "atom_xero_plugin.plans.execution",
    "atom_xero_plugin.search.search", "atom_xero_plugin.store.migrations", "atom_xero_plugin.sync.poller",
)  # fmt: skip
"""What commands load late; without the libraries that start threads of their own."""


class Ended(NamedTuple):
    """What a command's process left."""

    code: int
    out: str
    err: str


def run(arguments: Sequence[str], environment: Mapping[str, str], given: str = "") -> Ended:
    """Run `atom-xero` with these arguments, environment and standard input; -9 is the code of one that was killed.

    Raises TimeoutError after LONGEST_S, and ends the process.
    """
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as connection:
        files = {name: str(Path(folder, name)) for name in ("in", "out", "err")}
        Path(files["in"]).write_text(given, encoding="utf-8", errors="surrogateescape")
        connection.settimeout(LONGEST_S)
        connection.connect(_address())
        request = {"arguments": list(arguments), "environment": dict(environment), "folder": os.getcwd(), **files}  # noqa: PTH109 - as the process is
        connection.sendall(json.dumps(request).encode() + b"\n")
        with connection.makefile("r") as answers:
            process = int(answers.readline())
            try:
                code = answers.readline()
            except TimeoutError:
                os.kill(process, signal.SIGKILL)
                raise
        out, err = (Path(files[name]).read_text(encoding="utf-8") for name in ("out", "err"))
        return Ended(int(code) if code else -signal.SIGKILL, out, err)


def _address() -> str:
    with _STARTING:
        return _started()


@cache
def _started() -> str:
    """Where the warm process listens; it ends with this one, which holds the other end of its standard input."""
    folder = tempfile.TemporaryDirectory()
    path = str(Path(folder.name, "warm"))
    process = subprocess.Popen(
        [sys.executable, __file__, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    process.stdout.close()
    atexit.register(folder.cleanup)
    atexit.register(process.wait)
    atexit.register(process.stdin.close)
    return path


def _serve(path: str) -> None:
    from importlib import import_module

    from atom_xero_plugin.catalogue.registry import Registry
    from atom_xero_plugin.interfaces.cli.app import COMMANDS

    for name in _WARM:
        import_module(name)
    for place in {place.partition(".")[0] for place in COMMANDS.values()}:
        import_module(f"atom_xero_plugin.interfaces.cli.{place}")
    assert Registry().skills
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(path)
        door.listen(64)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        _end_with_the_tests()
        while True:
            connection, _ = door.accept()
            if os.fork() == 0:
                door.close()
                _command(connection)
            connection.close()
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG) != (0, 0):
                    pass


def _end_with_the_tests() -> None:
    """A process that waits for the end of standard input ends this one."""
    serving = os.getpid()
    if os.fork() == 0:
        sys.stdin.read()
        if os.getppid() == serving:
            os.kill(serving, signal.SIGTERM)
        os._exit(0)


def _command(connection: socket.socket) -> None:
    """Be the process of one command."""
    code = 1
    try:
        asked = json.loads(connection.makefile("r").readline())
        connection.sendall(f"{os.getpid()}\n".encode())
        _become(asked)
        from atom_xero_plugin.interfaces.cli import main

        main()
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:  # noqa: BLE001 - as the interpreter does
        import traceback

        traceback.print_exc()
    finally:
        with contextlib.suppress(Exception):
            atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        connection.sendall(f"{code}\n".encode())
        os._exit(0)


def _become(asked: Mapping[str, str]) -> None:
    """Take over the streams, the environment, the folder and the arguments of a command."""
    flags = (("in", os.O_RDONLY), ("out", os.O_WRONLY | os.O_CREAT), ("err", os.O_WRONLY | os.O_CREAT))
    for number, (name, flag) in enumerate(flags):
        file = os.open(asked[name], flag, 0o600)
        os.dup2(file, number)
        os.close(file)
    sys.stdin, sys.stdout, sys.stderr = (
        open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115 - streams of the process
        for number, mode in ((0, "r"), (1, "w"), (2, "w"))
    )
    os.environ.clear()
    os.environ.update(asked["environment"])  # type: ignore[arg-type]
    os.chdir(asked["folder"])
    sys.argv = ["atom-xero", *asked["arguments"]]


if __name__ == "__main__":
    _serve(sys.argv[1])
