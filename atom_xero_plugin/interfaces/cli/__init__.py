"""The command line, `atom-xero`: stdout is data, stderr is messages, the exit code tells what to do next."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line. `--version` answers without loading anything else."""
    if sys.argv[1:] == ["--version"]:
        from atom_xero_plugin import __version__

        sys.stdout.write(f"atom-xero {__version__}\n")
        return
    from atom_xero_plugin.interfaces.cli.app import run

    run()
