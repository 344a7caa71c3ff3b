"""What an execution writes down: each step as it is sent and settled, and how the plan ended, under its fence.

Nothing is written by a process that another one overtook.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import RowMapping, update
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.catalogue.context import Caller
from atom_xero_plugin.core.clock import Clock
from atom_xero_plugin.core.crash_points import crashpoint, declare
from atom_xero_plugin.core.errors import Busy, XeroPluginError
from atom_xero_plugin.plans import batch
from atom_xero_plugin.plans.execution_lease import note, of_plan
from atom_xero_plugin.plans.plan import Plan
from atom_xero_plugin.plans.repository import state_after
from atom_xero_plugin.plans.reservations import Reservations
from atom_xero_plugin.plans.step_rows import LEASE, rows_of
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.tables import plan_steps, plans
from atom_xero_plugin.xero.client import XeroClient

declare("plan.in_settle")


@dataclass(frozen=True)
class Run:
    """One process at one plan; `fence` distinguishes it from any that came before or after."""

    caller: Caller
    plan: Plan
    fence: int
    xero: XeroClient


class RunJournal:
    """Writes down how far runs came."""

    def __init__(self, store: Store, clock: Clock, reservations: Reservations) -> None:
        """Keep the store that plans live in, and what they reserve."""
        self._store = store
        self._clock = clock
        self._reservations = reservations

    async def step_row(self, plan: Plan, number: int) -> RowMapping:
        """One step as it stands in the database. Raises KeyError for a number that it has not."""
        async with self._store.read(plan.workspace_id) as tx:
            return (await rows_of(tx, plan.id, number))[number]

    async def step_rows(self, plan: Plan) -> dict[int, RowMapping]:
        """Every step as it stands in the database, by its number."""
        async with self._store.read(plan.workspace_id) as tx:
            return await rows_of(tx, plan.id)

    async def fail(self, run: Run, number: int, error: XeroPluginError) -> None:
        """A step of which certainly nothing was written."""
        await self.mark(run, number, "step.failed", state="failed", detail=error.message)

    async def mark(self, run: Run, number: int, event: str, **values: Any) -> None:
        """Write a step's state and its audit row in one transaction, if this run still holds the plan."""
        async with self._store.write(run.plan.workspace_id) as tx:
            await self._still_ours(tx, run)
            step = (plan_steps.c.plan_id == run.plan.id) & (plan_steps.c.number == number)
            await tx.execute(update(plan_steps).where(step).values(**values))
            shown = {name: values[name] for name in ("record_id", "detail", "attempts") if values.get(name)}
            await self._note(tx, run.caller, event, run.plan, {"step": number, **shown})
            if values.get("state") == "verified":
                await self._record_claim(tx, run.plan, number)
            if "settled_at" in values:
                crashpoint("plan.in_settle")

    async def _record_claim(self, tx: AsyncConnection, plan: Plan, number: int) -> None:
        """With a step's result, in one transaction: what it was reserved for is recorded."""
        claim = next((each for each in plan.proposal.lines if number in each.steps), None)
        if claim is not None:
            rows = await rows_of(tx, plan.id)
            records = {each: row["record_id"] for each, row in rows.items() if row["state"] == "verified"}
            await self._reservations.recorded(tx, claim=claim, records=records, **of_plan(plan))

    async def _still_ours(self, tx: AsyncConnection, run: Run, **values: Any) -> None:
        """Keep the plan for longer, or end it by `values`, if this run still holds it; nobody else can meanwhile.

        Raises Busy.
        """
        if not await self._held(tx, run, **(values or {"lease_until": self._clock.now() + LEASE})):
            raise Busy("Another process took this plan over.", reference=run.plan.id)

    async def _held(self, tx: AsyncConnection, run: Run, **values: Any) -> bool:
        mine = (plans.c.id == run.plan.id) & (plans.c.fence == run.fence) & (plans.c.state == "executing")
        return bool((await tx.execute(update(plans).where(mine).values(**values))).rowcount == 1)

    async def finish(self, run: Run, result: bytes) -> None:
        """Keep the answer of a plan whose every step is verified."""
        values = {"state": "verified", "result": result.decode(), "error": None, "lease_until": None}
        async with self._store.write(run.plan.workspace_id) as tx:
            await self._still_ours(tx, run, **values, updated_at=self._clock.now())
            await self._note(tx, run.caller, "plan.verified", run.plan, {"steps": len(run.plan.proposal.steps)})

    async def stop(self, run: Run, error: XeroPluginError) -> XeroPluginError:
        """Write down how far the plan came and why it went no further; the error as it is to be reported."""
        now = self._clock.now()
        async with self._store.write(run.plan.workspace_id) as tx:
            if not await self._held(tx, run, lease_until=now + LEASE):
                error.may_have_written = True
                return error  # another process took over; it says the outcome
            in_air = (plan_steps.c.plan_id == run.plan.id) & (plan_steps.c.state == "executing")
            await tx.execute(update(plan_steps).where(in_air).values(state="unknown"))
            rows = await rows_of(tx, run.plan.id)
            states = {row["state"] for row in rows.values()}
            state = state_after(error, states)
            error = batch.as_it_stands(run.plan, error, states, state)
            if len(rows) > 1 and not run.plan.proposal.independent:
                error.fields = [*batch.reported(run.plan.proposal, rows), *error.fields]
            error.hint = batch.hint_of(error, run.plan.proposal, rows, state)
            if run.plan.proposal.independent:
                error.fields = error.fields or batch.reported(run.plan.proposal, rows)
                untouched = batch.untouched(run.plan.proposal, rows, state)
                await self._reservations.release(tx, claims=untouched, **of_plan(run.plan))
            body = msgspec.json.encode(error.body()).decode()
            await self._still_ours(tx, run, state=state, error=body, lease_until=None, updated_at=now)
            await self._note(tx, run.caller, f"plan.{state}", run.plan, {"code": error.code, "message": error.message})
        return error

    async def _note(
        self, tx: AsyncConnection, caller: Caller, event: str, plan: Plan, detail: Mapping[str, Any]
    ) -> None:
        await note(tx, self._clock, caller, event, plan, detail)
