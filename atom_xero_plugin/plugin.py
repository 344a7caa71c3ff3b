"""Our hook implementations, each a line or two handing on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from atom_xero_plugin.app import App
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core import settings
from atom_xero_plugin.core.errors import FixSetup, NotAllowed
from atom_xero_plugin.dispatch.dispatcher import Dispatch
from atom_xero_plugin.dispatch.health import health_of
from atom_xero_plugin.dispatch.host_offers import caller_of, search_hit, skill_marks, skill_offer, trigger_offer
from atom_xero_plugin.dispatch.notifications import notifying_of_connections
from atom_xero_plugin.dispatch.skill_marks import marks_for
from atom_xero_plugin.hookspecs import (
    CallContext,
    Health,
    HostServices,
    IntegrationCard,
    SearchHit,
    SkillMark,
    SkillOffer,
    TriggerOffer,
    hookimpl,
)

if TYPE_CHECKING:  # late: a host without a web server needs no FastAPI
    from atom_xero_plugin.interfaces.http.service import HttpService


class XeroPlugin:
    """Xero, as a plugin of a pluggy host."""

    def __init__(self, open_runtime: Callable[[], App] | None = None) -> None:
        """Open nothing yet; `open_runtime` stands in for the settings in the environment."""
        self._open_runtime = open_runtime or (lambda: App(settings.load()))
        self._host: HostServices | None = None

    @cached_property
    def registry(self) -> Registry:
        """The catalogue."""
        return Registry()

    @cached_property
    def dispatch(self) -> Dispatch:
        """The one entry point, opened at the first call."""
        return Dispatch(self._open_runtime(), self.registry)

    @cached_property
    def _service(self) -> HttpService:
        from atom_xero_plugin.interfaces.http.service import HttpService

        return HttpService(self.dispatch.runtime, self.registry)

    @hookimpl
    def atom_startup(self, host: HostServices) -> None:
        """Remember whom to hand events to."""
        self._host = host

    @hookimpl
    def atom_skills(self) -> Sequence[SkillOffer]:
        """Every skill of the catalogue."""
        return [skill_offer(skill, lambda: self.dispatch, self._notify) for skill in self.registry.skills]

    @hookimpl
    async def atom_skill_marks(self, context: CallContext) -> Mapping[str, SkillMark]:
        """The skills that no connection of the workspace has the scopes for; none before the first login."""
        return skill_marks(self.registry.skills, await marks_for(self.dispatch.runtime, caller_of(context)))

    @hookimpl
    def atom_triggers(self) -> Sequence[TriggerOffer]:
        """Every trigger of the catalogue."""
        return [trigger_offer(trigger, lambda: self.dispatch) for trigger in self.registry.triggers]

    @hookimpl
    def atom_health(self) -> Awaitable[Health]:
        """Keys, database and connections."""
        return health_of(self.dispatch.runtime)

    @hookimpl
    def atom_routers(self) -> Sequence[Any]:
        """The HTTP API as FastAPI routers, for the host to include under a prefix of its own.

        Callers are known by our API tokens. Raises FixSetup for a setting that is wrong.
        """
        from atom_xero_plugin.interfaces.http.app import routers

        return routers(self._service.runtime, self.registry, service=self._service)

    @hookimpl
    def atom_integration(self) -> IntegrationCard:
        """Our card; its status says whether the catalogue is whole and the settings are there, and asks nobody."""
        return IntegrationCard(
            name="xero",
            title="Xero",
            category="finance",
            status=self._status(),
            capabilities=[skill.host_name for skill in self.registry.skills],
        )

    @hookimpl
    async def atom_work(self) -> None:
        """Sync Xero, hand events to every plugin of the host, report connections that broke; until cancelled."""
        from atom_xero_plugin.jobs.local import running

        runtime, host = self.dispatch.runtime, self._host
        if host is None:
            raise RuntimeError("The host did not call atom_startup, so there is nobody to deliver events to.")
        async with running(runtime, self.registry, host.deliver), notifying_of_connections(runtime, host.notify):
            await asyncio.Event().wait()

    @hookimpl
    async def atom_shutdown(self) -> None:
        """End the streams of events, and close what was opened."""
        if "_service" in self.__dict__:
            self._service.ending.set()
        if "dispatch" in self.__dict__:
            await self.dispatch.runtime.close()

    def _status(self) -> str:
        if self.registry.broken:
            return "broken"
        try:
            runtime = self.dispatch.runtime
            _ = runtime.keyring
        except FixSetup:
            return "needs_setup"
        return "ready" if runtime.settings.client_id else "needs_setup"

    def _notify(self, notification: Mapping[str, Any]) -> None:
        if self._host is not None:
            self._host.notify(notification)

    @hookimpl
    async def atom_search(self, query: str, context: CallContext) -> Sequence[SearchHit]:
        """What was synced of every organisation of the workspace, the best first. Raises NotAllowed without `read`."""
        if not caller_of(context).may("read"):
            raise NotAllowed("The caller has no right to read; searching needs it.")
        runtime = self.dispatch.runtime
        tenant = None
        if context.organisation is not None:
            tenant = (await runtime.organisations.choose(context.workspace_id, context.organisation)).tenant_id
        hits = await runtime.search.find(context.workspace_id, query, tenant_id=tenant)
        return [search_hit(hit) for hit in hits]


plugin = XeroPlugin()
"""What the entry point names: a host registers this."""
