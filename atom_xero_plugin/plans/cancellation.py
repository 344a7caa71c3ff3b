"""Plans that end before anything was sent: a person refuses one, or whoever may write withdraws it.

Either is said once, in one statement with the state it ends; what the plan reserved is free again.
"""

from __future__ import annotations

from typing import Final, Literal

from sqlalchemy import exists, update

from atom_xero_plugin.catalogue.context import Caller
from atom_xero_plugin.core.clock import Clock
from atom_xero_plugin.core.errors import Conflict, NotAllowed
from atom_xero_plugin.core.quoting import LONGEST_VALUE, cut, one_line
from atom_xero_plugin.plans.plan import Plan
from atom_xero_plugin.plans.reservations import Reservations
from atom_xero_plugin.store import audit
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.tables import plan_steps, plans

Ending = Literal["refused", "withdrawn"]
_NOT_BEGUN: Final = ("proposed", "approved")


class PlanEndings:
    """Refuses and withdraws."""

    def __init__(self, store: Store, clock: Clock, *, reservations: Reservations) -> None:
        """Keep the store that plans live in, and what they reserve."""
        self._store = store
        self._reservations = reservations
        self._clock = clock

    async def refuse(self, caller: Caller, plan: Plan, *, reason: str | None = None) -> None:
        """A person with the right to approve says no. Refusing again changes nothing.

        Raises NotAllowed for anyone else, Conflict for a plan of which something was sent, or that ended.
        """
        if not caller.may("approve"):
            raise NotAllowed(
                "Only a person with the right to approve can refuse a plan.",
                hint="Whoever may write can withdraw it instead.",
            )
        await self._end(caller, plan, "refused", reason)

    async def withdraw(self, caller: Caller, plan: Plan, *, reason: str | None = None) -> None:
        """Whoever may write takes a plan away before anything was sent. Withdrawing again changes nothing.

        Raises NotAllowed without that right, and for an AI once a person approved; Conflict for a plan of which
        something was sent, or that ended.
        """
        if not caller.may("write"):
            raise NotAllowed("The caller has no right to write; withdrawing a plan needs it.")
        if caller.kind == "ai" and plan.state == "approved":
            raise NotAllowed("A person approved this plan; an AI cannot withdraw it.", reference=plan.id)
        await self._end(caller, plan, "withdrawn", reason)

    async def _end(self, caller: Caller, plan: Plan, ending: Ending, reason: str | None) -> None:
        now = self._clock.now()
        open_to = _NOT_BEGUN[:1] if caller.kind == "ai" else _NOT_BEGUN
        sent = exists().where(plan_steps.c.plan_id == plan.id, plan_steps.c.sent_at.is_not(None))
        ended = (
            update(plans)
            .where(plans.c.id == plan.id, plans.c.workspace_id == plan.workspace_id, plans.c.state.in_(open_to))
            .where(~sent)
            .values(state=ending, updated_at=now, fence=plans.c.fence + 1)
        )
        if plan.state == ending:
            return
        async with self._store.write(plan.workspace_id) as tx:
            if (await tx.execute(ended)).rowcount != 1:
                raise Conflict(
                    f"The plan is {plan.state}; only one of which nothing was sent can be {ending}.",
                    hint=f"`atom-xero plan show {plan.id}` shows what became of it; an executed one can be undone.",
                    reference=plan.id,
                )
            which = {"workspace_id": plan.workspace_id, "tenant_id": plan.tenant_id, "plan_id": plan.id}
            await self._reservations.release(tx, claims=plan.proposal.lines, **which)
            reported = {"how": caller.how} if caller.how else {}
            if reason:
                reported["reason"] = cut(one_line(reason), 2 * LONGEST_VALUE)
            await audit.record(
                tx, workspace_id=plan.workspace_id, at=now, actor=caller.actor, event=f"plan.{ending}",
                tenant_id=plan.tenant_id, subject=plan.id, detail=reported,
            )  # fmt: skip
