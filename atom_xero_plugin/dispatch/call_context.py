"""The world that a call may touch: its connection, a client for the books, and the services of its workspace."""

from __future__ import annotations

import contextlib

from atom_xero_plugin.app import App
from atom_xero_plugin.auth.connections import Connection
from atom_xero_plugin.auth.scopes import missing
from atom_xero_plugin.catalogue.context import Caller, Context
from atom_xero_plugin.catalogue.skill import Skill
from atom_xero_plugin.core.errors import ReconnectNeeded, ScopeMissing, XeroPluginError
from atom_xero_plugin.dispatch.call_services import services_of


class CallContexts:
    """Makes what skills are handed."""

    def __init__(self, runtime: App) -> None:
        """Put it together from the parts of a runtime."""
        self._runtime = runtime

    async def chosen(self, skill: Skill, caller: Caller, organisation: str | None) -> Connection | None:
        """The connection that a call goes through; None for a skill that is not about one organisation."""
        if not skill.needs_organisation:
            return None
        return await self._runtime.organisations.choose(
            caller.workspace_id, organisation, scopes=skill.scopes, within=caller.limits.organisations
        )

    async def context(
        self, skill: Skill, caller: Caller, connection: Connection | None, organisation: str | None = None
    ) -> Context:
        """What the skill may touch. Raises ScopeMissing where the connection was not given what the skill needs."""
        runtime = self._runtime
        if connection is None:
            within = caller.limits.organisations
            known = await runtime.connections.of_workspace(caller.workspace_id)
            known = [each for each in known if within is None or each.tenant_id in within]
            bound = None
            if organisation:
                chosen = await runtime.organisations.choose(caller.workspace_id, organisation, within=within)
                bound = chosen.tenant_id
            return Context(caller, runtime.clock, known, services=services_of(runtime, caller, bound))
        lacking = missing(connection.scopes, skill.scopes)
        if lacking:
            raise ScopeMissing(
                f"{skill.host_name} needs the Xero scope {', '.join(lacking)}, which this connection was not given.",
                scopes=lacking,
            )
        xero = runtime.xero(connection, feature=f"skill:{skill.name}")
        organisation_now = await runtime.organisations.details(connection, xero)
        services = services_of(runtime, caller, connection.tenant_id)
        return Context(caller, runtime.clock, [connection], organisation_now, xero, services)

    async def check_connection(self, connection: Connection | None, error: Exception) -> None:
        """Xero let a connection in no more: find out which of the login's organisations are still connected.

        Whoever asks next learns it without a call. Xero's list, not the refusal, is believed: it refuses in the same
        words where only the person's role is too small.
        """
        if connection is None or not isinstance(error, ReconnectNeeded):
            return
        with contextlib.suppress(XeroPluginError):
            await self._runtime.connections.sync(connection.workspace_id, connection.grant_id)
