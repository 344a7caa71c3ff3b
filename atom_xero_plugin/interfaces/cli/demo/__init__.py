"""`atom-xero demo`: the whole main job on a sandbox of its own, every step reported as it was seen."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path
from typing import Annotated

import typer

from atom_xero_plugin.core.errors import XeroPluginError
from atom_xero_plugin.interfaces.cli import output
from atom_xero_plugin.interfaces.cli.demo.stage import DemoFailed
from atom_xero_plugin.interfaces.cli.sandbox import running_sandbox


def demo(
    once: Annotated[
        bool, typer.Option("--once", help="Run through and end, also at a terminal, where the service else stays.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print each step as a JSON object on a line.")] = False,
) -> None:
    """Do the main job on a sandbox: connect, find, invoice, pay, sync, chat, reconcile, search; verify each."""
    from atom_xero_plugin.interfaces.cli.demo.script import perform

    started, stay = time.monotonic(), not once and sys.stdout.isatty()
    try:
        with (
            tempfile.TemporaryDirectory(prefix="atom-xero-demo-") as folder,
            running_sandbox("--no-limits") as reported,
        ):
            asyncio.run(perform(Path(folder), reported, as_json=as_json, stay=stay))
    except (XeroPluginError, DemoFailed) as error:
        output.say(f"The demo failed: {error}")
        raise typer.Exit(1) from None
    if not as_json and not stay:
        output.text(f"Done in {time.monotonic() - started:.1f} s. Nothing left this machine; the folder is gone.")
