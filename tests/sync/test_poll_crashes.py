"""kill -9 at every named point of a poll: no change is lost, none is told twice, the cursor is never ahead of the rows.

Each round: a thousand changes, half of them of one and the same instant, pages of a hundred, somebody who edits while
the poller reads, a poller that is killed, and another that comes after.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import msgspec
import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select, update

from atom_xero_plugin import settings
from atom_xero_plugin.crashpoint import CRASH_POINTS
from atom_xero_plugin.interfaces.cli.connect import log_in
from atom_xero_plugin.interfaces.cli.sandbox import running_sandbox
from atom_xero_plugin.registry import Registry
from atom_xero_plugin.runtime import Runtime
from atom_xero_plugin.store.migrations import upgrade
from atom_xero_plugin.store.models import poll_leases, polls, records
from atom_xero_plugin.sync import outbox, poller  # their crash points

pytestmark = pytest.mark.anyio
POLL_POINTS = sorted(point for point in CRASH_POINTS if point.startswith("poll."))
OUTBOX_POINTS = sorted(point for point in CRASH_POINTS if point.startswith("outbox."))
COMMAND = str(Path(sys.executable).with_name("atom-xero"))
CHANGES, PAGE = 1_000, 100
_ = outbox, poller


@dataclass
class Town:
    """A sandbox with many invoices, a plugin that has heard all of them, and what it was told."""

    runtime: Runtime
    environment: dict[str, str]
    sandbox: dict[str, Any]
    chance: random.Random
    invoices: list[str] = field(default_factory=list)
    seen: int = 0

    @property
    def tenant(self) -> str:
        tenant: str = self.sandbox["organisations"][0]["tenant_id"]
        return tenant

    async def run(self, *arguments: str, crash: str = "") -> int:
        done = await asyncio.to_thread(
            subprocess.run,
            [COMMAND, *arguments],
            env={**os.environ, **self.environment, "ATOM_XERO_CRASHPOINT": crash},
            capture_output=True,
            check=False,
        )
        if done.returncode > 0:
            raise AssertionError(done.stdout.decode() + done.stderr.decode())
        return done.returncode

    async def edit(self, ids: list[str], **changes: Any) -> None:
        edits = [{"tenant_id": self.tenant, "plural": "Invoices", "id": each, "changes": changes} for each in ids]
        async with httpx2.AsyncClient(timeout=30) as browser:
            (await browser.post(f"{self.sandbox['address']}/_sandbox/edit", json=edits)).raise_for_status()

    async def time(self, **given: Any) -> None:
        async with httpx2.AsyncClient() as browser:
            await browser.post(f"{self.sandbox['address']}/_sandbox/time", json=given)

    async def happen(self, status: str) -> list[str]:
        """A thousand invoices change; the first half of them at one instant."""
        chosen = self.chance.sample(self.invoices, CHANGES)
        await self.time(freeze=True)
        await self.edit(chosen[: CHANGES // 2], Status=status)
        await self.time(run=True)
        for start in range(CHANGES // 2, CHANGES, 50):
            await self.edit(chosen[start : start + 50], Status=status)
        return chosen

    async def edit_meanwhile(self, chosen: list[str]) -> None:
        """Rows move to the end while pages are read."""
        for number in itertools.count():
            await self.edit(self.chance.sample(chosen, 5), Reference=f"edit {number}")
            await asyncio.sleep(0)

    async def later(self) -> None:
        """The lease and the claims of whoever was killed are over; what is due is due."""
        async with self.runtime.store.write("*") as tx:
            await tx.execute(update(poll_leases).values(lease_until=None))
        await self.runtime.polls.hurry("default")

    async def told(self) -> Counter[tuple[str, str]]:
        rows = await self.runtime.outbox.listed("default", after=self.seen, limit=100_000)
        self.seen = rows[-1].number if rows else self.seen
        return Counter((row.body["trigger"], row.body["resource"]["id"]) for row in rows)

    async def behind_the_cursor(self) -> set[str]:
        """Invoices whose last change in Xero stands before our cursor although we have an older version."""
        mine = polls.c.resource == "Invoices", polls.c.tenant_id == self.tenant
        kept = records.c.kind == "Invoices", records.c.tenant_id == self.tenant
        async with self.runtime.store.read("default") as tx:
            cursor = (await tx.execute(select(polls.c.cursor).where(*mine))).scalar_one()
            rows = (await tx.execute(select(records.c.record_id, records.c.updated_at).where(*kept))).all()
        have = {row.record_id: row.updated_at for row in rows}
        there = await stamps(self)
        return {each for each, stamp in there.items() if stamp <= cursor - timedelta(seconds=1) and stamp > have[each]}


async def stamps(town: Town) -> dict[str, datetime]:
    connection = await town.runtime.choose("default", town.tenant)
    client = town.runtime.xero(connection, feature="test")
    reply = await client.get("Invoices", {"page": "1", "pageSize": "1000", "order": "UpdatedDateUTC ASC"})
    second = await client.get("Invoices", {"page": "2", "pageSize": "1000", "order": "UpdatedDateUTC ASC"})
    found: dict[str, datetime] = {}
    for body in (reply.body, second.body):
        for each in msgspec.json.decode(body)["Invoices"]:
            ms = int(each["UpdatedDateUTC"][6:].split("+")[0].rstrip(")/"))
            found[each["InvoiceID"]] = datetime.fromtimestamp(ms / 1000, UTC)
    return found


@pytest.fixture(scope="module")
def sandbox() -> Iterator[dict[str, Any]]:
    with running_sandbox("--no-limits", "--invoices", "1300") as told:
        yield told


@pytest.fixture
async def town(sandbox: dict[str, Any], tmp_path: Path) -> AsyncIterator[Town]:
    app, address = sandbox["apps"]["web"], sandbox["address"]
    environment = {
        "ATOM_XERO_HOME": str(tmp_path),
        "ATOM_OAUTH_ENCRYPTION_KEY": Fernet.generate_key().decode(),
        "XERO_CLIENT_ID": app["client_id"],
        "XERO_CLIENT_SECRET": app["client_secret"],
        "XERO_LOGIN_URL": address,
        "XERO_IDENTITY_URL": address,
        "XERO_API_URL": address,
        "ATOM_XERO_PAGE_SIZE": str(PAGE),
    }
    async with Runtime(settings.load(environment)) as runtime:
        await upgrade(runtime.settings.database_url)
        await log_in(runtime, by_itself=True)
        opened = Town(runtime, environment, sandbox, random.Random(7))
        opened.invoices = sorted(await stamps(opened))
        await opened.edit(opened.invoices, Status="SUBMITTED", Type="ACCREC")
        assert await opened.run("sync") == 0
        triggers = {trigger.name: trigger for trigger in Registry().triggers}
        for name in ("invoice_voided", "invoice_approved"):
            await runtime.subscriptions.turn_on("default", triggers[name], by="person:tester")
        yield opened


def test_there_are_at_least_ten_points_in_a_poll() -> None:
    """Around the claim, the call, the rows, the events, the commit and the end."""
    assert len(POLL_POINTS) >= 10
    assert len(OUTBOX_POINTS) >= 4


@pytest.mark.parametrize("point", POLL_POINTS)
async def test_killed_anywhere_every_change_is_told_once(town: Town, point: str) -> None:
    """Whatever was half done."""
    chosen = await town.happen("VOIDED")
    editor = asyncio.create_task(town.edit_meanwhile(chosen))

    code = await town.run("sync", crash=point)
    assert code == -signal.SIGKILL
    assert await town.behind_the_cursor() == set()
    await town.later()
    assert await town.run("sync") == 0
    editor.cancel()
    await town.later()
    assert await town.run("sync") == 0

    assert await town.told() == Counter({("invoice_voided", each): 1 for each in chosen})
    assert await town.behind_the_cursor() == set()
