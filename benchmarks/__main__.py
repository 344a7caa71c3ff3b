"""Runs every benchmark and prints one table: `make bench`, or `python -m benchmarks decode startup`."""

from __future__ import annotations

import sys
from importlib import import_module

from benchmarks.table import print_table

NAMES = (
    "decode", "client_overhead", "startup", "refresh_storm", "sandbox_speed", "first_sync", "quiet_poll",
    "search_speed", "skill_overhead", "report_text", "mcp_overhead", "http_overhead", "statements", "matching",
    "matching_quality", "tools_list", "lists",
)  # fmt: skip


def main() -> None:
    """Run the benchmarks named, or all."""
    rows = []
    for name in sys.argv[1:] or NAMES:
        sys.stderr.write(f"{name} …\n")
        rows += import_module(f"benchmarks.{name}").run()
    print_table(rows)


main()
