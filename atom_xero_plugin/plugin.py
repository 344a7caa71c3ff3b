"""Our hook implementations, each a line or two handing on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import cached_property, partial
from typing import Any, cast, get_args

import msgspec

from atom_xero_plugin import settings
from atom_xero_plugin.context import Caller, Right
from atom_xero_plugin.dispatch import Dispatch
from atom_xero_plugin.health import health_of
from atom_xero_plugin.hookspecs import (
    CallContext,
    Health,
    HostServices,
    IntegrationCard,
    SearchHit,
    SkillOffer,
    TriggerOffer,
    hookimpl,
)
from atom_xero_plugin.registry import Registry
from atom_xero_plugin.runtime import Runtime
from atom_xero_plugin.schema import input_schema, output_schema, schema_of
from atom_xero_plugin.search.query import Hit
from atom_xero_plugin.skill import Skill
from atom_xero_plugin.sync.describing import payload_schema
from atom_xero_plugin.sync.samples import sample_event
from atom_xero_plugin.trigger import Trigger


class XeroPlugin:
    """Xero, as a plugin of a pluggy host."""

    def __init__(self, open_runtime: Callable[[], Runtime] | None = None) -> None:
        """Open nothing yet; `open_runtime` stands in for the settings in the environment."""
        self._open_runtime = open_runtime or (lambda: Runtime(settings.load()))
        self._host: HostServices | None = None

    @cached_property
    def registry(self) -> Registry:
        """The catalogue."""
        return Registry()

    @cached_property
    def dispatch(self) -> Dispatch:
        """The one door, opened at the first call."""
        return Dispatch(self._open_runtime(), self.registry)

    @hookimpl
    def atom_startup(self, host: HostServices) -> None:
        """Remember whom to tell of events."""
        self._host = host

    @hookimpl
    def atom_skills(self) -> Sequence[SkillOffer]:
        """Every skill of the catalogue."""
        return [self._offer(skill) for skill in self.registry.skills]

    @hookimpl
    def atom_triggers(self) -> Sequence[TriggerOffer]:
        """Every trigger of the catalogue."""
        return [_offered(trigger) for trigger in self.registry.triggers]

    @hookimpl
    def atom_health(self) -> Awaitable[Health]:
        """Keys, database and connections."""
        return health_of(self.dispatch.runtime)

    @hookimpl
    def atom_integration(self) -> IntegrationCard:
        """Our card; its status tells whether the settings are there, without a call to Xero."""
        return IntegrationCard(
            name="xero",
            title="Xero",
            category="finance",
            status="broken" if self.registry.broken else "ready",
            capabilities=[skill.host_name for skill in self.registry.skills],
        )

    @hookimpl
    async def atom_shutdown(self) -> None:
        """Close what was opened."""
        if "dispatch" in self.__dict__:
            await self.dispatch.runtime.close()

    def _offer(self, skill: Skill) -> SkillOffer:
        return SkillOffer(
            name=skill.host_name,
            title=skill.title,
            description=skill.description,
            effect=skill.effect,
            input_schema=input_schema(skill),
            output_schema=output_schema(skill),
            call=partial(self._call, skill.name),
        )

    async def _call(self, name: str, arguments: Mapping[str, Any], context: CallContext) -> dict[str, Any]:
        rights = frozenset(cast("Right", right) for right in context.rights if right in get_args(Right))
        kind = context.kind if context.kind in {"person", "workflow"} else "ai"
        caller = Caller(context.workspace_id, context.actor, cast("Any", kind), rights)
        answer = (await self.dispatch.call(name, arguments, caller, organisation=context.organisation)).plain()
        if self._host is not None and answer.get("plan", {}).get("state") == "proposed":
            plan = answer["plan"]
            self._host.notify({"kind": "approval_needed", "message": plan["summary"], "plan": plan})
        return answer

    @hookimpl
    async def atom_search(self, query: str, context: CallContext) -> Sequence[SearchHit]:
        """What was heard of every organisation of the workspace, the best first."""
        runtime = self.dispatch.runtime
        tenant = None
        if context.organisation is not None:
            tenant = (await runtime.choose(context.workspace_id, context.organisation)).tenant_id
        hits = await runtime.search.find(context.workspace_id, query, tenant_id=tenant)
        return [_found(hit) for hit in hits]


def _found(hit: Hit) -> SearchHit:
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


def _offered(trigger: Trigger) -> TriggerOffer:
    sample = msgspec.to_builtins(sample_event(trigger))
    return TriggerOffer(
        trigger.host_name,
        trigger.event_type,
        trigger.description,
        sample,
        schema_of(trigger.filters),
        payload_schema(trigger),
    )


plugin = XeroPlugin()
"""What the entry point names: a host registers this."""
