"""How long the plugin takes to import and the command line to answer, next to a bare Python and the official SDK."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from benchmarks.table import Row

ROUNDS = 9
COMMAND = Path(sys.executable).with_name("atom-xero")


def _milliseconds(*command: str) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return (time.perf_counter() - started) * 1000


def run() -> list[Row]:
    """Interleaved rounds of whole processes; the import is the process less a bare one."""
    commands = {
        "bare": (sys.executable, "-c", "pass"),
        "ours": (sys.executable, "-c", "import atom_xero_plugin"),
        "sdk": (sys.executable, "-c", "import xero_python.accounting"),
        "version": (str(COMMAND), "--version"),
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            times[name].append(_milliseconds(*command))
    bare = median(times["bare"])
    ours, sdk, version = median(times["ours"]) - bare, median(times["sdk"]) - bare, median(times["version"])
    return [
        Row(
            "import atom_xero_plugin, ms (vs import xero_python.accounting)",
            ours,
            sdk,
            sdk / ours,
            "<= 80 ms",
            ours <= 80,
        ),
        Row("atom-xero --version, ms (vs bare python)", version, bare, version / bare, "<= 150 ms", version <= 150),
    ]
