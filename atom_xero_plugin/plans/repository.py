"""Plans: acts that change the books, kept from proposal to outcome.

A plan is immutable and hashed. A person approves it, by its hash; carrying it out is the business of execution.py.
States: proposed, approved, executing, verified, mismatch, unknown, failed, undone, expired, refused, withdrawn.
"""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, RowMapping, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.catalogue.context import Caller
from atom_xero_plugin.core.clock import Clock
from atom_xero_plugin.core.errors import Conflict, NotAllowed, NotFound, PlanStale, WaitAndTry, XeroPluginError
from atom_xero_plugin.plans.plan import POLICY, Plan
from atom_xero_plugin.plans.proposal import Proposal, State, Step, canonical, hash_of
from atom_xero_plugin.plans.reservations import Reservations
from atom_xero_plugin.plans.step_rows import IN_AIR, lease_is_over, refuse_while_under_way
from atom_xero_plugin.store import approvals, audit, caller_requests
from atom_xero_plugin.store.database import ALL_WORKSPACES, Store
from atom_xero_plugin.store.encryption import Keyring
from atom_xero_plugin.store.row_order import in_key_order
from atom_xero_plugin.store.tables import connections, plan_steps, plans

_NEW_STEP: State = "proposed"
_PAIR: Final = 2
_NAME: Final = (
    select(func.max(connections.c.tenant_name))
    .where(connections.c.workspace_id == plans.c.workspace_id, connections.c.tenant_id == plans.c.tenant_id)
    .scalar_subquery()
)
ROWS: Final = select(plans, func.coalesce(_NAME, plans.c.tenant_id).label("tenant_name"))
"""Plans with the name of their organisation, as it is called now."""


def state_after(error: XeroPluginError, steps: set[str]) -> State:
    """The state of a plan that stopped on an error, by the states its steps are in: they, not the error, decide."""
    if steps & IN_AIR:
        return "unknown"
    if "mismatch" in steps:
        return "mismatch"
    if isinstance(error, WaitAndTry):  # the next `plan execute` takes it up where it stands
        return "approved" if steps <= {"proposed"} else "executing"
    return "failed"


class InterruptedPlan(Struct, frozen=True):
    """A plan that was begun and that nobody is at."""

    workspace_id: str
    plan_id: str
    progressed_at: datetime
    """When the last of its steps was settled; when it was approved, where none is."""
    stopped_at: datetime


