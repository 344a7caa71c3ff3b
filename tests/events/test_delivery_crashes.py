"""kill -9 at every named point of a delivery: every event is taken, in order for one record, one perhaps twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from events.test_outbox import put
from sqlalchemy import update
from support.crash_points import points_of

from atom_xero_plugin.core.clock import SystemClock
from atom_xero_plugin.events import outbox  # its crash points
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.tables import events

pytestmark = pytest.mark.anyio
POINTS = points_of("outbox")
DELIVERING = str(Path(__file__).with_name("delivering_process.py"))
RECORDS = [record for _ in range(10) for record in "abc"]
_ = outbox


def deliver(url: str, path: Path, crash: str = "") -> int:
    """Run a process that delivers; its exit code."""
    environment = {**os.environ, "ATOM_XERO_CRASHPOINT": crash}
    return subprocess.run([sys.executable, DELIVERING, url, str(path)], env=environment, check=False).returncode


def test_there_are_points_before_and_after_each_step() -> None:
    """Claim, send, mark."""
    assert len(POINTS) >= 4


@pytest.mark.parametrize("point", POINTS)
async def test_killed_anywhere_every_event_is_taken(database_url: str, tmp_path: Path, point: str) -> None:
    """What was claimed by the killed is another's after its time."""
    store, path = Store(database_url, clock=SystemClock()), tmp_path / "taken"
    path.touch()
    await put(store, *RECORDS)

    assert deliver(database_url, path, point) == -signal.SIGKILL
    async with store.write("*") as tx:
        await tx.execute(update(events).where(events.c.state == "pending").values(next_attempt_at=store.clock.now()))
    assert deliver(database_url, path) == 0

    taken = path.read_text().split()
    twice = [each for each, count in Counter(taken).items() if count > 1]
    assert set(taken) == {f"e{number}" for number in range(1, len(RECORDS) + 1)}
    assert len(twice) == (1 if point == "outbox.after_send" else 0)
    for record in "abc":
        mine = [f"e{number}" for number, each in enumerate(RECORDS, 1) if each == record]
        assert list(dict.fromkeys(each for each in taken if each in mine)) == mine
    await store.close()
