"""kill -9 while a statement is recorded: taken up again, every line is in the books exactly once."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections import Counter
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
PERSON = Caller("default", "person:tester")


@dataclass
class Shop:
    """A runtime on a real sandbox process, and its environment for other processes."""

    runtime: App
    environment: dict[str, str]
    address: str
    tenant: str

    async def call(self, skill: str, **arguments: Any) -> dict[str, Any]:
        dispatcher = Dispatch(self.runtime, Registry())
        return (await dispatcher.call(skill, arguments, PERSON, organisation=self.tenant)).plain()

    async def approve(self, plan: dict[str, Any]) -> str:
        dispatcher = Dispatch(self.runtime, Registry())
        assert (await dispatcher.approve(plan["id"], plan["hash"], PERSON)).success
        identity: str = plan["id"]
        return identity

    async def carry_out(self, plan: dict[str, Any]) -> dict[str, Any]:
        identity = await self.approve(plan)
        return (await Dispatch(self.runtime, Registry()).execute(identity, PERSON)).plain()

    def written(self) -> Counter[str]:
        records = httpx2.get(f"{self.address}/_sandbox/").json()["organisations"][0]["records"]
        return Counter({each: int(records[each]) for each in ("Payments", "BankTransactions")})

    async def execute(self, plan_id: str, crash: str = "") -> tuple[int, dict[str, Any]]:
        """In a process of its own."""
        environment = {**os.environ, **self.environment, "ATOM_XERO_CRASHPOINT": crash}
        done = await asyncio.to_thread(warm_commands.run, ["plan", "execute", plan_id, "--json"], environment)
        return done.code, json.loads(done.out) if done.out.strip() else {}

    async def later(self, plan_id: str, delta: timedelta) -> None:
        """As if so much time had gone by since the process died."""
        now = self.runtime.clock.now()
        async with self.runtime.store.write("default") as tx:
            await tx.execute(update(plans).where(plans.c.id == plan_id).values(lease_until=now - timedelta(seconds=1)))
            sent = update(plan_steps).where(plan_steps.c.plan_id == plan_id, plan_steps.c.sent_at.is_not(None))
            await tx.execute(sent.values(sent_at=now - delta))


@pytest.fixture(scope="module")
def sandbox() -> Iterator[dict[str, Any]]:
    with running_sandbox("--no-limits") as reported:
        yield reported


@pytest.fixture
async def shop(sandbox: dict[str, Any], tmp_path: Path) -> AsyncIterator[Shop]:
    async with connected(sandbox, tmp_path) as (runtime, environment):
        yield Shop(runtime, environment, sandbox["address"], sandbox["organisations"][0]["tenant_id"])


async def statement(shop: Shop) -> dict[str, Any]:
    """A statement of three lines: a payment of an invoice made for it, and two fees."""
    contact = (await shop.call("find_contacts", customers_only=True, limit=1))["result"]["items"][0]
    sold = {"description": "Crash test", "quantity": "1", "unit_amount": "99.99", "account": "200"}
    made = await shop.call("create_invoice", contact=contact["id"], lines=[sold], due_in_days=14, approve=True)
    invoice = (await shop.carry_out(made["plan"]))["result"]["invoice"]
    day, mark = invoice["date"], os.urandom(4).hex()
    file = f"Date,Amount,Payee\n{day},{invoice['total']['amount']},payer {mark}\n{day},-1.01,fee {mark}\n"
    choices = [
        {"row": 2, "pays": [invoice["id"]]},
        {"row": 3, "account": "404", "contact": contact["id"]},
        {"row": 4, "account": "404", "contact": contact["id"]},
    ]
    return {"statement": f"{file}{day},-2.02,fee {mark}\n", "account": "090", "choices": choices, "sure_ones": False}


async def approved(shop: Shop, asked: dict[str, Any]) -> str:
    answer = await shop.call("reconcile_statement", **asked)
    assert answer["error"]["code"] == "approval_needed", answer["error"]
    return await shop.approve(answer["plan"])


@pytest.mark.parametrize("point", POINTS)
async def test_killed_twice_and_taken_up_soon_each_line_is_recorded_once(shop: Shop, point: str) -> None:
    """Once at the first step, once further on; the plan ends verified, and the file given again has nothing new."""
    asked = await statement(shop)
    plan_id, before = await approved(shop, asked), shop.written()
    for crash in (point, "plan.after_call"):
        code, _ = await shop.execute(plan_id, crash=crash)
        assert code in {-signal.SIGKILL, 0}
        await shop.later(plan_id, timedelta(minutes=2))

    code, answer = await shop.execute(plan_id)

    assert (code, answer["plan"]["state"]) == (0, "verified"), answer
    assert shop.written() - before == Counter(Payments=1, BankTransactions=2)
    assert (await shop.call("reconcile_statement", **asked))["error"]["code"] == "conflict"


@pytest.mark.parametrize("point", POINTS)
async def test_killed_and_taken_up_late_nothing_is_written_twice(shop: Shop, point: str) -> None:
    """After Xero's window a step without a trace stays unknown, its line stays taken, and the other lines go on."""
    asked = await statement(shop)
    plan_id, before = await approved(shop, asked), shop.written()
    code, _ = await shop.execute(plan_id, crash=point)
    assert code == -signal.SIGKILL
    await shop.later(plan_id, timedelta(minutes=10))
    httpx2.post(f"{shop.address}/_sandbox/time", json={"advance_s": 600})  # Xero has forgotten the key by now

    code, answer = await shop.execute(plan_id)

    httpx2.post(f"{shop.address}/_sandbox/time", json={"advance_s": -600})
    sent_blindly = point == "plan.after_intent"  # the intent was written down and the call never left
    assert answer["plan"]["state"] == ("unknown" if sent_blindly else "verified"), answer
    assert shop.written() - before == Counter(Payments=0 if sent_blindly else 1, BankTransactions=2)
    assert (await shop.call("reconcile_statement", **asked))["error"]["code"] == "conflict"


async def test_two_processes_at_one_plan_record_each_line_once(shop: Shop) -> None:
    """The second learns that it is being executed, or what came of it."""
    plan_id, before = await approved(shop, await statement(shop)), shop.written()

    done = await asyncio.gather(*(shop.execute(plan_id) for _ in range(3)))
    code, answer = await shop.execute(plan_id)

    assert 0 in [code for code, _ in done]
    assert (code, answer["plan"]["state"]) == (0, "verified")
    assert shop.written() - before == Counter(Payments=1, BankTransactions=2)