class Plans:
    """The plans of every workspace."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        expires_after: timedelta,
        reservations: Reservations,
        keyring: Callable[[], Keyring] | None = None,
    ) -> None:
        """Plans that nobody approves expire after `expires_after`.

        `keyring` gives the keys that prove an approval; without them plans can be approved and never executed.
        """
        self._store = store
        self._keyring = keyring
        self._reservations = reservations
        self._clock = clock
        self._lapse_after = expires_after

    async def propose(
        self,
        caller: Caller,
        tenant_id: str,
        skill: str,
        arguments: Any,
        proposal: Proposal,
        *,
        undo_of: str | None = None,
        xero_time: datetime | None = None,
        people: int = 1,
    ) -> Plan:
        """Keep a new plan, with one idempotency key a step, ready to be approved; or the same one, while it waits.

        `undo_of` is the plan that it would undo, `people` how many must approve it, `xero_time` what Xero's clock
        showed while it was made. Raises Conflict if a plan under way would do the same, or if what it claims, such as
        bank lines, is recorded or stands in a plan that was approved; a plan with the same claim that nobody approved
        yet gives way.
        """
        now = self._clock.now()
        if proposal.undo is not None and proposal.undo.written is None:
            exact = msgspec.structs.replace(proposal.undo, written={})  # no argument of it stands for anything else
            proposal = msgspec.structs.replace(proposal, undo=exact)
        plan_id = f"plan_{uuid.uuid4().hex[:20]}"
        words = canonical(arguments).decode()
        row = {
            "id": plan_id,
            "workspace_id": caller.workspace_id,
            "tenant_id": tenant_id,
            "skill": skill,
            "arguments": words,
            "proposal": canonical(proposal).decode(),
            "hash": hash_of(skill, tenant_id, proposal),
            "state": "proposed",
            "proposed_by": caller.actor,
            "expires_at": now + self._lapse_after,
            "undo_of": undo_of,
            "approvals_needed": people,
            "created_at": now,
            "updated_at": now,
        }
        steps = [_step_row(row, number, step, xero_time) for number, step in enumerate(proposal.steps)]
        async with self._store.write(caller.workspace_id) as tx:
            same = await caller_requests.same_that_waits(tx, row, now)
            if caller.request is not None:
                await caller_requests.bind(tx, caller.request, same or plan_id)
            if same is not None:
                return plan_of(await self._row(tx, caller.workspace_id, same))
            of_books = {"workspace_id": caller.workspace_id, "tenant_id": tenant_id}
            await refuse_while_under_way(tx, proposal.effects, (skill, words), **of_books, besides=plan_id)
            await tx.execute(insert(plans), row)
            await tx.execute(insert(plan_steps), in_key_order(plan_steps, steps))
            reported = {"summary": proposal.summary, "skill": skill} | ({"undo_of": undo_of} if undo_of else {})
            await self._note(tx, caller.actor, "plan.proposed", row, reported)
            gave_way = await self._reserve(tx, row, proposal)
            for old in [*gave_way, *await caller_requests.end_those_it_replaces(tx, row)]:
                ended = await self._row(tx, caller.workspace_id, old)
                await self._note(tx, caller.actor, "plan.expired", ended, {"gave_way_to": plan_id})
            return plan_of(await self._row(tx, caller.workspace_id, plan_id))

    async def plan(self, workspace_id: str, plan_id: str) -> Plan:
        """The plan of that id.

        Raises NotFound, also for another workspace's plan, and Conflict for one that was changed after it was made.
        """
        async with self._store.read(workspace_id) as tx:
            return plan_of(await self._row(tx, workspace_id, plan_id))

    async def counts(self, workspace_id: str) -> dict[str, int]:
        """How many plans there are in each state."""
        statement = select(plans.c.state, func.count()).where(plans.c.workspace_id == workspace_id)
        async with self._store.read(workspace_id) as tx:
            return {state: int(count) for state, count in (await tx.execute(statement.group_by(plans.c.state))).all()}

    async def recent(self, workspace_id: str, *, limit: int = 50) -> list[Plan]:
        """The newest plans first."""
        statement = ROWS.where(plans.c.workspace_id == workspace_id)
        async with self._store.read(workspace_id) as tx:
            rows = (await tx.execute(statement.order_by(plans.c.created_at.desc(), plans.c.id).limit(limit))).mappings()
            return [plan_of(row) for row in rows]

    async def interrupted_plans(self, *, since: datetime) -> list[InterruptedPlan]:
        """Plans of every workspace approved since then, begun, not at their end, and without a process at them.

        One whose outcome is unknown waits for a person, unless Xero answered each request: it is only to be read.
        """
        unanswered = exists().where(
            plan_steps.c.plan_id == plans.c.id,
            plan_steps.c.state.in_(sorted(IN_AIR)),
            plan_steps.c.answered_at.is_(None),
        )
        settled = select(func.max(plan_steps.c.settled_at)).where(plan_steps.c.plan_id == plans.c.id).scalar_subquery()
        progressed = func.coalesce(settled, plans.c.approved_at)
        statement = select(plans.c.workspace_id, plans.c.id, progressed, plans.c.updated_at).where(
            (plans.c.state == "executing") | ((plans.c.state == "unknown") & ~unanswered),
            plans.c.approved_at > since,
            lease_is_over(self._clock.now()),
        )
        async with self._store.read(ALL_WORKSPACES) as tx:
            return [InterruptedPlan(*row) for row in (await tx.execute(statement.order_by(plans.c.updated_at))).all()]

    async def approve(self, caller: Caller, plan_id: str, plan_hash: str, *, people: int = 1) -> Plan:
        """A person says yes to exactly this plan; the same yes again changes nothing.

        Where two people must, the plan waits for the second after the yes of the first. A plan under way that an older
        version approved, without proof, is approved again as it stands. Raises NotAllowed for anyone but a person with
        the right to approve, PlanStale for a expired plan or another hash, Conflict for a plan that is past approval.
        """
        if not caller.may("approve"):
            raise NotAllowed(
                "Only a person with the right to approve can approve a plan; an AI or a workflow cannot.",
                hint="Show the plan to the person; they approve it where only they can.",
            )
        async with self._store.write(caller.workspace_id) as tx:
            row = await self._row(tx, caller.workspace_id, plan_id, lock=True)
            if row["hash"] != plan_hash:
                raise PlanStale(
                    "The hash is not that of this plan.",
                    hint="Show the plan again (`atom-xero plan show ID`), and give the whole hash that stands there.",
                    reference=plan_id,
                )
            unproven = self._keyring is not None and await approvals.fault(tx, self._keyring(), row) is not None
            expired = row["state"] == "proposed" and row["expires_at"] <= self._clock.now()
            if expired:
                await self._move(tx, row, "expired")
                await self._note(tx, caller.actor, "plan.expired", row, {})
            elif row["state"] == "proposed":
                await self._agree(tx, caller, row, people)
            elif unproven and row["state"] in {"approved", *IN_AIR}:
                await self._prove(tx, caller, row, row["state"])
            elif row["state"] != "approved":
                raise Conflict(f"The plan is {row['state']}; only a proposed plan can be approved.", reference=plan_id)
        if expired:
            raise PlanStale("The plan expired before it was approved.", reference=plan_id)
        return await self.plan(caller.workspace_id, plan_id)

    async def allow(
        self, caller: Caller, plan_id: str, decided: Callable[[AsyncConnection], Awaitable[str | None]]
    ) -> bool:
        """Approve a plan by the policy that `decided` names in the same transaction; whether there is one."""
        async with self._store.write(caller.workspace_id) as tx:
            row = await self._row(tx, caller.workspace_id, plan_id, lock=True)
            waits = row["state"] == "proposed" and row["expires_at"] > self._clock.now()
            policy_id = await decided(tx) if waits and row["approvals_needed"] == 1 else None
            if policy_id is not None:
                policy = replace(caller, actor=f"{POLICY}{policy_id}", how=f"asked by {caller.actor}")
                await self._prove(tx, policy, row, "approved")
        return policy_id is not None

    async def _agree(self, tx: AsyncConnection, caller: Caller, row: RowMapping, people: int) -> None:
        """Approve; where two people must, the first yes is kept until another person's."""
        if max(people, row["approvals_needed"]) == 1:
            await self._prove(tx, caller, row, "approved")
            return
        if self._keyring is not None and await approvals.first_fault(tx, self._keyring(), row) is None:
            if row["first_approved_by"] != caller.actor[:255]:
                await self._prove(tx, caller, row, "approved")
            return
        detail = {"hash": row["hash"], "signed": True, **_how(caller)}
        number, row_hash = await self._note(tx, caller.actor, approvals.FIRST, row, detail)
        given = {"first_approved_by": caller.actor[:255], "first_approved_at": self._clock.now()}
        given |= {"first_approval_number": number, "approvals_needed": _PAIR}
        mark = approvals.first_mark(self._keyring(), {**row, **given}, row_hash) if self._keyring else None
        await self._move(tx, row, "proposed", first_approval_mac=mark, **given)

    async def _prove(self, tx: AsyncConnection, caller: Caller, row: RowMapping, state: State) -> None:
        """Approve, and keep the proof of it: the audit row, and a keyed mark that binds it to what was shown."""
        detail = {"hash": row["hash"], "signed": True, **_how(caller)}
        number, row_hash = await self._note(tx, caller.actor, approvals.EVENT, row, detail)
        given = {"approved_by": caller.actor[:255], "approved_at": self._clock.now(), "approval_number": number}
        mark = approvals.mark(self._keyring(), {**row, **given}, row_hash) if self._keyring else None
        await self._move(tx, row, state, approval_mac=mark, **given)

    async def undone(self, caller: Caller, plan_id: str, by: str) -> None:
        """Record how far the plan `by` took this one back: the whole of it, or some of its records."""
        async with self._store.write(caller.workspace_id) as tx:
            row = await self._row(tx, caller.workspace_id, plan_id, lock=True)
            other = await self._row(tx, caller.workspace_id, by)
            left = set(msgspec.json.decode(other["proposal"], type=Proposal).leaves)
            left |= await self._records(tx, by, plan_steps.c.state != "verified")
            gone = await self._records(tx, plan_id, plan_steps.c.state.in_(("verified", "mismatch"))) - left
            which = {"workspace_id": caller.workspace_id, "tenant_id": row["tenant_id"], "plan_id": plan_id}
            await self._reservations.undone(tx, gone=gone, **which)
            if left:
                if gone:
                    await self._note(tx, caller.actor, "plan.partly_undone", row, {"left": sorted(left)})
            elif row["state"] != "undone":
                await self._move(tx, row, "undone")
                await self._note(tx, caller.actor, "plan.undone", row, {})

    async def records(self, plan: Plan) -> list[tuple[str, str]]:
        """The kind and id of every record that the plan wrote, as far as it came."""
        wrote = plan_steps.c.state.in_(("verified", "mismatch")) & plan_steps.c.record_id.is_not(None)
        columns = select(plan_steps.c.number, plan_steps.c.record_id)
        statement = columns.where(plan_steps.c.plan_id == plan.id, wrote).order_by(plan_steps.c.number)
        async with self._store.read(plan.workspace_id) as tx:
            rows = (await tx.execute(statement)).all()
        return [(plan.proposal.steps[row.number].kind, row.record_id) for row in rows]

    async def _records(self, tx: AsyncConnection, plan_id: str, which: ColumnElement[bool]) -> set[str]:
        statement = select(plan_steps.c.record_id).where(plan_steps.c.plan_id == plan_id, which)
        return {each for each in (await tx.execute(statement)).scalars() if each}

    async def _reserve(self, tx: AsyncConnection, row: dict[str, Any], proposal: Proposal) -> Collection[str]:
        """Reserve what a plan claims; the ids of plans that gave way to it."""
        if not proposal.lines:
            return ()
        which = {"workspace_id": row["workspace_id"], "tenant_id": row["tenant_id"]}
        return await self._reservations.claim(tx, row["created_at"], plan_id=row["id"], claims=proposal.lines, **which)

    async def _row(self, tx: AsyncConnection, workspace_id: str, plan_id: str, *, lock: bool = False) -> RowMapping:
        """A plan's row; locked, nobody else changes it before the transaction's end."""
        statement = ROWS.where(plans.c.id == plan_id, plans.c.workspace_id == workspace_id)
        row = (await tx.execute(statement.with_for_update(of=plans) if lock else statement)).mappings().first()
        if row is None:
            raise NotFound(f"There is no plan {plan_id[:64]!r}.", hint="`atom-xero plan list` shows the newest.")
        if row["hash"] != hash_of(row["skill"], row["tenant_id"], msgspec.Raw(row["proposal"].encode())):
            raise Conflict(
                "The plan in the database is not the one that was made: it was changed by hand.",
                hint="Check who can write to the database; run the skill again to make a new plan.",
                reference=plan_id,
            )
        return row

    async def _move(self, tx: AsyncConnection, row: RowMapping, state: State, **values: Any) -> None:
        changed = await tx.execute(
            update(plans)
            .where(plans.c.id == row["id"], plans.c.state == row["state"])
            .values(state=state, updated_at=self._clock.now(), **values)
        )
        if changed.rowcount != 1:
            raise Conflict("The plan was changed by someone else at the same time.", reference=row["id"])

    async def _note(
        self, tx: AsyncConnection, actor: str, event: str, row: Any, detail: dict[str, Any]
    ) -> tuple[int, str]:
        return await audit.record(
            tx,
            workspace_id=row["workspace_id"],
            at=self._clock.now(),
            actor=actor,
            event=event,
            tenant_id=row["tenant_id"],
            subject=row["id"],
            detail=detail,
        )


def _step_row(plan: dict[str, Any], number: int, step: Step, xero_time: datetime | None) -> dict[str, Any]:
    return {
        "plan_id": plan["id"],
        "number": number,
        "workspace_id": plan["workspace_id"],
        "idempotency_key": f"axp-{uuid.uuid4()}",
        "body_hash": step.write.body_hash,
        "effect_hash": step.effect_hash,
        "creates": step.creates,
        "state": _NEW_STEP,
        "sent_after": xero_time,
        "record_id": step.record_id,
    }


def _how(caller: Caller) -> dict[str, str]:
    return {"how": caller.how} if caller.how else {}


def plan_of(row: RowMapping) -> Plan:
    """A row of ROWS as a plan."""
    names = (name for name in Plan.__struct_fields__ if name != "proposal")
    proposal = msgspec.json.decode(row["proposal"], type=Proposal)
    return Plan(proposal=proposal, **{name: row[name] for name in names})
