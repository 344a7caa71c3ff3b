"""`python -m atom_xero_plugin.sandbox`: the sandbox without the rest of the package."""

from __future__ import annotations

import argparse
import contextlib
import sys
from datetime import date

from atom_xero_plugin.sandbox.api import imitated
from atom_xero_plugin.sandbox.api.catalogue import RESOURCES
from atom_xero_plugin.sandbox.app import run
from atom_xero_plugin.sandbox.options import Options


def main() -> None:
    """Read the arguments and serve."""
    parser = argparse.ArgumentParser(description="A small Xero on this machine.")
    parser.add_argument("--port", type=int, default=5059)
    parser.add_argument("--invoices", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--today", type=date.fromisoformat)
    parser.add_argument("--no-limits", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--imitated", action="store_true", help="Print the table of docs/sandbox.md and end.")
    given = parser.parse_args()
    if given.imitated:
        sys.stdout.write(imitated.table(RESOURCES))
        return
    options = Options(given.seed, given.invoices, given.today, limits=not given.no_limits)
    with contextlib.suppress(KeyboardInterrupt):  # a terminal sends Ctrl-C to the demo and to the sandbox it started
        run(options, port=given.port, as_json=given.json)


main()
