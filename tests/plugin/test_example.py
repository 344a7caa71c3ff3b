"""The example in docs/ runs as it is printed, against a sandbox."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys

import pytest
from interfaces.cli.conftest import Terminal

from atom_xero_plugin.core.package_files import folder

HARBOUR, CLINIC = "Harbour Street Studio Limited", "Karori Veterinary Clinic"
EXAMPLE = folder("skills").parent / "docs" / "examples" / "host.py"
INVOICE = {
    "contact": "Kauri Grove Cafe",
    "lines": [{"description": "Menu design", "quantity": "1", "unit_amount": "80.00", "account": "200"}],
    "due_in_days": 7,
}


def test_the_example_host_finds_asks_and_syncs(connected: Terminal) -> None:
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
        f"notice: approval_needed - {HARBOUR}: Create as a draft the sales invoice to {CLINIC} over NZD 345.00.",
        "listening: XERO_INVOICE_CREATED",
        f"event: XERO_INVOICE_CREATED {made['number']} Kauri Grove Cafe",
    ]
    assert (host.returncode, rest, errors) == (0, "", "")


@pytest.mark.parametrize("what", ["no connection", "no key", "no database"])
def test_without_what_it_needs_it_ends_with_the_errors_words(bare: Terminal, what: str) -> None:
    """No traceback: the code, the reason, what to do, and an exit code that is not 0."""
    invalid = {"ATOM_XERO_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"} if what == "no database" else {}
    if what != "no key":
        bare("keys", "new")
    done = subprocess.run(
        [sys.executable, str(EXAMPLE)], env={**bare.environment, **invalid}, capture_output=True, text=True, timeout=60,
        check=False,
    )  # fmt: skip

    assert done.returncode == 1
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert re.match(r"(not_connected|encryption_key_missing|configuration|database_not_ready): \S.*", done.stderr)


def test_the_example_is_short() -> None:
    """Some forty lines that do something, so that it can be read at a glance."""
    code = [
        line for line in EXAMPLE.read_text().splitlines() if line.strip() and not line.strip().startswith(('"""', "#"))
    ]

    assert len(code) <= 44
