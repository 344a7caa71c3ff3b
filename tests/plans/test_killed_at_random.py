"""kill -9 at random moments of a real process at a plan, answers lost as well: never twice, never falsely undone."""

from __future__ import annotations

import asyncio
import os
import random
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import delete, update
from support import forked_executor
from support.connected import connected

from atom_xero_plugin.app import App
from atom_xero_plugin.catalogue.context import Caller
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.dispatch.dispatcher import Dispatch
from atom_xero_plugin.interfaces.cli.sandbox import running_sandbox
from atom_xero_plugin.store.database import ALL_WORKSPACES
from atom_xero_plugin.store.tables import limit_blocks, plans

pytestmark = pytest.mark.anyio
PERSON = Caller("default", "person:tester")
ROUNDS = 500
_SEED = 8


class Shop:
    """A program on a sandbox of its own, and one that is killed again and again."""

    def __init__(self, runtime: App, sandbox: dict[str, Any], executor: asyncio.subprocess.Process) -> None:
        self.dispatcher = Dispatch(runtime, Registry())
        self.sandbox = sandbox
        self.executor = executor
        self.web = httpx2.Client(base_url=f"{sandbox['address']}/_sandbox")

    def records(self) -> Counter[str]:
        return Counter(self.web.get("/").json()["organisations"][0]["records"])

    async def approved(self, skill: str, **given: Any) -> str:
        organisation = self.sandbox["organisations"][0]["tenant_id"]
        answer = (await self.dispatcher.call(skill, given, PERSON, organisation=organisation)).plain()
        assert answer["error"]["code"] == "approval_needed", answer
        plan = answer["plan"]
        assert (await self.dispatcher.approve(plan["id"], plan["hash"], PERSON)).success
        return str(plan["id"])

    async def killed(self, plan_id: str, seconds: float) -> bool:
        assert self.executor.stdin is not None
        assert self.executor.stdout is not None
        self.executor.stdin.write(f"{plan_id} {seconds:.4f}\n".encode())
        return (await self.executor.stdout.readline()).strip() == b"killed"

    async def resumed(self, plan_id: str) -> dict[str, Any]:
        """As if the leases of the process that died were over: nobody waits two minutes five hundred times."""
        runtime = self.dispatcher.runtime
        over = runtime.clock.now() - timedelta(seconds=1)
        async with runtime.store.write(ALL_WORKSPACES) as tx:
            await tx.execute(delete(limit_blocks))  # and its slot among Xero's calls at once
            await tx.execute(update(plans).where(plans.c.id == plan_id).values(lease_until=over))
        return (await self.dispatcher.execute(plan_id, PERSON)).plain()


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    with running_sandbox("--no-limits") as sandbox:
        async with connected(sandbox, tmp_path) as (runtime, environment):
            executor = await asyncio.create_subprocess_exec(
                sys.executable,
                str(Path(forked_executor.__file__)),
                env={**os.environ, **environment},
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
            )
            made = Shop(runtime, sandbox, executor)
            try:
                yield made
            finally:
                made.web.close()
                executor.kill()
                await executor.wait()


def requested(number: int, dice: random.Random) -> tuple[str, str, dict[str, Any]]:
    """A skill, the list its record goes to, and arguments like no other's."""
    if dice.random() < 0.4:
        return "create_contact", "Contacts", {"name": f"Killed {number}"}
    line = {"description": f"Killed {number}", "unit_amount": "99.99", "account": "200"}
    given = {
        "contact": "Brooklyn Hill Wind Energy",
        "lines": [line],
        "due_in_days": 14,
        "reference": f"killed {number}",
    }
    return "create_invoice", "Invoices", given


@pytest.mark.full
async def test_five_hundred_kills_at_random_moments_double_nothing_and_undo_nothing(shop: Shop) -> None:
    """Each plan ends verified with one record in the books, or says that it is not known."""
    dice = random.Random(_SEED)
    began = time.monotonic()
    warm = await shop.approved("create_contact", name="Warm")
    assert not await shop.killed(warm, 5.0)
    longest, reported = 0.5, Counter[str]()
    for number in range(ROUNDS):
        skill, plural, given = requested(number, dice)
        plan_id, before = await shop.approved(skill, **given), shop.records()
        if dice.random() < 0.25:
            method = {"kind": "drop_after_write", "match": plural, "method": "PUT", "times": 1}
            shop.web.post("/faults", json=method)
        killed = await shop.killed(plan_id, dice.uniform(0, longest))
        longest = min(5.0, max(0.1, longest * (1.03 if killed else 0.95)))  # so that some end, and most are killed
        shop.web.request("DELETE", "/faults")
        written = (shop.records() - before)[plural]
        answer = await shop.resumed(plan_id)
        now = (shop.records() - before)[plural]
        reported[
            f"{'killed' if killed else 'ended'}, {'written' if written else 'not'}, {answer['plan']['state']}"
        ] += 1
        assert now <= 1, (number, answer)
        assert not answer["success"] or now == 1, (number, answer)
        assert answer["success"] or not now or answer["error"]["may_have_written"], (number, answer)

    sys.stderr.write(f"\n{ROUNDS} rounds in {time.monotonic() - began:.0f} s: {dict(reported)}\n")
    assert sum(count for name, count in reported.items() if name.startswith("killed")) > ROUNDS // 2
    assert any(name.startswith("killed, written") for name in reported)
    assert any(name.startswith("killed, not") for name in reported)
