"""A sandbox in a process of its own, a plugin that has synced it, and pollers that are processes too."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import random
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import msgspec
from sqlalchemy import select, update
from support import warm_commands
from support.connected import connected

from atom_xero_plugin.app import App
from atom_xero_plugin.store.tables import poll_leases, polls, records

COMMAND = str(Path(sys.executable).with_name("atom-xero"))
POLLING = str(Path(__file__).with_name("polling_process.py"))
EDIT_EVERY_S = 0.05
"""How long a running poller is left alone between two edits."""


@dataclass
class Town:
    """A sandbox with many invoices, a plugin that has synced all of them, and what it was reported."""

    runtime: App
    environment: dict[str, str]
    sandbox: dict[str, Any]
    chance: random.Random
    invoices: list[str] = field(default_factory=list)
    seen: int = 0

    @property
    def tenant(self) -> str:
        tenant: str = self.sandbox["organisations"][0]["tenant_id"]
        return tenant

    async def run(self, *arguments: str, crash: str = "", editing: list[str] | None = None) -> int:
        """Run the command line, and edit some of these invoices again and again while it runs."""
        environment = {**os.environ, **self.environment, "ATOM_XERO_CRASHPOINT": crash}
        ending = asyncio.ensure_future(asyncio.to_thread(warm_commands.run, arguments, environment))
        for number in itertools.count():
            done, _ = await asyncio.wait([ending], timeout=EDIT_EVERY_S if editing else None)
            if done:
                break
            await self.edit(self.chance.sample(editing or [], 5), Reference=f"edit {number}")
        ended = await ending
        if ended.code > 0:
            raise AssertionError(ended.out + ended.err)
        return ended.code

    async def poll(self, rounds: int, crash: str = "") -> dict[str, Any]:
        """What a process that ticks so many times says of its poll runs."""
        process = await self.start(sys.executable, POLLING, str(rounds), crash=crash)
        said, complaint = await process.communicate()
        assert process.returncode == 0, complaint.decode()
        reported: dict[str, Any] = json.loads(said)
        return reported

    async def start(self, *command: str, crash: str) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *command,
            env={**os.environ, **self.environment, "ATOM_XERO_CRASHPOINT": crash},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    async def control(self, name: str, given: Any) -> dict[str, Any]:
        """Report the sandbox."""
        async with httpx2.AsyncClient(timeout=30) as browser:
            answer = await browser.post(f"{self.sandbox['address']}/_sandbox/{name}", json=given)
            reported: dict[str, Any] = answer.raise_for_status().json()
            return reported

    async def facts(self) -> dict[str, Any]:
        """What the sandbox says by itself."""
        async with httpx2.AsyncClient() as browser:
            reported: dict[str, Any] = (await browser.get(f"{self.sandbox['address']}/_sandbox/")).json()
            return reported

    async def edit(self, ids: list[str], **changes: Any) -> None:
        await self.control(
            "edit", [{"tenant_id": self.tenant, "plural": "Invoices", "id": each, "changes": changes} for each in ids]
        )

    async def later(self) -> None:
        """The leases of whoever was killed are over; what is due is due."""
        async with self.runtime.store.write("*") as tx:
            await tx.execute(update(poll_leases).values(lease_until=None))
        await self.runtime.polls.request_sync("default")

    async def reported(self) -> Counter[tuple[str, str]]:
        """The events since this was asked last: trigger and record."""
        rows = await self.runtime.outbox.listed("default", after=self.seen, limit=100_000)
        self.seen = rows[-1].number if rows else self.seen
        return Counter((row.body["trigger"], row.body["resource"]["id"]) for row in rows)

    async def behind_the_cursor(self) -> set[str]:
        """Invoices whose last change in Xero stands before our cursor although we have an older version."""
        mine = polls.c.resource == "Invoices", polls.c.tenant_id == self.tenant
        stored = records.c.kind == "Invoices", records.c.tenant_id == self.tenant
        async with self.runtime.store.read("default") as tx:
            cursor = (await tx.execute(select(polls.c.cursor).where(*mine))).scalar_one()
            rows = (await tx.execute(select(records.c.record_id, records.c.updated_at).where(*stored))).all()
        have = {row.record_id: row.updated_at for row in rows}
        there = await self.stamps()
        return {each for each, stamp in there.items() if stamp <= cursor - timedelta(seconds=1) and stamp > have[each]}

    async def stamps(self) -> dict[str, datetime]:
        """When each invoice in Xero changed last."""
        connection = await self.runtime.organisations.choose("default", self.tenant)
        client = self.runtime.xero(connection, feature="test")
        found: dict[str, datetime] = {}
        for page in ("1", "2"):
            reply = await client.get("Invoices", {"page": page, "pageSize": "1000", "order": "UpdatedDateUTC ASC"})
            for each in msgspec.json.decode(reply.body)["Invoices"]:
                ms = int(each["UpdatedDateUTC"][6:].split("+")[0].rstrip(")/"))
                found[each["InvoiceID"]] = datetime.fromtimestamp(ms / 1000, UTC)
        return found


@asynccontextmanager
async def opened(sandbox: dict[str, Any], folder: Path, database_url: str, **more: str) -> AsyncIterator[Town]:
    """Connected to every organisation of the sandbox."""
    async with connected(sandbox, folder, ATOM_XERO_DATABASE_URL=database_url, **more) as (runtime, environment):
        yield Town(runtime, environment, sandbox, random.Random(7))
