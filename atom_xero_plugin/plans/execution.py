"""Executing an approved plan: intent, request, result, read-back; and finding out what came of a lost answer.

Each step's intent is committed before its request and its result after it, so a process killed anywhere leaves a plan
that can be taken up again. Once a request of a step may have left, only its answer or a check the books says what
came of it; the step is `unknown` until then. It is sent again only after two looks found nothing of it, with the same
idempotency key and while Xero certainly keeps that.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from http.client import NO_CONTENT
from typing import Any

from msgspec.structs import replace
from sqlalchemy import RowMapping

from atom_xero_plugin.catalogue.context import Caller
from atom_xero_plugin.core.clock import Clock
from atom_xero_plugin.core.crash_points import crashpoint, declare
from atom_xero_plugin.core.errors import (
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
from atom_xero_plugin.plans import batch
from atom_xero_plugin.plans.execution_lease import Claims
from atom_xero_plugin.plans.plan import Plan
from atom_xero_plugin.plans.preconditions import Check, failing
from atom_xero_plugin.plans.proposal import PartOf, Step
from atom_xero_plugin.plans.read_back import (
    Sighting,
    StepTarget,
    differences,
    nothing_since,
    outcome_unknown,
    read,
    read_sent,
    sight_change,
    sight_record,
    snapshot_hash,
)
from atom_xero_plugin.plans.resend import CHECKS_S, MOST_REQUESTS, Attempt, can_no_longer_arrive
from atom_xero_plugin.plans.reservations import Reservations
from atom_xero_plugin.plans.run_journal import Run, RunJournal
from atom_xero_plugin.plans.step_rows import IN_AIR, written_by_other_plans
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.encryption import Keyring
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.decoding.base import XeroRecord, decode_one, decode_page
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.write import FileContent, Write, exact

Present = Callable[[list[XeroRecord]], bytes]
"""Makes the answer, as JSON, of the records read back."""
FileSource = Callable[[str, FileContent], Awaitable[bytes]]
"""Gives the bytes of a file of a workspace."""
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
    "plan.after_settle",
    "plan.before_finish",
)


class Execution:
    """Carries plans out."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        keyring: Callable[[], Keyring],
        reservations: Reservations,
        preconditions: Mapping[str, Check],
        endpoint_of: Callable[[str], Endpoint[Any]],
        file_content: FileSource,
    ) -> None:
        """Keep the store that plans live in.

        `keyring` gives the keys by which approvals are proven, `preconditions` the checks by the names that steps have,
        `endpoint_of` the resource that holds the records of a kind, `file_content` the bytes of a file that is sent.
        """
        self._store = store
        self._clock = clock
        self._journal = RunJournal(store, clock, reservations)
        self._checks = preconditions
        self._endpoint_of = endpoint_of
        self._file_content = file_content
        self._claims = Claims(store, clock, keyring, reservations)

    async def execute(self, caller: Caller, plan: Plan, xero: XeroClient, present: Present) -> bytes:
        """Send what the plan says; keep and return what `present` makes of the records read back, one a step.

        Raises Conflict for a plan that is not approved, or not proven to be, or while another would do the same;
        PlanStale if a record moved meanwhile, XeroRefused with Xero's reason, ReadBackMismatch, OutcomeUnknown when it
        cannot be determined what came of it, or Busy if another process is at it or took it over.
        """
        if xero.tenant_id != plan.tenant_id:
            raise Conflict("The plan is for another organisation.", reference=plan.id)
        crashpoint("plan.before_claim")
        run = Run(caller, plan, await self._claims.take(caller, plan), xero)
        crashpoint("plan.after_claim")
        try:
            result = present(await (self._each(run) if plan.proposal.independent else self._all(run)))
            crashpoint("plan.before_finish")
            await self._journal.finish(run, result)
        except DatabaseAway as error:  # nothing is known of the plan: it is taken up as it stands
            error.may_have_written = True
            raise
        except XeroPluginError as error:
            raise await self._journal.stop(run, error) from None
        return result

    async def _all(self, run: Run) -> list[XeroRecord]:
        moved = await failing(self._checks, run.xero, run.plan.proposal, await self._journal.step_rows(run.plan))
        if moved:
            why = next(iter(moved.values()))
            raise PlanStale(f"The plan cannot be executed: {why}.", reference=run.plan.id)
        return [await self._step(run, number, step) for number, step in enumerate(run.plan.proposal.steps)]

    async def _each(self, run: Run) -> list[XeroRecord]:
        """Every step that can be done, in its order; what a process before left in the air comes first.

        A step that Xero refuses is left behind and reported at the end; a new unknown outcome stops the run, since more
        would follow, but one that is still unknown does not keep those after it back, save those that are like it.
        """
        rows = await self._journal.step_rows(run.plan)
        unknown = [each for each in rows if rows[each]["state"] in IN_AIR]
        still_unknown = [error for each in unknown if (error := await self._again(run, each)) is not None]
        rows = await self._journal.step_rows(run.plan)
        moved = await failing(self._checks, run.xero, run.plan.proposal, rows)
        for number in batch.to_send(rows):
            whole = batch.whole_of(run.plan.proposal, number)
            if number in moved:
                await self._journal.mark(run, number, "step.failed", state="failed", detail=moved[number])
            elif whole is None or (await self._journal.step_row(run.plan, whole))["state"] not in IN_AIR:
                await self._try(run, number)
        if still_unknown:
            raise still_unknown[0]
        rows = await self._journal.step_rows(run.plan)
        if any(row["state"] != "verified" for row in rows.values()):
            raise batch.partly_done_error(run.plan.proposal, rows)
        return await self._all(run)

    async def _again(self, run: Run, number: int) -> OutcomeUnknown | None:
        """Find out what came of a step that was left in the air; the error if that is still not known."""
        try:
            await self._try(run, number)
        except OutcomeUnknown as error:
            await self._journal.mark(run, number, "step.unknown", state="unknown")
            return error
        return None

    def _books(self, run: Run, step: Step) -> StepTarget:
        endpoint = self._endpoint_of(step.kind)
        if step.part_of is not None and not step.answers_part:
            endpoint = endpoint.within_record(step.part_of.path, step.part_of.record_id or "")
        return StepTarget(run.xero, endpoint)

    async def _content(self, run: Run, write: Write) -> bytes | None:
        """The bytes of the file that a write sends. Raises NotFound if they are kept no more."""
        if write.file is None:
            return None
        return await self._file_content(run.plan.workspace_id, write.file)

    async def _try(self, run: Run, number: int) -> None:
        """One step; left behind if Xero refuses it and so certainly wrote nothing."""
        try:
            await self._step(run, number, run.plan.proposal.steps[number])
        except _REFUSALS as error:
            if (await self._journal.step_row(run.plan, number))["state"] == "proposed":
                await self._journal.fail(run, number, error)

    async def _step(self, run: Run, number: int, step: Step) -> XeroRecord:
        row = await self._journal.step_row(run.plan, number)
        if row["state"] == "verified":
            stored: XeroRecord = decode_one(self._endpoint_of(step.kind).record, row["record"])
            return stored
        step = await self._located(run, step)
        if row["state"] in IN_AIR:
            if row["record_id"] and (row["answered_at"] is not None or step.record_id is None):
                return await self._settle(run, number, step, row["record_id"])
            return await self._find_out(run, number, step, Attempt.of_another_run(row))
        if row["state"] != "proposed":
            raise Conflict(f"This step is {row['state']}; it is not done again.", reference=run.plan.id)
        before = await self._refuse_if_changed(run, step)
        return await self._send(run, number, step, Attempt.first(row, run.xero.xero_time, before))

    async def _located(self, run: Run, step: Step) -> Step:
        """The step with the id of the record that it writes a part of, or that it changes by doing so.

        Raises Conflict if that is not there.
        """
        part_of = step.part_of
        if part_of is None or part_of.step is None:
            return step
        row = await self._journal.step_row(run.plan, part_of.step)
        if row["state"] != "verified":
            raise Conflict("What it belongs to was not written.", reference=run.plan.id)
        located = replace(step, part_of=PartOf(part_of.path, row["record_id"]))
        if step.as_written:
            left = decode_one(self._endpoint_of(step.kind).record, row["record"])
            located = replace(located, unchanged_since=left.updated_date_utc)
        return replace(located, record_id=row["record_id"]) if step.answers_part else located

    async def _send(self, run: Run, number: int, step: Step, attempt: Attempt) -> XeroRecord:
        """One request, noted before it leaves; what it says by itself is all that is believed of it."""
        crashpoint("plan.before_intent")
        await self._journal.mark(run, number, "step.sending", **attempt.begun(self._clock.now()))
        crashpoint("plan.after_intent")
        endpoint = self._books(run, step).endpoint
        try:
            write = exact(endpoint, step.request)
            content = await self._content(run, write)
            reply = await run.xero.send(write, idempotency_key=attempt.key if step.keyed else None, content=content)
            says_nothing = step.answers_part or reply.status == NO_CONTENT
            written = [] if says_nothing else decode_page(endpoint.record, reply.body)[0]
        except (OutcomeUnknown, UnexpectedAnswer):  # no answer, or one that says nothing: it may well be written
            return await self._find_out(run, number, step, attempt.lost())
        except DatabaseAway:
            raise
        except XeroPluginError as error:
            raise await self._nothing_by(run, number, attempt, error) from None
        crashpoint("plan.after_call")
        record_id = step.record_id or (written[0].record_id if written else None)
        if not record_id or (step.record_id is None and await self._others(run, number, [record_id])):
            return await self._find_out(run, number, step, attempt.lost())
        crashpoint("plan.in_result")
        await self._journal.mark(run, number, "step.answered", record_id=record_id, answered_at=self._clock.now())
        crashpoint("plan.after_result")
        return await self._settle(run, number, step, record_id)

    async def _nothing_by(self, run: Run, number: int, attempt: Attempt, error: XeroPluginError) -> XeroPluginError:
        """The error of a request that certainly wrote nothing; that says nothing of another one before it."""
        if attempt.may_have_left:
            return outcome_unknown(run.plan.id, f"An earlier request may have been executed; now: {error.message}")
        if isinstance(error, WaitAndTry):
            await self._journal.mark(run, number, "step.not_sent", state="proposed", sent_at=None, attempts=0)
        else:
            await self._journal.fail(run, number, error)
        return error

    async def _find_out(self, run: Run, number: int, step: Step, attempt: Attempt) -> XeroRecord:
        """What came of a request without an answer: by checking, twice where nothing is seen; only then sent again."""
        seen = Sighting("unclear")
        for pause in CHECKS_S:
            if attempt.requests or seen.outcome == "absent":
                await self._clock.sleep(pause)
            seen = await self._sight(run, number, step, attempt)
            if seen.outcome == "written" and seen.record_id:
                return await self._settle(run, number, step, seen.record_id)
            if seen.outcome == "unclear":
                break
        if seen.outcome == "absent":
            if attempt.requests < MOST_REQUESTS and attempt.key_is_kept(seen.at):
                return await self._send(run, number, step, attempt)
            await self._missed(run, number, step, seen)
        raise outcome_unknown(
            run.plan.id, "Xero gave no answer, and the books do not show it: it may or may not have been written."
        )

    async def _sight(self, run: Run, number: int, step: Step, attempt: Attempt) -> Sighting:
        if step.record_id is not None:
            return await sight_change(self._books(run, step), step, step.record_id, attempt.before_hash, run.plan.id)

        async def others(ids: Collection[str]) -> set[str]:
            return await self._others(run, number, ids)

        return await sight_record(
            self._books(run, step), step, others=others, sent_after=attempt.sent_after, plan_id=run.plan.id
        )

    async def _missed(self, run: Run, number: int, step: Step, seen: Sighting) -> None:
        """Note when nothing was seen first; raises Conflict once no request can be under way and none has written."""
        row = await self._journal.step_row(run.plan, number)
        if seen.at is None or row["sent_after"] is None:
            return
        if row["missed_at"] is None:
            await self._journal.mark(run, number, "step.missed", missed_at=seen.at)
        elif can_no_longer_arrive(row["missed_at"], seen.at) and await self._wrote_nothing(run, number, step, row):
            error = Conflict(
                "Xero never did this: nothing of it is in the books.",
                hint="Run the skill again to make a new plan.",
                reference=run.plan.id,
            )
            await self._journal.fail(run, number, error)
            raise error

    async def _wrote_nothing(self, run: Run, number: int, step: Step, row: RowMapping) -> bool:
        """Of a step that nothing is seen of: whether nothing else in the books can be its work, changed since."""
        if step.record_id is not None:
            return True  # the record is as it was

        async def others(ids: Collection[str]) -> set[str]:
            return await self._others(run, number, ids)

        return await nothing_since(self._books(run, step), step, row["sent_after"], others=others, plan_id=run.plan.id)

    async def _settle(self, run: Run, number: int, step: Step, record_id: str) -> XeroRecord:
        record = await read_sent(self._books(run, step), step, record_id, run.plan.id)
        crashpoint("plan.after_read_back")
        mismatches = differences(step.expects, record)
        state = "mismatch" if mismatches else "verified"
        await self._journal.mark(
            run,
            number,
            f"step.{state}",
            state=state,
            settled_at=self._clock.now(),
            record_id=record_id,
            record=bytes(record.raw).decode(),
            detail="; ".join(mismatches) or None,
        )
        crashpoint("plan.after_settle")
        if mismatches:
            raise ReadBackMismatch(
                f"Xero stored something else than was approved: {'; '.join(mismatches)}.",
                hint="Check the record in Xero, and undo the plan if it is wrong.",
                may_have_written=True,
                reference=run.plan.id,
            )
        return record

    async def _refuse_if_changed(self, run: Run, step: Step) -> str | None:
        """The hash of the record as it is before the step."""
        if step.record_id is None:
            return None
        record = await read(self._books(run, step), step.record_id, run.plan.id)
        if step.unchanged_since is not None and record.updated_date_utc != step.unchanged_since:
            raise PlanStale(f"The {step.kind} changed in Xero after the plan was made.", reference=run.plan.id)
        return snapshot_hash(record)

    async def _others(self, run: Run, number: int, record_ids: Collection[str]) -> set[str]:
        """Those of some records that other steps made."""
        async with self._store.read(run.plan.workspace_id) as tx:
            return await written_by_other_plans(
                tx, record_ids, workspace_id=run.plan.workspace_id, plan_id=run.plan.id, number=number
            )
