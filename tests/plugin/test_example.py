"""The example in docs/ runs as it is printed, against a sandbox."""

from __future__ import annotations

import json
import signal
import subprocess
import sys

from cli.conftest import Terminal

from atom_xero_plugin.resources import folder

EXAMPLE = folder("skills").parent / "docs" / "examples" / "host.py"
INVOICE = {
    "contact": "Kauri Grove Cafe",
    "lines": [{"description": "Menu design", "quantity": "1", "unit_amount": "80.00", "account": "200"}],
    "due_in_days": 7,
}


def test_the_example_host_finds_asks_and_hears(connected: Terminal) -> None:
    """A contact found, an approval that waits, and the invoice that somebody else made in the meantime."""
    connected.found("sync")
    with subprocess.Popen(
        [sys.executable, str(EXAMPLE)],
        env=connected.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as host:
        assert host.stdout
        lines = [host.stdout.readline().strip() for _ in range(3)]
        run = (
            "skill",
            "run",
            "create_invoice",
            "--organisation",
            "harbour",
            "--input",
            json.dumps(INVOICE),
            "--approve",
        )
        made = connected.found(*run)["result"]["invoice"]
        connected("sync")
        lines.append(host.stdout.readline().strip())
        host.send_signal(signal.SIGINT)
        rest, errors = host.communicate(timeout=30)

    assert lines == [
        "found: Karori Veterinary Clinic",
        "notice: approval_needed - Create as a draft the sales invoice to Karori Veterinary Clinic over NZD 345.00.",
        "listening: XERO_INVOICE_CREATED",
        f"event: XERO_INVOICE_CREATED {made['number']} Kauri Grove Cafe",
    ]
    assert (host.returncode, rest, errors) == (0, "", "")


def test_the_example_is_short() -> None:
    """Some thirty lines that do something, so that it can be read at a glance."""
    code = [
        line for line in EXAMPLE.read_text().splitlines() if line.strip() and not line.strip().startswith(('"""', "#"))
    ]

    assert len(code) <= 36
