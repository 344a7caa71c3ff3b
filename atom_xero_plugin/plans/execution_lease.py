"""The right of one process to execute a plan: a lease with a fence, given only for what a person approved."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.catalogue.context import Caller
from atom_xero_plugin.core.clock import Clock
from atom_xero_plugin.core.errors import Conflict, PlanExecuting, PlanStale, XeroPluginError
from atom_xero_plugin.plans.plan import Plan
from atom_xero_plugin.plans.reservations import Reservations
from atom_xero_plugin.plans.step_rows import IN_AIR, LEASE, lease_is_over, refuse_while_under_way
from atom_xero_plugin.store import approvals, audit
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.encryption import Keyring
from atom_xero_plugin.store.tables import plans

_HINTS: Final = {
    "proposed": "A person approves it first.",
    "mismatch": "It was executed. Check the record in Xero, and undo the plan if it is wrong.",
    "verified": "It was executed; nothing needs to be done.",
}


class Claims:
    """Gives plans to the processes that carry them out."""

    def __init__(self, store: Store, clock: Clock, keyring: Callable[[], Keyring], reservations: Reservations) -> None:
        """`keyring` gives the keys by which approvals are proven."""
        self._store = store
        self._clock = clock
        self._keyring = keyring
        self._reservations = reservations

    async def take(self, caller: Caller, plan: Plan) -> int:
        """The fence under which a plan is this process's to execute.

        Raises BeingCarriedOut, PlanStale for one that expired or whose bank lines another has, Conflict for one that is
        not approved, not proven to be, or that would do the same as one under way.
        """
        now = self._clock.now()
        if plan.state == "approved" and plan.expires_at <= now:
            await self._expire(caller, plan)
            raise PlanStale("The plan expired before it was executed.", reference=plan.id)
        claim = (
            update(plans)
            .where(plans.c.id == plan.id, plans.c.state.in_(("approved", *IN_AIR)), lease_is_over(now))
            .values(
                state="executing",
                fence=plans.c.fence + 1,
                lease_owner=uuid.uuid4().hex,
                lease_until=now + LEASE,
                updated_at=now,
            )
            .returning(plans.c.fence)
        )
        async with self._store.write(plan.workspace_id) as tx:
            fence = (await tx.execute(claim)).scalar()
            if fence is None:
                raise await self._why_not(tx, plan)
            # The audit's head is locked from here on, so that of two plans that would do the same one comes first.
            await note(tx, self._clock, caller, "plan.executing", plan, {"fence": fence})
            await self._refuse_unproven(tx, plan)
            of_books = {"workspace_id": plan.workspace_id, "tenant_id": plan.tenant_id}
            asked = (plan.skill, plan.arguments)
            await refuse_while_under_way(tx, plan.proposal.effects, asked, **of_books, besides=plan.id)
            await self._reservations.check_claimed(tx, claims=plan.proposal.lines, **of_plan(plan))
        return int(fence)

    async def _why_not(self, tx: AsyncConnection, plan: Plan) -> XeroPluginError:
        current = (await tx.execute(select(plans.c.state).where(plans.c.id == plan.id))).scalar()
        if current in IN_AIR:
            return PlanExecuting("The plan is being executed right now.", reference=plan.id)
        return Conflict(
            f"The plan is {current}; only an approved plan can be executed.",
            hint=_HINTS.get(current or "", "Run the skill again to make a new plan."),
            reference=plan.id,
        )

    async def _refuse_unproven(self, tx: AsyncConnection, plan: Plan) -> None:
        row = (await tx.execute(select(plans).where(plans.c.id == plan.id))).mappings().one()
        fault = await approvals.fault(tx, self._keyring(), row)
        if row["hash"] != plan.hash or fault is not None:
            raise Conflict(
                f"It is not proven that a person approved this plan: {fault or 'it was changed by hand'}.",
                hint="A person checks it and approves it, where only they can.",
                reference=plan.id,
            )

    async def _expire(self, caller: Caller, plan: Plan) -> None:
        async with self._store.write(plan.workspace_id) as tx:
            approved = (plans.c.id == plan.id) & (plans.c.state == "approved")
            expired = update(plans).where(approved).values(state="expired", updated_at=self._clock.now())
            if (await tx.execute(expired)).rowcount == 1:
                await note(tx, self._clock, caller, "plan.expired", plan, {})


async def note(
    tx: AsyncConnection, clock: Clock, caller: Caller, event: str, plan: Plan, detail: Mapping[str, Any]
) -> None:
    """A row of the audit trail that is about a plan."""
    await audit.record(
        tx,
        workspace_id=plan.workspace_id,
        at=clock.now(),
        actor=caller.actor,
        event=event,
        tenant_id=plan.tenant_id,
        subject=plan.id,
        detail=detail,
    )


def of_plan(plan: Plan) -> dict[str, str]:
    """Whose reservations a plan's are, as Reservations takes it."""
    return {"workspace_id": plan.workspace_id, "tenant_id": plan.tenant_id, "plan_id": plan.id}
