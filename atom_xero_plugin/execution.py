"""Carrying out an approved plan: intent, call, result, read-back; and finding out what came of a lost answer.

Each step's intent is committed before its call and its result after it, so a process killed anywhere leaves a plan
that can be taken up again. Within five minutes of the call the same request goes out again with the same
idempotency key (Xero keeps a key for six); later the record is looked for, and what cannot be found is `unknown`:
nothing is ever sent again blindly.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import RowMapping, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin import many_steps
from atom_xero_plugin.clock import Clock
from atom_xero_plugin.context import Caller
from atom_xero_plugin.crashpoint import crashpoint, declare
from atom_xero_plugin.errors import (
    Busy,
    Conflict,
    DatabaseAway,
    NotFound,
    OutcomeUnknown,
    PlanStale,
    ReadBackMismatch,
    UnexpectedAnswer,
    WaitAndTry,
    XeroPluginError,
    XeroRefused,
)
from atom_xero_plugin.plans import Plan, state_after
from atom_xero_plugin.proposal import Step
from atom_xero_plugin.read_back import differences, look_for, read, read_sent
from atom_xero_plugin.reconciliation import statement_store
from atom_xero_plugin.store import audit
from atom_xero_plugin.store.models import plan_steps, plans
from atom_xero_plugin.store.session import Store
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.models import KINDS
from atom_xero_plugin.xero.models.base import XeroRecord, decode_one, decode_page

KEY_SAFE = timedelta(minutes=5)
"""How long after the call the same key may be used again; Xero forgets a key after six minutes."""
LEASE = timedelta(seconds=120)
"""How long one process may be at a plan before another takes over: longer than a call with its retries."""

Tell = Callable[[list[XeroRecord]], bytes]
"""Makes the answer, as JSON, of the records read back."""
_REFUSALS = (XeroRefused, Conflict, NotFound)
"""By which one step of many is left behind; the others are none the worse for it."""

declare(
    "plan.before_claim",
    "plan.after_claim",
    "plan.before_intent",
    "plan.after_intent",
    "plan.after_call",
    "plan.in_result",
    "plan.after_result",
    "plan.after_read_back",
    "plan.in_settle",
    "plan.after_settle",
    "plan.before_finish",
)


@dataclass(frozen=True)
class _Run:
    """One process at one plan; `fence` tells it from any that came before or after."""

    caller: Caller
    plan: Plan
    fence: int
    xero: XeroClient


class Execution:
    """Carries plans out."""

    def __init__(self, store: Store, clock: Clock) -> None:
        """Keep the store that plans live in."""
        self._store = store
        self._clock = clock

    async def carry_out(self, caller: Caller, plan: Plan, xero: XeroClient, tell: Tell) -> bytes:
        """Send what the plan says; keep and return what `tell` makes of the records read back, one a step.

        Raises Conflict for a plan that is not approved, PlanStale if a record moved meanwhile, XeroRefused with
        Xero's reason, ReadBackMismatch, OutcomeUnknown when it cannot be told what came of it, or Busy if another
        process is at it or took it over.
        """
        crashpoint("plan.before_claim")
        run = _Run(caller, plan, await self._claim(caller, plan), xero)
        crashpoint("plan.after_claim")
        try:
            result = tell(await (self._each(run) if plan.proposal.independent else self._all(run)))
            crashpoint("plan.before_finish")
            await self._finish(run, result)
        except DatabaseAway as error:  # nothing is known of the plan: it is taken up as it stands
            error.may_have_written = True
            raise
        except XeroPluginError as error:
            await self._stop(run, error)
            raise
        return result

    async def _claim(self, caller: Caller, plan: Plan) -> int:
        now = self._clock.now()
        if plan.state == "approved" and plan.expires_at <= now:
            await self._lapse(caller, plan)
            raise PlanStale("The plan lapsed before it was carried out.", reference=plan.id)
        free = or_(plans.c.lease_until.is_(None), plans.c.lease_until < now)
        claim = (
            update(plans)
            .where(plans.c.id == plan.id, plans.c.state.in_(("approved", "executing", "unknown")), free)
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
                current = (await tx.execute(select(plans.c.state).where(plans.c.id == plan.id))).scalar()
                if current == "executing":
                    raise Busy("The plan is being carried out right now.", reference=plan.id)
                raise Conflict(
                    f"The plan is {current}; only an approved plan can be carried out.",
                    hint="A person approves it first." if current == "proposed" else "Make a new plan by asking again.",
                    reference=plan.id,
                )
            await statement_store.check_held(tx, claims=plan.proposal.lines, **_of(plan))
            await self._note(tx, caller, "plan.executing", plan, {"fence": fence})
        return int(fence)

    async def _lapse(self, caller: Caller, plan: Plan) -> None:
        async with self._store.write(plan.workspace_id) as tx:
            approved = (plans.c.id == plan.id) & (plans.c.state == "approved")
            await tx.execute(update(plans).where(approved).values(state="expired", updated_at=self._clock.now()))
            await self._note(tx, caller, "plan.expired", plan, {})

    async def _all(self, run: _Run) -> list[XeroRecord]:
        moved = await many_steps.moved(run.xero, run.plan.proposal, await self._step_rows(run.plan))
        if moved:
            why = next(iter(moved.values()))
            raise PlanStale(f"The invoice cannot be paid as planned: {why}.", reference=run.plan.id)
        return [await self._step(run, number, step) for number, step in enumerate(run.plan.proposal.steps)]

    async def _each(self, run: _Run) -> list[XeroRecord]:
        """Every step that can be done, in its order; what a process before left in the air comes first.

        A step that Xero refuses is left behind and told at the end; a new unknown outcome stops the run, since more
        would follow, but one that is still unknown does not keep those after it back.
        """
        rows = await self._step_rows(run.plan)
        unknown = [each for each in rows if rows[each]["state"] in {"executing", "unknown"}]
        still_unknown = [error for each in unknown if (error := await self._again(run, each)) is not None]
        rows = await self._step_rows(run.plan)
        moved = await many_steps.moved(run.xero, run.plan.proposal, rows)
        for number in [each for each in rows if rows[each]["state"] == "proposed"]:
            if number in moved:
                await self._mark(run, number, "step.failed", state="failed", detail=moved[number])
            else:
                await self._try(run, number)
        if still_unknown:
            raise still_unknown[0]
        rows = await self._step_rows(run.plan)
        if any(row["state"] != "verified" for row in rows.values()):
            raise many_steps.what_is_done(run.plan.proposal, rows)
        return await self._all(run)

    async def _again(self, run: _Run, number: int) -> OutcomeUnknown | None:
        """Find out what came of a step that was left in the air; the error if that is still not known."""
        try:
            await self._try(run, number)
        except OutcomeUnknown as error:
            await self._mark(run, number, "step.unknown", state="unknown")
            return error
        return None

    async def _try(self, run: _Run, number: int) -> None:
        """One step; left behind if Xero refuses it and so certainly wrote nothing."""
        try:
            await self._step(run, number, run.plan.proposal.steps[number])
        except _REFUSALS as error:
            row = await self._step_row(run.plan, number)
            if row["record_id"] and run.plan.proposal.steps[number].record_id is None:
                raise
            await self._mark(run, number, "step.failed", state="failed", detail=error.message)

    async def _step(self, run: _Run, number: int, step: Step) -> XeroRecord:
        row = await self._step_row(run.plan, number)
        if row["state"] == "verified":
            return decode_one(KINDS[step.kind], row["record"])
        if row["state"] in {"executing", "unknown"}:
            return await self._take_up(run, number, step, row)
        await self._refuse_if_moved(run, step)
        crashpoint("plan.before_intent")
        await self._mark(run, number, "step.sending", state="executing", sent_at=self._clock.now())
        crashpoint("plan.after_intent")
        return await self._send(run, number, step, row["idempotency_key"])

    async def _take_up(self, run: _Run, number: int, step: Step, row: RowMapping) -> XeroRecord:
        """A call went out, or was about to, and its result was never written down."""
        sent_at: datetime = row["sent_at"]
        if row["record_id"] and step.record_id is None:
            return await self._settle(run, number, step, row["record_id"])
        if step.keyed and self._clock.now() - sent_at < KEY_SAFE:
            return await self._send(run, number, step, row["idempotency_key"])
        return await self._look(run, number, step)

    async def _send(self, run: _Run, number: int, step: Step, key: str) -> XeroRecord:
        try:
            reply = await run.xero.send(step.write, idempotency_key=key if step.keyed else None)
            written, _ = decode_page(KINDS[step.kind], reply.body)
        except (OutcomeUnknown, UnexpectedAnswer):  # no answer, or one that tells nothing: it may well be written
            return await self._look(run, number, step)
        except WaitAndTry:  # refused before it was sent
            await self._mark(run, number, "step.not_sent", state="proposed", sent_at=None)
            raise
        crashpoint("plan.after_call")
        if step.record_id is None and not written:
            return await self._look(run, number, step)
        record_id = step.record_id or written[0].record_id
        crashpoint("plan.in_result")
        await self._mark(run, number, "step.answered", record_id=record_id)
        crashpoint("plan.after_result")
        return await self._settle(run, number, step, record_id)

    async def _look(self, run: _Run, number: int, step: Step) -> XeroRecord:
        """Find out by reading what a call without an answer did."""
        if step.record_id is not None:
            record = await read_sent(run.xero, step, step.record_id, run.plan.id)
            if not differences(step.expects, record):
                return await self._settle(run, number, step, step.record_id)
            if step.unchanged_since is not None and record.updated_date_utc == step.unchanged_since:
                raise Conflict(
                    "Xero did not carry this out: the record is as it was.",
                    hint="Make a new plan by asking again.",
                    reference=run.plan.id,
                )
        elif step.find is not None:
            found = await look_for(run.xero, step, step.find, run.plan.id)
            fitting = [record for record in found if not differences(step.expects, record)]
            if len(fitting) == 1:
                return await self._settle(run, number, step, fitting[0].record_id)
        raise OutcomeUnknown(
            "Xero gave no answer and the record cannot be told by reading; it may or may not have been written.",
            hint="Look for it in Xero. If it is not there, ask again to make a new plan; do not repeat this one.",
            may_have_written=True,
            reference=run.plan.id,
        )

    async def _settle(self, run: _Run, number: int, step: Step, record_id: str) -> XeroRecord:
        record = await read_sent(run.xero, step, record_id, run.plan.id)
        crashpoint("plan.after_read_back")
        wrong = differences(step.expects, record)
        state = "mismatch" if wrong else "verified"
        await self._mark(
            run,
            number,
            f"step.{state}",
            state=state,
            settled_at=self._clock.now(),
            record_id=record_id,
            record=bytes(record.raw).decode(),
            detail="; ".join(wrong) or None,
        )
        crashpoint("plan.after_settle")
        if wrong:
            raise ReadBackMismatch(
                f"Xero stored something else than was approved: {'; '.join(wrong)}.",
                hint="Look at the record in Xero, and undo the plan if it is wrong.",
                may_have_written=True,
                reference=run.plan.id,
            )
        return record

    async def _refuse_if_moved(self, run: _Run, step: Step) -> None:
        if step.record_id is None or step.unchanged_since is None:
            return
        record = await read(run.xero, step, step.record_id, run.plan.id)
        if record.updated_date_utc != step.unchanged_since:
            raise PlanStale(f"The {step.kind} changed in Xero after the plan was made.", reference=run.plan.id)

    async def _step_row(self, plan: Plan, number: int) -> RowMapping:
        statement = select(plan_steps).where(plan_steps.c.plan_id == plan.id, plan_steps.c.number == number)
        async with self._store.read(plan.workspace_id) as tx:
            return (await tx.execute(statement)).mappings().one()

    async def _step_rows(self, plan: Plan) -> dict[int, RowMapping]:
        async with self._store.read(plan.workspace_id) as tx:
            return await _steps_in(tx, plan)

    async def _mark(self, run: _Run, number: int, event: str, **values: Any) -> None:
        """Write a step's state and its audit row in one transaction, if this run still holds the plan."""
        async with self._store.write(run.plan.workspace_id) as tx:
            await self._still_ours(tx, run)
            step = (plan_steps.c.plan_id == run.plan.id) & (plan_steps.c.number == number)
            await tx.execute(update(plan_steps).where(step).values(**values))
            shown = {name: values[name] for name in ("record_id", "detail") if values.get(name)}
            await self._note(tx, run.caller, event, run.plan, {"step": number, **shown})
            if values.get("state") == "verified":
                await self._record_line(tx, run.plan, number)
            if "settled_at" in values:
                crashpoint("plan.in_settle")

    async def _record_line(self, tx: AsyncConnection, plan: Plan, number: int) -> None:
        """With a step's result, in one transaction: the bank line that it was for is recorded."""
        claim = next((each for each in plan.proposal.lines if number in each.steps), None)
        if claim is not None:
            done = (plan_steps.c.plan_id == plan.id) & (plan_steps.c.state == "verified")
            rows = (await tx.execute(select(plan_steps.c.number, plan_steps.c.record_id).where(done))).all()
            records = {row.number: row.record_id for row in rows}
            await statement_store.recorded(tx, claim=claim, records=records, **_of(plan))

    async def _still_ours(self, tx: AsyncConnection, run: _Run) -> None:
        held = (
            update(plans)
            .where(plans.c.id == run.plan.id, plans.c.fence == run.fence)
            .values(lease_until=self._clock.now() + LEASE)
        )
        if (await tx.execute(held)).rowcount != 1:
            raise Busy("Another process took this plan over.", reference=run.plan.id)

    async def _finish(self, run: _Run, result: bytes) -> None:
        """Keep the answer of a plan whose every step is verified."""
        values = {"state": "verified", "result": result.decode(), "error": None, "lease_until": None}
        async with self._store.write(run.plan.workspace_id) as tx:
            await self._still_ours(tx, run)
            mine = update(plans).where(plans.c.id == run.plan.id)
            await tx.execute(mine.values(**values, updated_at=self._clock.now()))
            await self._note(tx, run.caller, "plan.verified", run.plan, {"steps": len(run.plan.proposal.steps)})

    async def _stop(self, run: _Run, error: XeroPluginError) -> None:
        """Write down how far the plan came and why it went no further."""
        async with self._store.write(run.plan.workspace_id) as tx:
            mine = select(plans.c.id).where(plans.c.id == run.plan.id, plans.c.fence == run.fence)
            if (await tx.execute(mine)).first() is None:
                return  # another process took over; it tells the outcome
            of_plan = plan_steps.c.plan_id == run.plan.id
            steps = set((await tx.execute(select(plan_steps.c.state).where(of_plan))).scalars())
            error.may_have_written = error.may_have_written or "verified" in steps
            state = state_after(error, steps)
            error.may_have_written = error.may_have_written or state == "executing"
            if state != "executing":
                step_state = state if state in {"unknown", "mismatch"} else "failed"
                sending = of_plan & (plan_steps.c.state == "executing")
                await tx.execute(update(plan_steps).where(sending).values(state=step_state))
            if run.plan.proposal.independent:
                rows = await _steps_in(tx, run.plan)
                error.fields = error.fields or many_steps.told(run.plan.proposal, rows)
                if state in {"failed", "mismatch", "unknown"}:
                    untouched = many_steps.untouched(run.plan.proposal, rows, error, state)
                    await statement_store.release(tx, claims=untouched, **_of(run.plan))
            body = msgspec.json.encode(error.body()).decode()
            values = {"state": state, "error": body, "lease_until": None, "updated_at": self._clock.now()}
            await tx.execute(update(plans).where(plans.c.id == run.plan.id).values(**values))
            await self._note(tx, run.caller, f"plan.{state}", run.plan, {"code": error.code, "message": error.message})

    async def _note(
        self, tx: AsyncConnection, caller: Caller, event: str, plan: Plan, detail: Mapping[str, Any]
    ) -> None:
        await audit.record(
            tx,
            workspace_id=plan.workspace_id,
            at=self._clock.now(),
            actor=caller.actor,
            event=event,
            tenant_id=plan.tenant_id,
            subject=plan.id,
            detail=detail,
        )


async def _steps_in(tx: AsyncConnection, plan: Plan) -> dict[int, RowMapping]:
    statement = select(plan_steps).where(plan_steps.c.plan_id == plan.id).order_by(plan_steps.c.number)
    return {row["number"]: row for row in (await tx.execute(statement)).mappings()}


def _of(plan: Plan) -> dict[str, str]:
    return {"workspace_id": plan.workspace_id, "tenant_id": plan.tenant_id, "plan_id": plan.id}
