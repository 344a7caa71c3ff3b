"""The execution of a plan as a call: once at a time in this process, and answered alike to all who ask."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from atom_xero_plugin.app import App
from atom_xero_plugin.auth.connections import Connection
from atom_xero_plugin.auth.scope_marks import with_way
from atom_xero_plugin.catalogue.context import Caller, Context, OrganisationName
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.skill import Skill
from atom_xero_plugin.core.errors import Conflict, DatabaseAway, NotAllowed, OurFault, PlanExecuting, XeroPluginError
from atom_xero_plugin.dispatch.answer import Answer, as_ours, as_plan_stands, done, failed, organisation_of
from atom_xero_plugin.dispatch.call_context import CallContexts
from atom_xero_plugin.dispatch.limits import check_plan
from atom_xero_plugin.plans.plan import Plan

_OTHERS_S: Final = (*(0.1,) * 10, *(0.25,) * 16)
"""Pauses while another process executes the same plan."""


@dataclass
class _Flight:
    """An execution under way in this process, and its answer."""

    landed: asyncio.Event = field(default_factory=asyncio.Event)
    answer: Answer | None = None


class PlanExecution:
    """Executes plans for whoever asks. It never raises; the answer says."""

    def __init__(self, runtime: App, registry: Registry, contexts: CallContexts) -> None:
        """`registry` holds the skills by which the outcome of a plan is presented."""
        self._runtime = runtime
        self._registry = registry
        self._contexts = contexts
        self._flights: dict[tuple[str, str], _Flight] = {}

    async def execute(self, plan_id: str, caller: Caller) -> Answer:
        """Execute an approved plan, or take up one whose process died; answer what Xero's record shows.

        A plan that was executed before answers again what it answered then; whoever asks while it is under way is
        answered what comes of it, or that it takes longer.
        """
        if not caller.may("write"):
            return self._failed(None, NotAllowed("The caller has no right to write."))
        try:
            plan_id = await self._runtime.plan_lists.find(caller.workspace_id, plan_id)
            if not caller.limits.none:
                check_plan(caller, await self._runtime.plans.plan(caller.workspace_id, plan_id))
        except Exception as error:  # noqa: BLE001 - as in call
            return self._failed(None, as_ours(error))
        mine = (caller.workspace_id, plan_id)
        while (flight := self._flights.get(mine)) is not None:
            await flight.landed.wait()
            if flight.answer is not None:
                return flight.answer
        self._flights[mine] = flight = _Flight()
        try:
            flight.answer = await self._execute(plan_id, caller)
            return flight.answer
        finally:
            del self._flights[mine]
            flight.landed.set()

    async def _execute(self, plan_id: str, caller: Caller) -> Answer:
        connection: Connection | None = None
        try:
            plan = await self._runtime.plans.plan(caller.workspace_id, plan_id)
        except Exception as error:  # noqa: BLE001 - as in call
            return self._failed(None, as_plan_stands(as_ours(error), None))
        try:
            if plan.state == "verified" and plan.result is not None:  # reported also when the connection broke
                return self._done(organisation_of(plan), msgspec.json.decode(plan.result), plan)
            skill = self._registry.skill(plan.skill)
            connection = await self._contexts.chosen(skill, caller, plan.tenant_id)
            return await self._run_plan(plan, await self._contexts.context(skill, caller, connection), skill)
        except Exception as error:  # noqa: BLE001 - as in call
            await self._contexts.check_connection(connection, error)
            return await self._as_it_ended(plan, error)

    async def _as_it_ended(self, plan: Plan, error: Exception) -> Answer:
        """The answer of an execution that met an error; done if another process carried the plan out meanwhile."""
        about, latest = organisation_of(plan), await self._latest_after(plan, error)
        late = isinstance(error, (PlanExecuting, Conflict))
        if late and latest is not None and latest.state == "verified" and latest.result is not None:
            return self._done(about, msgspec.json.decode(latest.result), latest)
        return self._failed(about, as_plan_stands(as_ours(error), latest), latest)

    async def _known_of(self, plan: Plan) -> Plan | None:
        """The plan as it is; None where the database cannot be asked: what happened must be reported all the same."""
        with contextlib.suppress(DatabaseAway):
            return await self._runtime.plans.plan(plan.workspace_id, plan.id)
        return None

    async def _latest_after(self, plan: Plan, error: Exception) -> Plan | None:
        """The plan as it is; if another process is carrying it out, once that has ended, or after a short while."""
        latest = await self._known_of(plan)
        for pause in _OTHERS_S if isinstance(error, PlanExecuting) else ():
            if latest is None or latest.state != "executing":
                break
            await self._runtime.clock.sleep(pause)
            latest = await self._known_of(plan)
        return latest

    async def _run_plan(self, plan: Plan, context: Context, skill: Skill) -> Answer:
        caller, presenter = context.caller, skill.presenter
        if presenter is None:
            raise OurFault(f"{skill.name} cannot report its outcome.")
        try:
            result = await self._runtime.execution.execute(
                caller, plan, context.xero, lambda records: msgspec.json.encode(presenter(context, *records))
            )
        finally:  # some steps of many may be done although another failed
            if plan.undo_of is not None:
                await self._runtime.plans.undone(caller, plan.undo_of, plan.id)
            with contextlib.suppress(XeroPluginError):  # what was written is synced at once, or else a little later
                await self._runtime.polls.request_sync(plan.workspace_id, plan.tenant_id)
        return self._done(organisation_of(plan), msgspec.json.decode(result), await self._known_of(plan))

    def _done(self, about: OrganisationName, result: Any, plan: Plan | None) -> Answer:
        return done(self._runtime.clock, about, result, plan)

    def _failed(self, about: OrganisationName | None, error: XeroPluginError, plan: Plan | None = None) -> Answer:
        return failed(self._runtime.clock, about, with_way(error, self._runtime.settings), plan)
