"""PostgreSQL is killed and started again and again while tokens are refreshed, lists synced and contacts written."""

from __future__ import annotations

import asyncio
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import func, select
from support import postgres
from support.asking import change, rows
from support.service import HARBOUR, WATTLE, Served, open_service

from atom_xero_plugin.auth.tokens import LEASE
from atom_xero_plugin.core.errors import XeroPluginError
from atom_xero_plugin.rate_limits.ledger import BLOCK_LEASE
from atom_xero_plugin.store import approvals
from atom_xero_plugin.store.database import ALL_WORKSPACES
from atom_xero_plugin.store.migrations import upgrade
from atom_xero_plugin.store.tables import events, grants, limit_blocks, plans, poll_leases, records
from atom_xero_plugin.sync.poller import Poller

pytestmark = pytest.mark.anyio
AGAIN = {"database_unavailable", "database_busy", "database_read_only", "busy", "outcome_unknown", "try_later",
         "xero_unavailable", "rate_limited"}  # fmt: skip
"""What a caller may be reported while the database is away; whoever obeys asks again about the same plan."""
LONGEST_S = 2_400
"""On a machine that is busy with other things; on a free one it takes the seconds that it is given."""


@pytest.fixture
def cluster() -> Iterator[postgres.Cluster]:
    with postgres.cluster() as made:
        made.server.run(f"CREATE DATABASE chaos OWNER {postgres.ROLE}")
        yield made


@dataclass
class Chaos:
    """What was done, and what was reported of it."""

    served: Served
    cluster: postgres.Cluster
    chance: random.Random
    done: Counter[str] = field(default_factory=Counter)
    reported: Counter[str] = field(default_factory=Counter)
    contacts: list[str] = field(default_factory=list)
    restarts: int = 0
    ended: bool = False

    async def restart(self, shortest: float, longest: float) -> None:
        """End the server without a last word, and start it again, every few seconds."""
        while not self.ended:
            await asyncio.sleep(self.chance.uniform(shortest, longest))
            await asyncio.to_thread(self.cluster.end, signal.SIGQUIT)
            await asyncio.sleep(self.chance.uniform(0, 0.5))
            await asyncio.to_thread(self.cluster.start)
            self.restarts += 1

    async def refresh(self, grant: str) -> None:
        """As after a 401: a new token is wanted."""
        tokens = self.served.runtime.tokens
        try:
            await tokens.refused(grant, "default", await tokens.bearer(grant, "default"))
        except XeroPluginError as error:
            self.reported[error.code] += 1
            await asyncio.sleep(0.05)
        self.done["refresh"] += 1

    async def poll(self, poller: Poller, number: int) -> None:
        """Something changes in Xero, and everything is due."""
        house = self.served.house
        change(house, "Contacts", self.chance.choice(rows(house, "Contacts")), SkypeUserName=f"edit {number}")
        try:
            await self.served.runtime.polls.request_sync("default")
            for poll_run in await poller.tick():
                if poll_run.error is not None:
                    self.reported[poll_run.error.code] += 1
        except XeroPluginError as error:
            self.reported[error.code] += 1
            await asyncio.sleep(0.05)
        self.done["poll"] += 1

    async def write(self, number: int) -> None:
        """A contact, by a plan that is approved and executed; whoever has to ask again asks about the same plan."""
        name, house = f"Chaos {number:04}", self.served.house
        dispatcher, person = self.served.service.dispatcher, house.person
        plan: Any = None
        while True:
            if plan is None:
                answer = (
                    await dispatcher.call("create_contact", {"name": name}, person, organisation="harbour")
                ).plain()
                plan = answer.get("plan")
            else:
                agreed = (await dispatcher.approve(plan["id"], plan["hash"], person)).plain()
                answer = (await dispatcher.execute(plan["id"], person)).plain() if agreed["success"] else agreed
                if answer["success"]:
                    self.contacts.append(name)
                    self.done["write"] += 1
                    return
            code = "" if answer["success"] else answer["error"]["code"]
            if plan is not None and code == "conflict":  # it was approved, and the answer was lost
                answer = (await dispatcher.execute(plan["id"], person)).plain()
                code = "" if answer["success"] else answer["error"]["code"]
                if answer["success"]:
                    self.contacts.append(name)
                    self.done["write"] += 1
                    return
            if code == "conflict":  # nothing of it is in the books, it says: if that is wrong, there will be two
                plan = None
            elif code not in {"", "approval_needed"}:
                self.reported[code] += 1
                assert code in AGAIN, answer["error"]
                await asyncio.sleep(0.05)
                self.served.house.sandbox.clock.advance(1)


