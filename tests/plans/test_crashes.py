"""kill -9 at every named point of a plan's execution: the invoice is written once, or the plan says `unknown`."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import update
from support import warm_commands
from support.connected import connected
from support.crash_points import points_of

from atom_xero_plugin.app import App
from atom_xero_plugin.catalogue.context import Caller
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.dispatch.dispatcher import Dispatch
from atom_xero_plugin.interfaces.cli.sandbox import running_sandbox
from atom_xero_plugin.store.tables import plan_steps, plans

pytestmark = pytest.mark.anyio
POINTS = points_of("plan")


@dataclass
class Shop:
    """A runtime on a real sandbox process, and its environment for other processes."""

    runtime: App
    environment: dict[str, str]
    address: str

    @property
    def dispatcher(self) -> Dispatch:
        return Dispatch(self.runtime, Registry())

    def invoices(self) -> int:
        facts = httpx2.get(f"{self.address}/_sandbox/").json()
        return int(facts["organisations"][0]["records"]["Invoices"])

    async def execute(self, plan_id: str, crash: str = "") -> tuple[int, dict[str, Any]]:
        """In a process of its own; our own event loop goes on, so that no transaction of ours stays open meanwhile."""
        environment = {**os.environ, **self.environment, "ATOM_XERO_CRASHPOINT": crash}
        done = await asyncio.to_thread(warm_commands.run, ["plan", "execute", plan_id, "--json"], environment)
        return done.code, json.loads(done.out) if done.out.strip() else {}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[dict[str, Any]]:
    with running_sandbox("--no-limits") as reported:
        yield reported


@pytest.fixture
async def shop(sandbox: dict[str, Any], tmp_path: Path) -> AsyncIterator[Shop]:
    async with connected(sandbox, tmp_path) as (runtime, environment):
        yield Shop(runtime, environment, sandbox["address"])


PERSON = Caller("default", "person:tester")


async def approved(shop: Shop, sandbox: dict[str, Any]) -> str:
    organisation = sandbox["organisations"][0]["tenant_id"]
    found = await shop.dispatcher.call(
        "find_contacts", {"customers_only": True, "limit": 1}, PERSON, organisation=organisation
    )
    line = {"description": "Crash test", "quantity": "1", "unit_amount": "99.99", "account": "200"}
    arguments = {
        "contact": found.plain()["result"]["items"][0]["id"],
        "lines": [line],
        "due_in_days": 14,
        "reference": f"crash {os.urandom(6).hex()}",
    }
    answer = (await shop.dispatcher.call("create_invoice", arguments, PERSON, organisation=organisation)).plain()
    plan = answer["plan"]
    assert (await shop.dispatcher.approve(plan["id"], plan["hash"], PERSON)).success
    plan_id: str = plan["id"]
    return plan_id


async def later(shop: Shop, plan_id: str, delta: timedelta) -> None:
    """As if so much time had gone by since the process died: its lease is over, its call is that old."""
    now = shop.runtime.clock.now()
    async with shop.runtime.store.write("default") as tx:
        await tx.execute(update(plans).where(plans.c.id == plan_id).values(lease_until=now - timedelta(seconds=1)))
        sent = update(plan_steps).where(plan_steps.c.plan_id == plan_id, plan_steps.c.sent_at.is_not(None))
        await tx.execute(sent.values(sent_at=now - delta))


def test_there_are_crash_points_around_every_call_and_commit() -> None:
    """Fewer would leave a gap untested."""
    assert len(POINTS) >= 9


@pytest.mark.parametrize("point", POINTS)
async def test_killed_anywhere_and_taken_up_soon_it_is_written_once(
    shop: Shop, sandbox: dict[str, Any], point: str
) -> None:
    """Within Xero's idempotency window the plan ends verified, with exactly one invoice."""
    plan_id, before = await approved(shop, sandbox), shop.invoices()
    code, _ = await shop.execute(plan_id, crash=point)
    assert code == -signal.SIGKILL
    await later(shop, plan_id, timedelta(minutes=3))

    code, answer = await shop.execute(plan_id)

    assert (code, answer["plan"]["state"]) == (0, "verified"), answer
    assert shop.invoices() == before + 1


@pytest.mark.parametrize("point", POINTS)
async def test_killed_anywhere_and_taken_up_late_it_is_never_written_twice(
    shop: Shop, sandbox: dict[str, Any], point: str
) -> None:
    """After the window the record is searched for: found, it is verified; not found, unknown, and never resent."""
    plan_id, before = await approved(shop, sandbox), shop.invoices()
    code, _ = await shop.execute(plan_id, crash=point)
    assert code == -signal.SIGKILL
    written = shop.invoices() - before
    await later(shop, plan_id, timedelta(minutes=10))
    httpx2.post(f"{shop.address}/_sandbox/time", json={"advance_s": 600})  # Xero has forgotten the key by now

    code, answer = await shop.execute(plan_id)

    httpx2.post(f"{shop.address}/_sandbox/time", json={"advance_s": -600})
    sent_blindly = point == "plan.after_intent"  # the intent was written down and the call never left
    expected = "unknown" if sent_blindly else "verified"
    assert answer["plan"]["state"] == expected, answer
    assert code == (10 if sent_blindly else 0)
    assert shop.invoices() - before == (0 if sent_blindly else 1)
    assert written <= 1
