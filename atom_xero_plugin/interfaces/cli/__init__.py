"""The command line, `atom-xero`: stdout is data, stderr is messages, the exit code says what to do next."""

from __future__ import annotations

import gc
import sys
from typing import Any, Final

_OF_A_START: Final = 300_000
"""More objects than any short command makes."""


def main() -> None:
    """Run the command line. `--version` answers without loading anything else."""
    if sys.argv[1:] == ["--version"]:
        from atom_xero_plugin import __version__

        sys.stdout.write(f"atom-xero {__version__}\n")
        return
    _collect_no_garbage_yet()
    from atom_xero_plugin.core.late_packages import make_late

    make_late("sqlalchemy.ext.asyncio", "engine")  # the rest of it is for the ORM
    make_late("httpx2")
    make_late("httpcore2", "_async", "_exceptions", "_models", "_backends.auto")  # the rest is for callers that wait
    from atom_xero_plugin.interfaces.cli.app import run

    run()


def _collect_no_garbage_yet() -> None:
    """Keep the garbage collector from what a start makes: nearly all of it stays, and a tenth of the time went there.

    A command that makes more, such as the service, collects as ever from then on, without what it started with.
    """
    usual = gc.get_threshold()

    def started(phase: str, _info: dict[str, Any]) -> None:
        if phase == "start":
            gc.callbacks.remove(started)
            gc.set_threshold(*usual)
            gc.freeze()

    gc.callbacks.append(started)
    gc.set_threshold(_OF_A_START, *usual[1:])
