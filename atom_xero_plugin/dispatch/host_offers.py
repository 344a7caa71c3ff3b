"""What the plugin offers a host, in the host's words: skills to call, triggers to turn on, things found."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import partial
from typing import Any, Literal, cast, get_args

import msgspec

from atom_xero_plugin.auth.scope_marks import ScopeMarks
from atom_xero_plugin.catalogue.context import Caller, OrganisationName, Right
from atom_xero_plugin.catalogue.schema import output_schema, schema_of
from atom_xero_plugin.catalogue.skill import Skill
from atom_xero_plugin.catalogue.trigger import Trigger
from atom_xero_plugin.core.clock import SystemClock
from atom_xero_plugin.core.errors import NotAllowed
from atom_xero_plugin.dispatch.dispatcher import Answer, Dispatch, as_ours
from atom_xero_plugin.dispatch.notifications import Notify, approval_needed
from atom_xero_plugin.dispatch.tool_calls import call_tool
from atom_xero_plugin.events.contract import payload_schema
from atom_xero_plugin.events.samples import sample_event
from atom_xero_plugin.hookspecs import CallContext, SearchHit, SkillMark, SkillOffer, TriggerOffer
from atom_xero_plugin.search.search import Hit
from atom_xero_plugin.tools.formats import arguments_schema

log = logging.getLogger(__name__)
DispatcherClass = Callable[[], Dispatch]
"""Opens the one entry point when it is first needed. Raises FixSetup for a setting that is wrong."""


def caller_of(context: CallContext) -> Caller:
    """Who asks. What a host says that we do not know counts for the least: an AI, and no right."""
    rights = frozenset(cast("Right", right) for right in context.rights if right in get_args(Right))
    kind = cast("Literal['person', 'workflow', 'ai']", context.kind if context.kind in {"person", "workflow"} else "ai")
    return Caller(context.workspace_id, context.actor, kind, rights)


def skill_offer(skill: Skill, dispatcher: DispatcherClass, notify: Notify) -> SkillOffer:
    """A skill as a host lists it. What waits for a person's approval is reported by `notify`."""
    return SkillOffer(
        name=skill.host_name,
        title=skill.title,
        description=skill.description,
        effect=skill.effect,
        input_schema=arguments_schema(skill),
        output_schema=output_schema(skill),
        call=partial(_call, skill, dispatcher, notify),
    )


def skill_marks(skills: Iterable[Skill], marks: ScopeMarks) -> dict[str, SkillMark]:
    """What a host shows next to the skills that lack scopes."""
    found = ((skill.host_name, marks.of(skill)) for skill in skills)
    return {name: SkillMark(mark.lacks, mark.hint, mark.link) for name, mark in found if mark is not None}


def trigger_offer(trigger: Trigger, dispatcher: DispatcherClass) -> TriggerOffer:
    """A trigger as a host lists it."""
    return TriggerOffer(
        name=trigger.host_name,
        event_type=trigger.event_type,
        description=trigger.description,
        sample=msgspec.json.decode(msgspec.json.encode(sample_event(trigger))),
        filter_schema=schema_of(trigger.filters),
        payload_schema=payload_schema(trigger),
        turn_on=partial(_turn_on, trigger, dispatcher),
        turn_off=partial(_turn_off, dispatcher),
    )


def search_hit(hit: Hit) -> SearchHit:
    """A thing found, in the shape of the host's global search."""
    return SearchHit(
        id=hit.id,
        title=hit.title,
        snippet=hit.snippet,
        doc_type=f"xero_{hit.kind}",
        source_uri=hit.url,
        organisation=hit.organisation["name"],
        as_of=hit.as_of.isoformat(),
        score=hit.score,
        metadata={"tenant_id": hit.organisation["id"], "integration_id": "xero"},
    )


async def _call(
    skill: Skill, dispatcher: DispatcherClass, notify: Notify, arguments: Mapping[str, Any], context: CallContext
) -> dict[str, Any]:
    async def work(dispatch: Dispatch) -> Answer:
        caller = caller_of(context)
        about, key = context.organisation, context.request_id
        return await call_tool(dispatch, skill.name, arguments, caller, organisation=about, request_id=key)

    answer = await _answered(dispatcher, work)
    notification = approval_needed(answer, context.workspace_id)
    if notification is not None:
        try:
            notify(notification)
        except Exception:  # the plan is made all the same, and waits
            log.exception("the host could not be notified that %s waits", notification["plan"]["id"])
    return answer


async def _turn_on(
    trigger: Trigger, dispatcher: DispatcherClass, filters: Mapping[str, Any], context: CallContext
) -> dict[str, Any]:
    async def work(dispatch: Dispatch) -> Answer:
        runtime, caller = dispatch.runtime, _who_may_write(context)
        about = None
        if context.organisation is not None:
            chosen = await runtime.organisations.choose(caller.workspace_id, context.organisation)
            about = OrganisationName(chosen.tenant_id, chosen.tenant_name)
        made = await runtime.subscriptions.turn_on(
            caller.workspace_id, trigger, filters, tenant_id=about.id if about else None, by=caller.actor
        )
        result = {"id": made.id, "trigger": trigger.host_name, "event_type": trigger.event_type, "since": made.since}
        return Answer(True, about, runtime.clock.now(), result=result)

    return await _answered(dispatcher, work)


async def _turn_off(dispatcher: DispatcherClass, subscription_id: str, context: CallContext) -> dict[str, Any]:
    async def work(dispatch: Dispatch) -> Answer:
        runtime, caller = dispatch.runtime, _who_may_write(context)
        await runtime.subscriptions.turn_off(caller.workspace_id, subscription_id, by=caller.actor)
        return Answer(True, None, runtime.clock.now(), result={"turned_off": subscription_id})

    return await _answered(dispatcher, work)


def _who_may_write(context: CallContext) -> Caller:
    caller = caller_of(context)
    if not caller.may("write"):
        raise NotAllowed("The caller has no right to write; turning a trigger on or off needs it.")
    return caller


async def _answered(dispatcher: DispatcherClass, work: Callable[[Dispatch], Awaitable[Answer]]) -> dict[str, Any]:
    try:
        return (await work(dispatcher())).plain()
    except Exception as error:  # noqa: BLE001 - a host is answered, whatever failed
        return Answer(False, None, SystemClock().now(), error=as_ours(error).body()).plain()
