"""10,000 invoices first synced and stored: the poller next to a loop over the official SDK that stores by the ORM.

Each turn is a fresh process with a fresh SQLite database, against the same sandbox process, which limits nobody. The
loop asks for the same pages of 1,000 in the same order and stores the same columns in one commit a page; it keeps no
search index, no cursor and no lease, which the poller does. Peak memory is the process's own, as the kernel counted it.
"""

from __future__ import annotations

import asyncio
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

from atom_xero_plugin.interfaces.cli.sandbox import running_sandbox
from atom_xero_plugin.store.migrations import upgrade
from benchmarks.table import Row

INVOICES, PAGE, ROUNDS = 10_000, 1_000, 5


def run() -> list[Row]:
    """Records a second of both in turns, medians; and the poller's greatest peak memory."""
    said: dict[str, list[dict[str, float]]] = {"ours": [], "theirs": []}
    with running_sandbox("--no-limits", "--invoices", str(INVOICES)) as sandbox:
        for number in range(ROUNDS + 1):
            for name, reported in said.items():
                with tempfile.TemporaryDirectory(prefix="axp-hearing-") as folder:
                    turn = _turn(name, {**sandbox, "folder": folder})
                if number:  # the first is a warm-up: the sandbox writes each invoice's JSON once
                    reported.append(turn)
    ours, theirs = (median(each["rate"] for each in said[name]) for name in ("ours", "theirs"))
    peak = max(each["peak_mb"] for each in said["ours"])
    others_peak = max(each["peak_mb"] for each in said["theirs"])
    name = f"{INVOICES:,} invoices first heard and stored"
    return [
        Row(f"{name}, records/s (vs xero-python + ORM)", ours, theirs, ours / theirs, ">= 5 x", ours / theirs >= 5),
        Row(f"{name}, peak memory, MB", peak, others_peak, peak / others_peak, "< 120 MB", peak < 120),
    ]


def _turn(name: str, given: Mapping[str, Any]) -> dict[str, float]:
    if name == "ours":
        asyncio.run(upgrade(f"sqlite+aiosqlite:///{given['folder']}/atom-xero.db"))
    module = {"ours": "benchmarks.first_sync", "theirs": "benchmarks.sdk_loop"}[name]
    said = subprocess.run(
        [sys.executable, "-m", module], check=True, input=json.dumps(given), stdout=subprocess.PIPE, text=True
    ).stdout
    reported: dict[str, float] = json.loads(said)
    return reported


def announce(records: int, seconds: float) -> None:
    """Say what a turn came to, as JSON."""
    assert records >= INVOICES, records
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps({"rate": records / seconds, "peak_mb": peak}))


async def _ours(given: Mapping[str, Any]) -> None:
    from cryptography.fernet import Fernet
    from sqlalchemy import update

    from atom_xero_plugin.app import App
    from atom_xero_plugin.catalogue.registry import Registry
    from atom_xero_plugin.core import settings
    from atom_xero_plugin.interfaces.cli.connect import log_in
    from atom_xero_plugin.store.tables import polls
    from atom_xero_plugin.sync.poller import Poller

    app, address = given["apps"]["web"], given["address"]
    environment = {
        "ATOM_XERO_HOME": given["folder"],
        "ATOM_OAUTH_ENCRYPTION_KEY": Fernet.generate_key().decode(),
        "XERO_CLIENT_ID": app["client_id"],
        "XERO_CLIENT_SECRET": app["client_secret"],
        **dict.fromkeys(("XERO_LOGIN_URL", "XERO_IDENTITY_URL", "XERO_API_URL"), address),
    }
    async with App(settings.load(environment)) as runtime:
        await log_in(runtime, by_itself=True)
        connections = await runtime.connections.everywhere()
        await runtime.polls.enrol(connections)
        others = (polls.c.resource != "Invoices") | (polls.c.tenant_id != given["organisations"][0]["tenant_id"])
        async with runtime.store.write("*") as tx:
            await tx.execute(update(polls).where(others).values(due_at=datetime.now(UTC) + timedelta(days=1)))
        poller = Poller(runtime, {trigger.name: trigger for trigger in Registry().triggers}, page_size=PAGE)
        started = time.perf_counter()
        [poll_run] = await poller.tick()
        seconds = time.perf_counter() - started
        assert poll_run.error is None, poll_run.error
        announce(poll_run.records, seconds)


if __name__ == "__main__":
    asyncio.run(_ours(json.load(sys.stdin)))
