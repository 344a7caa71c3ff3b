"""The one entry point for every call: find, validate, authorise, plan or run, record, answer."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from atom_xero_plugin.app import App
from atom_xero_plugin.auth.connections import Connection
from atom_xero_plugin.auth.scope_marks import with_way
from atom_xero_plugin.catalogue import validation as argument_check
from atom_xero_plugin.catalogue.context import Caller, Context, OrganisationName
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.skill import Skill
from atom_xero_plugin.core.errors import (
    ApprovalNeeded,
    Conflict,
    ErrorBody,
    InvalidArguments,
    NotAllowed,
    OurFault,
    XeroPluginError,
)
from atom_xero_plugin.core.logs import of_plan
from atom_xero_plugin.dispatch.answer import (
    Answer,
    as_ours,
    done,
    failed,
    how_to_approve,
    normalised_arguments,
    organisation_of,
)
from atom_xero_plugin.dispatch.call_context import CallContexts
from atom_xero_plugin.dispatch.final_answers import is_final
from atom_xero_plugin.dispatch.limits import check_plan, check_skill
from atom_xero_plugin.dispatch.plan_execution import PlanExecution
from atom_xero_plugin.dispatch.read_skills import NestedReads
from atom_xero_plugin.plans.plan import Plan, PlanView
from atom_xero_plugin.plans.proposal import AlreadyDone, Proposal
from atom_xero_plugin.store.caller_requests import StoredAnswer

if TYPE_CHECKING:  # of writes alone
    from atom_xero_plugin.dispatch.plan_policies import PlanPolicies

log = logging.getLogger(__name__)


__all__ = ["Answer", "Dispatch", "as_ours", "how_to_approve"]


class Dispatch:
    """Answers calls. It never raises for what a caller did or Xero said; the answer says."""

    def __init__(self, runtime: App, registry: Registry) -> None:
        """Serve the skills of a registry on the parts of a runtime."""
        self.runtime = runtime
        self.registry = registry
        self._contexts = CallContexts(runtime)
        self._nested = NestedReads(registry, self._contexts)
        self._execution = PlanExecution(runtime, registry, self._contexts)

    @cached_property
    def policies(self) -> PlanPolicies:
        """What people decided beforehand about plans."""
        from atom_xero_plugin.dispatch.plan_policies import PlanPolicies

        return PlanPolicies(self.runtime, self.registry)

    async def call(
        self,
        name: str,
        arguments: Mapping[str, Any] | str | bytes,
        caller: Caller,
        *,
        organisation: str | None = None,
        request_id: str | None = None,
    ) -> Answer:
        """Run a skill that reads, or make the plan of one that writes.

        A write answers `approval_needed` with its plan: nothing was sent to Xero yet. With `request_id` as in `once`.
        """

        async def work(asking: Caller) -> Answer:
            return await self._answer(name, arguments, asking, organisation)

        if request_id is None:
            return await work(caller)
        asked = ["call", name, organisation, normalised_arguments(arguments)]
        return await self.once(caller, request_id, asked, work)

    async def once(
        self, caller: Caller, request_id: str, asked: Any, work: Callable[[Caller], Awaitable[Answer]]
    ) -> Answer:
        """Answer a request that its caller names by a key: again the same, byte by byte, if it comes again.

        `asked` is what is asked for, as JSON; another with the same key is refused. `work` is handed the caller to act
        for. What is not final goes on, with the plan that was made, when the request is repeated.
        """
        requests = self.runtime.caller_requests
        try:
            found = await requests.begin(caller.workspace_id, caller.actor, request_id, asked)
            if isinstance(found, StoredAnswer):
                return msgspec.json.decode(found.body, type=Answer)
        except Exception as error:  # noqa: BLE001 - as in call
            return self._failed(None, as_ours(error))
        async with requests.held(found):
            answer = await work(replace(caller, request=found))
            if is_final(answer.plain()):
                await requests.keep(found, answer.json())
        return answer

    async def approve_and_execute(
        self, plan: PlanView, shown_hash: str, caller: Caller, *, by: Caller | None = None
    ) -> Answer:
        """A person approves exactly the plan with this hash, and it is executed, wherever it stands already.

        `by` is who carries it out, where that is not the person. What ended for good is answered as it ended.
        """
        if plan.state == "proposed":
            agreed = await self.approve(plan.id, shown_hash, caller)
            if not agreed.success:
                return agreed
        if plan.state in {"failed", "mismatch"}:
            ended = await self.plan(caller.workspace_id, plan.id)
            if ended.error is not None:
                reported = msgspec.json.decode(ended.error, type=ErrorBody)
                about = organisation_of(ended)
                return Answer(False, about, self.runtime.clock.now(), error=reported, plan=ended.view())
        return await self.execute(plan.id, by or caller)

    async def _answer(
        self,
        name: str,
        arguments: Mapping[str, Any] | str | bytes,
        caller: Caller,
        organisation: str | None,
        undo_of: str | None = None,
    ) -> Answer:
        try:
            skill = self.registry.skill(name)
            requested = self._checked(skill, arguments)
            self._authorise(skill, caller)
            if skill.writes and caller.request is not None and caller.request.plan_id is not None:
                return await self._as_planned(caller, caller.request.plan_id)
            connection = await self._contexts.chosen(skill, caller, organisation)
        except Exception as error:  # noqa: BLE001 - the dispatcher turns every fault into an answer
            return self._failed(None, as_ours(error))
        about = OrganisationName(connection.tenant_id, connection.tenant_name) if connection else None
        context: Context | None = None
        try:
            context = await self._contexts.context(skill, caller, connection, organisation)
            if requested is None:
                requested = argument_check.check(skill, arguments, _customs(context))
            if not skill.writes:
                inside = self._nested.within(context, skill, caller, connection)
                return self._done(about, await skill.handler(inside, requested))
            outcome = await skill.handler(context, requested)
            if isinstance(outcome, AlreadyDone) and skill.presenter is not None:
                return self._done(about, skill.presenter(context, *outcome.records))
            return await self._planned(skill, caller, context, requested, outcome, undo_of)
        except Exception as error:  # noqa: BLE001 - as above
            await self._contexts.check_connection(connection, error)
            known = as_ours(error)
            if isinstance(known, InvalidArguments) and context is not None and context.has_asked_xero:
                known.after_reading()
            return self._failed(about, with_way(known, self.runtime.settings, skill.scopes))

    async def _as_planned(self, caller: Caller, plan_id: str) -> Answer:
        """The answer of a request that made its plan before, and did not come to its end."""
        plan = await self.runtime.plans.plan(caller.workspace_id, plan_id)
        check_plan(caller, plan)
        return await self._allowed_or_waiting(caller, plan)

    async def _allowed_or_waiting(self, caller: Caller, plan: Plan, *, may_be_allowed: bool = True) -> Answer:
        """The plan executed, if a policy allows it; else how people approve it.

        Where none did a moment ago, as `may_be_allowed` says, none is asked again: the plan waits for a person.
        """
        allowed = plan.state == "approved" and plan.policy_id is not None
        if plan.state == "proposed" and may_be_allowed:
            allowed = await self.runtime.plans.allow(caller, plan.id, self.policies.allowing(plan))
        if allowed:
            return await self.execute(plan.id, caller)
        return self._failed(organisation_of(plan), ApprovalNeeded(**how_to_approve(plan.view())), plan)

    @of_plan
    async def approve(self, plan_id: str, plan_hash: str, caller: Caller) -> Answer:
        """A person approves exactly the plan with this hash."""
        about: OrganisationName | None = None
        try:
            plan = await self.plan(caller.workspace_id, plan_id)
            check_plan(caller, plan)
            about = organisation_of(plan)
            await self._connection(plan)  # first: what cannot be executed is not approved either
            people = await self.policies.on_approval(plan)
            plan = await self.runtime.plans.approve(caller, plan.id, plan_hash, people=people)
            if plan.state == "proposed":  # of two people the first
                return self._failed(about, ApprovalNeeded(**how_to_approve(plan.view())), plan)
            return self._done(about, {"state": plan.state, "plan_id": plan.id}, plan)
        except Exception as error:  # noqa: BLE001 - as in call
            return self._failed(about, as_ours(error))

    @of_plan
    async def execute(self, plan_id: str, caller: Caller) -> Answer:
        """Execute an approved plan, or take up one whose process died; answer what Xero's record shows.

        A plan that was executed before answers again what it answered then; whoever asks while it is under way is
        answered what comes of it, or that it takes longer.
        """
        return await self._execution.execute(plan_id, caller)

    @of_plan
    async def refuse(self, plan_id: str, caller: Caller, *, reason: str | None = None) -> Answer:
        """A person says no to a plan: nothing of it is ever sent."""
        return await self._end(plan_id, caller, self.runtime.plan_endings.refuse, reason)

    @of_plan
    async def withdraw(self, plan_id: str, caller: Caller, *, reason: str | None = None) -> Answer:
        """Whoever may write takes a plan away of which nothing was sent."""
        return await self._end(plan_id, caller, self.runtime.plan_endings.withdraw, reason)

    async def plan(self, workspace_id: str, named: str) -> Plan:
        """The plan of that id, or of the only id that begins so. Raises NotFound or Ambiguous."""
        plans = self.runtime.plans
        return await plans.plan(workspace_id, await self.runtime.plan_lists.find(workspace_id, named))

    async def _end(
        self, plan_id: str, caller: Caller, end: Callable[..., Awaitable[None]], reason: str | None
    ) -> Answer:
        try:
            plan = await self.plan(caller.workspace_id, plan_id)
            check_plan(caller, plan)
            await end(caller, plan, reason=reason)
            plan = await self._latest(plan)
        except Exception as error:  # noqa: BLE001 - as in call
            return self._failed(None, as_ours(error))
        return self._done(organisation_of(plan), {"state": plan.state, "plan_id": plan.id}, plan)

    @of_plan
    async def undo(self, plan_id: str, caller: Caller) -> Answer:
        """Propose the plan that takes a carried-out plan back."""
        try:
            plan = await self.plan(caller.workspace_id, plan_id)
            check_plan(caller, plan)
            undo = plan.proposal.undo
            written = await self.runtime.plans.records(plan)
            in_part = plan.state == "failed" and bool(written)
            if undo is None or not (plan.state in {"verified", "mismatch"} or in_part):
                why = "it cannot be undone by a skill" if undo is None else f"it is {plan.state}"
                raise Conflict(f"This plan cannot be undone: {why}.", reference=plan.id)
        except Exception as error:  # noqa: BLE001 - as in call
            return self._failed(None, as_ours(error))
        requested = undo.with_ids(written)
        return await self._answer(undo.skill, requested, caller, plan.tenant_id, undo_of=plan.id)

    def _checked(self, skill: Skill, arguments: Mapping[str, Any] | str | bytes) -> Any:
        """The skill's Input, before anything else happens; None where only the organisation says what is meant."""
        try:
            return argument_check.check(skill, arguments)
        except argument_check.CustomsNeeded:
            if not skill.needs_organisation:
                raise
            return None

    def _authorise(self, skill: Skill, caller: Caller) -> None:
        right = "write" if skill.writes else "read"
        if not caller.may(right):  # type: ignore[arg-type]
            raise NotAllowed(f"The caller has no right to {right}; {skill.host_name} needs it.")
        check_skill(caller, skill.name)

    async def _planned(
        self, skill: Skill, caller: Caller, context: Context, requested: Any, proposal: Any, undo_of: str | None
    ) -> Answer:
        if not isinstance(proposal, Proposal):
            raise OurFault(f"{skill.name} proposed nothing.")
        about = context.organisation.id
        decision = await self.policies.on_proposal(proposal, skill.name, skill.effect, caller, about)
        plan = await self.runtime.plans.propose(
            caller, about, skill.name, requested, proposal, undo_of=undo_of, xero_time=context.xero.xero_time,
            people=2 if decision.verdict == "two_people" else 1,
        )  # fmt: skip
        return await self._allowed_or_waiting(caller, plan, may_be_allowed=decision.verdict == "allow")

    async def _connection(self, plan: Plan) -> Connection:
        return await self.runtime.organisations.choose(plan.workspace_id, plan.tenant_id)

    async def _latest(self, plan: Plan) -> Plan:
        return await self.runtime.plans.plan(plan.workspace_id, plan.id)

    def _done(self, about: OrganisationName | None, result: Any, plan: Plan | None = None) -> Answer:
        return done(self.runtime.clock, about, result, plan)

    def _failed(self, about: OrganisationName | None, error: XeroPluginError, plan: Plan | None = None) -> Answer:
        return failed(self.runtime.clock, about, with_way(error, self.runtime.settings), plan)


def _customs(context: Context) -> argument_check.Customs:
    about = context.organisation
    return argument_check.Customs(context.today, about.country, about.base_currency)
