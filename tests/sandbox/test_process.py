"""The sandbox as a process of its own, as the demo starts it."""

from __future__ import annotations

import signal
import subprocess
import sys


def test_ctrl_c_ends_it_without_a_traceback() -> None:
    """A terminal sends Ctrl-C to the demo and to the sandbox that it started."""
    command = (sys.executable, "-m", "atom_xero_plugin.sandbox", "--port", "0", "--json", "--invoices", "0")
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()  # its addresses: it is about to serve

        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)

    assert errors == ""
    assert process.returncode == 0
