"""How a person approves a plan in an AI chat: the client puts a form before them, which no model fills in.

No tool approves. What a model sends with a call is an argument of a skill; a person's answer comes from the client,
and for a question that was asked between two calls only together with what we encrypted when we asked.
"""

from __future__ import annotations

import logging
from typing import Any, Final

import anyio
import mcp_types as types
import msgspec
from mcp.server.context import ServerRequestContext
from mcp.shared.exceptions import MCPError
from msgspec import Struct
from pydantic import ValidationError

from atom_xero_plugin.catalogue.context import OrganisationName
from atom_xero_plugin.core.errors import ApprovalNeeded
from atom_xero_plugin.dispatch.dispatcher import Answer, Dispatch, how_to_approve
from atom_xero_plugin.interfaces.mcp.approval_form import FORM, in_question
from atom_xero_plugin.interfaces.mcp.client import Client
from atom_xero_plugin.plans.plan import PlanView

log = logging.getLogger(__name__)
_QUESTION: Final = "approve"


class _Asked(Struct, frozen=True):
    """What is kept in the client's hands, encrypted, between question and answer."""

    plan: str
    hash: str
    organisation: OrganisationName


async def ask(
    ctx: ServerRequestContext[Any], dispatcher: Dispatch, client: Client, waiting: Answer
) -> Answer | types.InputRequiredResult:
    """Put a plan before the person, if the client can; the answer of what they said, else the plan as it waits."""
    plan, organisation = waiting.plan, waiting.organisation
    if not isinstance(plan, PlanView) or organisation is None:
        return waiting
    if plan.state != "proposed":  # of a request that came before: a person said yes then
        return await dispatcher.approve_and_execute(plan, plan.hash, client.person)
    waiting = _waits(waiting, plan)
    if not client.can_ask:
        return waiting
    question = types.ElicitRequestFormParams(message=in_question(plan), requested_schema=FORM)
    if client.asks_between_calls:
        return types.InputRequiredResult(
            input_requests={_QUESTION: types.ElicitRequest(params=question)},
            request_state=msgspec.json.encode(_Asked(plan.id, plan.hash, organisation)).decode(),
        )
    try:
        said = await ctx.session.elicit_form(question.message, FORM, related_request_id=ctx.request_id)
    except (MCPError, ValidationError) as error:
        log.warning("the client could not ask about %s: %s", plan.id, type(error).__name__)
        return waiting
    return await _settle(dispatcher, client, waiting, said, plan.hash)


async def resume(dispatcher: Dispatch, client: Client, given: types.CallToolRequestParams) -> Answer:
    """Go on with what a person answered between two calls. The state was ours: the seal has been checked.

    An answer that comes twice carries the plan out once, and answers the same.
    """
    asked = msgspec.json.decode(given.request_state or "", type=_Asked)
    plan = (await dispatcher.runtime.plans.plan(client.workspace_id, asked.plan)).view()
    error = ApprovalNeeded(reference=plan.id).body()
    waiting = Answer(False, asked.organisation, dispatcher.runtime.clock.now(), error=error, plan=plan)
    return await _settle(dispatcher, client, waiting, (given.input_responses or {}).get(_QUESTION), asked.hash)


async def _settle(dispatcher: Dispatch, client: Client, waiting: Answer, said: object, shown: str) -> Answer:
    """Do what the person said; `shown` is the hash of the plan that they were asked about."""
    plan = waiting.plan
    assert isinstance(plan, PlanView)  # noqa: S101 - both ways here looked
    if not client.person.may("approve"):
        return _not_approved(waiting, plan)
    if _is_no(said) and plan.state == "proposed":
        return await _refuse(dispatcher, client, waiting, plan)
    if not _is_yes(said):
        return _not_approved(waiting, plan)
    answer = waiting
    with anyio.CancelScope(shield=True):  # what a person approved is carried to its end, also when the client goes away
        answer = await _run_plan(dispatcher, client, plan, shown)
    return answer  # noqa: RET504 - a scope may swallow a cancellation


async def _run_plan(dispatcher: Dispatch, client: Client, plan: PlanView, shown: str) -> Answer:
    return await dispatcher.approve_and_execute(plan, shown, client.person)


def _is_yes(said: object) -> bool:
    """Only a form that was sent off with a true yes in it is one."""
    return (
        isinstance(said, types.ElicitResult) and said.action == "accept" and (said.content or {}).get("approve") is True
    )


def _is_no(said: object) -> bool:
    """A no that a person said: they declined, or sent the form off with a no. To close it is not an answer."""
    if not isinstance(said, types.ElicitResult):
        return False
    return said.action == "decline" or (said.action == "accept" and (said.content or {}).get("approve") is False)


def _waits(waiting: Answer, plan: PlanView) -> Answer:
    return msgspec.structs.replace(waiting, error=ApprovalNeeded(**how_to_approve(plan)).body())


def _not_approved(waiting: Answer, plan: PlanView) -> Answer:
    words = how_to_approve(plan, before="The person did not approve, and nothing was sent to Xero.")
    return msgspec.structs.replace(waiting, error=ApprovalNeeded(**words).body())


async def _refuse(dispatcher: Dispatch, client: Client, waiting: Answer, plan: PlanView) -> Answer:
    """The person said no: the plan is over, and what it reserved is free again."""
    ended = await dispatcher.refuse(plan.id, client.person)
    if not isinstance(ended.plan, PlanView):
        return ended
    error = ApprovalNeeded(
        f"The person refused, and nothing was sent to Xero: {plan.summary}",
        hint="Ask what to change; a new request makes a new plan.",
        reference=plan.id,
    )
    return msgspec.structs.replace(waiting, error=error.body(), plan=ended.plan)