@pytest.mark.full
@pytest.mark.parametrize(("operations", "seconds"), [(100, 15.0), (2_000, 180.0)], ids=["short", "whole"])
async def test_a_database_that_is_killed_again_and_again_loses_and_doubles_nothing(
    cluster: postgres.Cluster, tmp_path: Path, operations: int, seconds: float
) -> None:
    """The books, the local copy, the events, the plans and the audit trail are as they must be; no lease is stuck."""
    await upgrade(cluster.server.url("chaos"))
    served = await open_service(tmp_path, cluster.server.url("chaos"))
    await served.connect("default", f"{HARBOUR},{WATTLE}")
    await served.hear()
    known = await served.runtime.connections.of_workspace("default")
    connection = next(each for each in known if each.tenant_id == served.house.organisation)
    trigger = next(each for each in served.house.registry.triggers if each.name == "contact_created")
    await served.runtime.subscriptions.turn_on("default", trigger, by="person:tester")
    poller = Poller(served.runtime, {trigger.name: trigger for trigger in served.house.registry.triggers})
    chaos = Chaos(served, cluster, random.Random(8))
    numbers, began = iter(range(10**6)), time.monotonic()

    def goes_on() -> bool:
        spent = time.monotonic() - began
        assert spent < LONGEST_S
        return spent < seconds or chaos.done.total() < operations

    async def work() -> None:
        while goes_on():
            number = next(numbers)
            served.house.sandbox.clock.advance(2)
            match number % 4:
                case 0:
                    await chaos.write(number)
                case 1:
                    await chaos.poll(poller, number)
                case _:
                    await chaos.refresh(connection.grant_id)

    killing = asyncio.create_task(chaos.restart(3.0, 12.0))
    await asyncio.gather(*(work() for _ in range(6)))
    chaos.ended = True
    await killing
    served.house.sandbox.clock.advance((max(LEASE, BLOCK_LEASE) + timedelta(seconds=5)).total_seconds())
    for _ in range(3):
        await served.runtime.polls.request_sync("default")
        failed = [poll_run.error for poll_run in await poller.tick() if poll_run.error]
        served.house.sandbox.clock.advance(65)
    await served.runtime.limits.close()
    found = await _state(served)
    report = await approvals.verify(served.runtime.store, served.runtime.keyring, "default")
    token = await served.runtime.tokens.bearer(connection.grant_id, "default")
    await served.close()
    print(dict(chaos.done), dict(chaos.reported), chaos.restarts, found["plans"])  # noqa: T201 - figures of a long run

    books = Counter(row["Name"] for row in rows(served.house, "Contacts") if row["Name"].startswith("Chaos"))
    assert failed == []
    assert chaos.done.total() >= operations <= chaos.restarts * 1_000
    assert books == Counter(chaos.contacts) == dict.fromkeys(chaos.contacts, 1)
    assert found["copy"] == {row["ContactID"]: row.get("SkypeUserName") for row in rows(served.house, "Contacts")}
    assert found["events"] == dict.fromkeys((row["ContactID"] for row in rows(served.house, "Contacts")
                                             if row["Name"].startswith("Chaos")), 1)  # fmt: skip
    assert set(found["plans"]) <= {"verified", "proposed", "failed"}
    assert found["plans"]["verified"] == len(chaos.contacts)
    assert found["held"] == {"grants": 0, "polls": 0, "plans": 0, "slots": 0}
    assert (report.ok, bool(token), set(chaos.reported) - AGAIN) == (True, True, set())


async def _state(served: Served) -> dict[str, Any]:
    """What the database holds in the end."""
    now = served.runtime.clock.now()
    async with served.runtime.store.read(ALL_WORKSPACES) as tx:
        mirrored = (
            await tx.execute(
                select(records.c.record_id, records.c.body).where(
                    records.c.kind == "Contacts", records.c.tenant_id == served.house.organisation
                )
            )
        ).all()
        reported = (
            await tx.execute(
                select(events.c.record_id, func.count())
                .where(events.c.trigger == "contact_created")
                .group_by(events.c.record_id)
            )
        ).all()
        states = (await tx.execute(select(plans.c.state, func.count()).group_by(plans.c.state))).all()
        counts = {
            "grants": select(func.count()).select_from(grants).where(grants.c.lease_until > now),
            "polls": select(func.count()).select_from(poll_leases).where(poll_leases.c.lease_until > now),
            "plans": select(func.count()).select_from(plans).where(plans.c.lease_until > now),
            "slots": select(func.count()).select_from(limit_blocks).where(limit_blocks.c.lease_until > now),
        }
        held = {name: (await tx.execute(statement)).scalar() for name, statement in counts.items()}
    return {
        "copy": {row.record_id: msgspec.json.decode(row.body).get("SkypeUserName") for row in mirrored},
        "events": {row[0]: row[1] for row in reported},
        "plans": {row[0]: row[1] for row in states},
        "held": held,
    }
