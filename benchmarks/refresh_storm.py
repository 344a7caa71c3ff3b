"""32 processes that want one grant's token at once: token requests, good answers, the slowest caller.

Next to the plugin runs a refresher without any care (read, refresh, write), against the same token service: 200 ms an
answer, refresh tokens that rotate, and no grace for a token used twice.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.table import Row

TESTS = Path(__file__).resolve().parent.parent / "tests"
PROCESSES, ROUNDS, LATENCY_S = 32, 5, 0.2


@dataclass(frozen=True)
class Storm:
    """What came of one round."""

    requests: int
    good: int
    slowest_ms: float


def run() -> list[Row]:
    """Rounds of both, in turns, on SQLite and on PostgreSQL."""
    if str(TESTS) not in sys.path:
        sys.path.insert(0, str(TESTS))
    rows: list[Row] = []
    with _databases() as databases:
        for name, url in databases.items():
            rows += _rows(name, asyncio.run(_storms(url)))
    return rows


@contextmanager
def _databases() -> Iterator[dict[str, str]]:
    from support import postgres

    from atom_xero_plugin.store.migrations import upgrade

    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="axp-storm-"))
        server = stack.enter_context(postgres.running())
        server.run(f"CREATE DATABASE storm OWNER {postgres.ROLE}")
        databases = {"SQLite": f"sqlite+aiosqlite:///{folder}/storm.db", "PostgreSQL": server.url("storm")}
        for url in databases.values():
            asyncio.run(upgrade(url))
        yield databases


async def _storms(url: str) -> dict[str, list[Storm]]:
    from auth import nursery
    from auth.fake_identity import FakeIdentity
    from auth.room import Room
    from auth.token_server import serving

    from atom_xero_plugin.core.clock import SystemClock

    clock, found = SystemClock(), dict[str, list[Storm]]({"careful": [], "naive": []})
    with nursery.opened() as processes:
        for _ in range(ROUNDS):
            for mode, storms in found.items():
                identity = FakeIdentity(clock.now, grace=False)
                with serving(identity, latency_s=LATENCY_S):
                    room = Room.open(url, identity, clock, Path("/"))
                    grant = await room.grant()
                    await room.change(grant, access_expires_at=clock.now())
                    said = processes.run(
                        mode=mode,
                        count=PROCESSES,
                        grant=grant,
                        database_url=url,
                        address=identity.address,
                        client_id=identity.client_id,
                        client_secret=identity.client_secret,
                    )
                    await room.close()
                good = sum(each["ok"] for each in said)
                storms.append(Storm(identity.token_requests(), good, max(each["ms"] for each in said)))
    return found


def _rows(name: str, found: dict[str, list[Storm]]) -> list[Row]:
    ours, theirs = found["careful"], found["naive"]
    most, fewest = max(each.requests for each in ours), min(each.good for each in ours)
    requests, good = median(each.requests for each in theirs), median(each.good for each in theirs)
    slowest, naive = median(each.slowest_ms for each in ours), median(each.slowest_ms for each in theirs)
    title = f"{PROCESSES} processes refresh one grant, {name}"
    return [
        Row(f"{title}: token requests (vs naive)", most, requests, requests / most, "1", most == 1),
        Row(f"{title}: good answers (vs naive)", fewest, good, None, str(PROCESSES), fewest == PROCESSES),
        Row(f"{title}: slowest caller, ms (vs naive)", slowest, naive, None, "<= 5,000 ms", slowest <= 5_000),
    ]
