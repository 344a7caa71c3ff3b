"""Several pollers, each a process of its own, on one database: never two at one organisation."""

from __future__ import annotations

import asyncio
import signal
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from sync.town import COMMAND, Town, opened

from atom_xero_plugin.accounting.kinds import SYNCED
from atom_xero_plugin.interfaces.cli.sandbox import running_sandbox
from atom_xero_plugin.store.tables import poll_leases
from atom_xero_plugin.sync.poll_leases import LEASE

pytestmark = pytest.mark.anyio
PROCESSES, ROUNDS = 4, 4


@pytest.fixture(scope="module")
def sandbox() -> Iterator[dict[str, Any]]:
    with running_sandbox("--no-limits") as reported:
        yield reported


@pytest.fixture
async def town(sandbox: dict[str, Any], tmp_path: Path, database_url: str) -> AsyncIterator[Town]:
    """Connected; nothing synced yet."""
    async with opened(sandbox, tmp_path, database_url) as found:
        yield found


async def test_no_two_processes_are_at_one_organisation_at_once(town: Town) -> None:
    """The server says how many calls of one organisation it ever saw at once, with answers slow enough to overlap."""
    slow = {"kind": "slow", "match": "Contacts|Invoices|Payments|BankTransactions", "times": 10_000, "seconds": 0.05}
    await town.control("faults", slow)

    said = await asyncio.gather(*(town.poll(ROUNDS) for _ in range(PROCESSES)))

    ran = Counter(poll_run for each in said for poll_run in each["ran"])
    assert [error for each in said for error in each["errors"]] == []
    assert (await town.facts())["limits"]["most_at_once"] == 1
    assert len(ran) == 2 * (len(set(SYNCED.values())) + 1)  # two organisations, each list that is synced and the day
    assert {state.failures for state in await town.runtime.polls.listed("default")} == {0}


async def test_an_organisation_is_taken_over_when_the_lease_of_the_killed_ends(town: Town) -> None:
    """Not before, and not later than a lease lasts."""
    process = await town.start(COMMAND, "sync", crash="poll.after_call")
    await process.communicate()
    assert process.returncode == -signal.SIGKILL
    async with town.runtime.store.read("*") as tx:
        held = {row.tenant_id: row.lease_until for row in (await tx.execute(select(poll_leases))).all()}
    tenants = [tenant for tenant, until in held.items() if until is not None and not tenant.startswith("watch:")]
    assert tenants
    assert max(held[tenant] for tenant in tenants) <= town.runtime.clock.now() + LEASE

    at_once = await town.poll(1)
    async with town.runtime.store.write("*") as tx:
        for tenant in tenants:
            over = held[tenant] - LEASE - timedelta(seconds=5)
            await tx.execute(update(poll_leases).where(poll_leases.c.tenant_id == tenant).values(lease_until=over))
    later = await town.poll(1)

    assert not any(poll_run.startswith(tuple(tenants)) for poll_run in at_once["ran"])
    assert {poll_run.split()[0] for poll_run in later["ran"]} >= set(tenants)
    assert later["errors"] == []
