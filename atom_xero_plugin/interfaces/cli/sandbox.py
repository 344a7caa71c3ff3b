"""`atom-xero sandbox`: a small Xero on this machine."""

from __future__ import annotations

import contextlib
import errno
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any

import typer

from atom_xero_plugin.core.errors import FixSetup


def sandbox(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on loopback; 0 takes a free one.")] = 5059,
    invoices: Annotated[int | None, typer.Option(min=0, max=200_000, help="How many sales invoices it holds.")] = None,
    seed: Annotated[int, typer.Option(help="The same seed and day give the same books.")] = 1,
    today: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day its books end on.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the addresses and app ids as JSON.")] = False,
) -> None:
    """Run a small Xero on loopback, with a demo company's books; Ctrl-C ends it."""
    from atom_xero_plugin.sandbox.app import run
    from atom_xero_plugin.sandbox.options import Options

    options = Options(seed=seed, invoices=invoices, today=today.date() if today else None)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        run(options, port=port, as_json=as_json)
    except OSError as error:
        if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
            raise
        why = "is in use" if error.errno == errno.EADDRINUSE else "may only be taken by the administrator"
        raise FixSetup(f"Port {port} {why}.", hint="Choose another with --port; 0 takes a free one.") from None


@contextlib.contextmanager
def running_sandbox(*arguments: str) -> Iterator[dict[str, Any]]:
    """A sandbox in a process of its own, on a free port; gives what it printed by itself. It ends with the block."""
    command = (sys.executable, "-m", "atom_xero_plugin.sandbox", "--port", "0", "--json", *arguments)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own module
        try:
            line = process.stdout.readline() if process.stdout else ""
            if not line:
                raise FixSetup("The sandbox did not start; run `atom-xero sandbox` to see why.")
            yield json.loads(line)
        finally:
            process.terminate()
            process.wait(timeout=10)
